import { behindProxy as test, expect } from './fixtures.ts'
import { serverAway } from './watch.ts'

/** Tells the page that the network is another one, as the browser does. */
const announceNetwork = () => dispatchEvent(new Event('online'))

const websocketBlocked = [/WebSocket connection to .* failed/]

test.beforeEach(({ watch }) => watch.expect(...websocketBlocked))

for (const fate of ['refuse', 'hang'] as const) {
  test(`two people talk although websockets ${fate === 'refuse' ? 'are refused' : 'hang'}, and go on over websockets when those come through`, async ({
    guest,
    road,
  }) => {
    road.websockets = fate
    const cheolsu = await guest('철수')
    const younghee = await guest('영희')
    await cheolsu.createRoom('지하철')
    await younghee.join('지하철')
    await expect(cheolsu.members).toContainText('영희')

    await cheolsu.say('들리니?')
    await younghee.sees('들리니?')
    await younghee.say('잘 들려')
    await cheolsu.sees('잘 들려')
    expect(road.passed, 'all of it over long-polling').toBe(0)

    road.websockets = 'pass'
    await cheolsu.page.evaluate(announceNetwork)
    const lines = Array.from({ length: 20 }, (_, index) => `${index + 1}번째 말`)
    for (const line of lines) await cheolsu.say(line)
    await expect.poll(() => road.passed, 'the page tries it by itself').toBeGreaterThanOrEqual(2)
    await cheolsu.say('끝')

    const said = ['들리니?', '잘 들려', ...lines, '끝']
    for (const { rows } of [cheolsu, younghee]) {
      await expect(rows.locator('.message-text')).toHaveText(said)
    }
  })
}

test('a page on long-polling is live again after a restart of the house, and tells at once when it is left', async ({
  guest,
  house,
  road,
  watch,
}) => {
  watch.expect(...serverAway, /answered (400|502)/, /status of (400|502)/)
  road.websockets = 'refuse'
  const cheolsu = await guest('철수')
  const younghee = await guest('영희')
  await cheolsu.createRoom('막차')
  await younghee.join('막차')
  await house.restart()
  await cheolsu.say('아직 있어?')
  await younghee.sees('아직 있어?')

  await younghee.page.close({ runBeforeUnload: true })
  // Nobody waits for the end of a ping window of 45 seconds.
  await expect(cheolsu.members).not.toContainText('영희')
})
