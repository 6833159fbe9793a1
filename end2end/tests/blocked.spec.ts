import { behindProxy as test, expect } from './fixtures.ts'
import { Guest } from './guest.ts'
import { serverAway } from './watch.ts'
import { ko } from './words.ts'

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

test('where no connection gets through, links and forms lead on', async ({ visit, bot, road, watch }) => {
  watch.expect(/answered 403/, /status of 403/)
  road.block()
  const host = await bot('집주인')
  const { id } = await host.openRoom('담장 너머')
  const me = new Guest(await visit(), '철수')
  await me.page.getByRole('textbox', { name: ko.nicknameQuestion }).fill('철수')
  await me.page.getByRole('button', { name: ko.enter }).click()
  const isGivenUp = () => expect(me.page.getByText(ko.reconnecting)).toBeVisible()
  await isGivenUp()
  await me.room('담장 너머').click()
  await me.isIn('담장 너머')
  await isGivenUp()
  await me.say('거기 누구 있어요?')
  await me.sees('거기 누구 있어요?')
  await expect(me.page.locator('.pending-message')).toHaveCount(0)
  const joined = await host.do('joinRoom', { roomId: id })
  expect(JSON.stringify(joined), 'the house has it').toContain('거기 누구 있어요?')
  await isGivenUp()
  await me.page.getByRole('button', { name: ko.leave }).click()
  await isGivenUp()
  await me.createRoom('혼잣말')
})

test('what a form did not get through is in the composer again, and what it did is not', async ({ visit, bot, road, watch }) => {
  watch.expect(/answered 403/, /status of 403/, /ERR_FAILED/)
  road.block()
  const host = await bot('집주인')
  const { id } = await host.openRoom('담장 너머')
  const me = new Guest(await visit(`/r/${id}`), '철수')
  await me.page.getByRole('textbox', { name: ko.nicknameQuestion }).fill('철수')
  await me.page.getByRole('button', { name: ko.enter }).click()
  const isGivenUp = () => expect(me.page.getByText(ko.reconnecting)).toBeVisible()
  await isGivenUp()
  await me.page.route(/pictures$/, (route) => route.abort())
  await me.composer.fill('거기 누구 있어요?')
  await me.page.getByRole('button', { name: ko.send }).click()
  await expect(me.composer).toHaveCount(0)
  await me.page.unroute(/pictures$/)
  await me.page.goto(`/r/${id}`)
  await isGivenUp()
  await expect(me.composer).toHaveValue('거기 누구 있어요?')
  await me.page.getByRole('button', { name: ko.send }).click()
  await me.sees('거기 누구 있어요?')
  await isGivenUp()
  await expect(me.composer).toHaveValue('')
})

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
