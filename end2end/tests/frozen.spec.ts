import { behindProxy as test } from './fixtures.ts'

/** The pings of a house for tests: silence of two seconds is too long. */
const PING = { SARANGBANG_REALTIME_PING_INTERVAL_MS: '1000', SARANGBANG_REALTIME_PING_TIMEOUT_MS: '1000' }

const transports = ['websockets', 'long-polling'] as const

for (const transport of transports) {
  test.describe(`over ${transport}`, () => {
    test.use({ settings: PING })

    test('a frozen connection is noticed within the ping window, and what was said meanwhile is there', async ({
      guest,
      bot,
      road,
      watch,
    }) => {
      // A poll of the session that the house has given up by then is answered with 400.
      watch.expect(/WebSocket connection to .* failed/, /answered 400: .*transport=polling/, /status of 400/)
      if (transport === 'long-polling') road.websockets = 'refuse'
      const cheolsu = await guest('철수')
      await cheolsu.createRoom('얼음')
      const roomId = new URL(cheolsu.page.url()).pathname.split('/')[2]
      const talker = await bot('수다쟁이')
      await talker.do('joinRoom', { roomId })
      await talker.say(roomId, '얼기 전에')
      await cheolsu.sees('얼기 전에')

      road.freeze()
      await talker.say(roomId, '어는 사이에')
      await cheolsu.sees('어는 사이에')
    })
  })
}

for (const transport of transports) {
  test(`a frozen connection over ${transport} is noticed at once when the user comes back to the tab`, async ({
    guest,
    bot,
    road,
    watch,
  }) => {
    watch.expect(/WebSocket connection to .* failed/)
    if (transport === 'long-polling') road.websockets = 'refuse'
    const cheolsu = await guest('철수')
    await cheolsu.createRoom('낮잠')
    const roomId = new URL(cheolsu.page.url()).pathname.split('/')[2]
    const talker = await bot('수다쟁이')
    await talker.do('joinRoom', { roomId })

    road.freeze()
    await talker.say(roomId, '자는 사이에')
    await cheolsu.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })))
    // Far sooner than after the 45 seconds of silence that a house allows.
    await cheolsu.sees('자는 사이에')
  })
}
