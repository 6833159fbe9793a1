import { behindProxy as test, expect } from './fixtures.ts'

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
