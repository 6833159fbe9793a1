import type { Page } from '@playwright/test'

import { behindProxy as test, expect } from './fixtures.ts'
import { Guest, pending } from './guest.ts'
import { serverAway } from './watch.ts'

const lines = ['하나', '둘', '셋']

/** Tells the page that the network is back, as the browser does; otherwise it would wait for its next attempt. */
const announceNetwork = ({ page }: Guest) => page.evaluate(() => dispatchEvent(new Event('online')))

/** What the tabs of a browser keep for later. */
const kept = ({ page }: Guest) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('sarangbang-outbox/')))

/** The texts that a page sends from now on, as often as it sends them. */
function watchSends(page: Page) {
  const sent: string[] = []
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const [, content] = String(payload).match(/"sendMessage",.*"content":"([^"]*)"/) ?? []
      if (content) sent.push(content)
    }),
  )
  return sent
}

test.beforeEach(({ watch }) => watch.expect(...serverAway, /403/, /WebSocket connection to .* failed/))

test('what is typed offline survives a reload and a restart of the house, and arrives once and in order', async ({
  guest,
  house,
  road,
}) => {
  const cheolsu = await guest('철수')
  const younghee = await guest('영희')
  await cheolsu.createRoom('터널')
  await younghee.join('터널')

  road.block()
  await expect(cheolsu.page.getByText(cheolsu.words.reconnecting)).toBeVisible()
  for (const line of lines) await cheolsu.say(line)
  await cheolsu.page.reload()
  await expect(pending(cheolsu)).toHaveText(lines)
  await house.restart()
  await expect(pending(cheolsu), 'the road is still blocked').toHaveText(lines)
  road.unblock()
  await announceNetwork(cheolsu)
  await announceNetwork(younghee)

  for (const { rows } of [cheolsu, younghee]) await expect(rows.locator('.message-text')).toHaveText(lines)
  await expect(pending(cheolsu)).toHaveCount(0)
  expect(await kept(cheolsu)).toEqual([])
})

test('what is typed offline survives the closing of the tab', async ({ guest, house, road, watch }) => {
  const cheolsu = await guest('철수')
  const younghee = await guest('영희')
  await cheolsu.createRoom('퇴근')
  await younghee.join('퇴근')
  const room = cheolsu.page.url()

  road.block()
  for (const line of lines) await cheolsu.say(line)
  await expect(pending(cheolsu)).toHaveText(lines)
  const context = cheolsu.page.context()
  await cheolsu.page.close()
  await house.restart()
  road.unblock()
  await announceNetwork(younghee)
  const again = new Guest(await context.newPage(), '철수')
  await watch.page(again.page)
  await again.page.goto(room)

  for (const { rows } of [again, younghee]) await expect(rows.locator('.message-text')).toHaveText(lines)
  await expect(pending(again)).toHaveCount(0)
  expect(await kept(again)).toEqual([])
})

test('two tabs of one guest show and send what both have to send, and none of it twice', async ({
  guest,
  road,
  watch,
}) => {
  const first = await guest('철수')
  await first.createRoom('두 탭')
  const second = new Guest(await first.page.context().newPage(), '철수')
  await watch.page(second.page)
  await second.page.goto(first.page.url())
  await expect(second.composer).toBeVisible()

  road.block()
  await expect(first.page.getByText(first.words.reconnecting)).toBeVisible()
  await expect(second.page.getByText(second.words.reconnecting)).toBeVisible()
  await first.say('첫째 탭 1')
  await second.say('둘째 탭 1')
  await first.say('첫째 탭 2')
  const all = ['첫째 탭 1', '둘째 탭 1', '첫째 탭 2']
  await first.page.reload()
  const third = new Guest(await first.page.context().newPage(), '철수')
  await watch.page(third.page)
  await third.page.goto(first.page.url())
  for (const tab of [first, second, third]) await expect(pending(tab)).toHaveText(all)

  const sent = [first, second, third].map((tab) => watchSends(tab.page))
  road.unblock()
  for (const tab of [first, second, third]) await announceNetwork(tab)
  for (const tab of [first, second, third]) {
    for (const text of all) await tab.sees(text)
    await expect(tab.rows).toHaveCount(3)
    await expect(pending(tab)).toHaveCount(0)
  }
  expect(sent).toEqual([['첫째 탭 1', '첫째 탭 2'], ['둘째 탭 1'], []])
  expect(await kept(first)).toEqual([])
})

test('a tab sends what another one left behind', async ({ guest, road, watch }) => {
  const first = await guest('철수')
  await first.createRoom('남은 탭')
  const second = new Guest(await first.page.context().newPage(), '철수')
  await watch.page(second.page)
  await second.page.goto(first.page.url())
  await expect(second.composer).toBeVisible()

  road.block()
  await first.say('먼저 갈게')
  await expect(pending(second)).toHaveText(['먼저 갈게'])
  await first.page.close()
  road.unblock()
  await announceNetwork(second)
  await second.sees('먼저 갈게')
  expect(await kept(second)).toEqual([])
})

test('a message that fails says why in every tab, and is discarded in every tab', async ({ guest, watch }) => {
  const first = await guest('철수')
  await first.createRoom('너무 긴 말')
  const second = new Guest(await first.page.context().newPage(), '철수')
  await watch.page(second.page)
  await second.page.goto(first.page.url())
  await expect(second.composer).toBeVisible()

  await first.say('😀'.repeat(4_001))
  const failures = [first, second].map((tab) => tab.feed.getByRole('alert'))
  for (const failure of failures) await expect(failure).toContainText(`${first.words.notSent} ${first.words.tooLong}`)
  await first.reload()
  await expect(failures[0]).toContainText(first.words.tooLong)
  await first.leave()
  const reminder = first.page.getByRole('main').getByRole('alert').filter({ hasText: first.words.tooLong })
  await expect(reminder, 'also outside of its room').toBeVisible()
  await second.page.getByRole('button', { name: second.words.discard }).click()
  await expect(reminder).toHaveCount(0)
  for (const failure of failures) await expect(failure).toHaveCount(0)
  expect(await kept(first)).toEqual([])
})

test('what one guest left unsent is not sent for the next one in the same browser', async ({ guest, road }) => {
  const cheolsu = await guest('철수')
  const witness = await guest('영희')
  await cheolsu.createRoom('피시방')
  await witness.join('피시방')

  road.block()
  await cheolsu.say('내가 한 말')
  await expect(pending(cheolsu)).toHaveText(['내가 한 말'])
  const { page } = cheolsu
  await page.context().clearCookies()
  await page.reload()
  road.unblock()
  await announceNetwork(witness)
  const next = new Guest(page, '민수')
  await next.enter()
  expect(await kept(next)).toEqual([])
  if (await next.feed.isHidden()) await next.join('피시방')
  await next.say('나는 민수')
  await witness.sees('나는 민수')
  await expect(witness.rows.locator('.message-text')).toHaveText(['나는 민수'])
})

test('what is written before the page is live does not overtake what waits, and an edit stays an edit', async ({
  guest,
  road,
}) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('새벽')
  await cheolsu.say('안뇽')
  await cheolsu.sees('안뇽')
  road.block()
  await expect(cheolsu.page.getByText(cheolsu.words.reconnecting)).toBeVisible()
  for (const line of lines) await cheolsu.say(line)
  await cheolsu.page.reload()
  await expect(pending(cheolsu)).toHaveText(lines)

  await cheolsu.say('넷')
  await expect(pending(cheolsu)).toHaveText([...lines, '넷'])
  await cheolsu.messages('안뇽').hover()
  await cheolsu.messages('안뇽').getByRole('button', { name: '수정', exact: true }).click()
  await cheolsu.composer.fill('안녕')
  await cheolsu.composer.press('Enter')
  await expect(cheolsu.page.locator('.unsaved-edits').getByText('안녕')).toBeVisible()
  road.unblock()
  await announceNetwork(cheolsu)
  await expect(cheolsu.rows.locator('.message-text')).toHaveText(['안녕', ...lines, '넷'])
  await expect(cheolsu.page.locator('.unsaved-edits').getByText('안녕')).toHaveCount(0)
  await expect(cheolsu.rows).toHaveCount(5)
})
