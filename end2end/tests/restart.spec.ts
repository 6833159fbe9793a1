import { expect, test } from './fixtures.ts'
import type { Guest } from './guest.ts'
import { serverAway } from './watch.ts'

/** Marks the document, to tell later that it was never loaded anew. */
const mark = ({ page }: Guest) => page.evaluate(() => document.documentElement.setAttribute('data-same', 'yes'))
const isSameDocument = ({ page }: Guest) => expect(page.locator('html')).toHaveAttribute('data-same', 'yes')

test.beforeEach(({ watch }) => watch.expect(...serverAway))

test('a house killed and opened again has its history, and its pages are live without a reload', async ({
  guest,
  house,
}) => {
  const cheolsu = await guest('철수')
  const younghee = await guest('영희')
  await cheolsu.createRoom('든든방')
  await younghee.join('든든방')
  await cheolsu.say('정전 전에 한 말')
  await younghee.sees('정전 전에 한 말')
  await mark(cheolsu)
  await mark(younghee)

  await house.restart()

  await cheolsu.say('정전 뒤에 한 말')
  await younghee.sees('정전 뒤에 한 말')
  await younghee.say('나도 돌아왔어')
  await cheolsu.sees('나도 돌아왔어')
  await cheolsu.sees('정전 전에 한 말')
  await isSameDocument(cheolsu)
  await isSameDocument(younghee)
})

test('what is written while the house is away is kept and sent once', async ({ guest, house }) => {
  const cheolsu = await guest('철수')
  const younghee = await guest('영희')
  await cheolsu.createRoom('기다림')
  await younghee.join('기다림')

  await house.kill()
  await expect(cheolsu.page.getByText(cheolsu.words.reconnecting)).toBeVisible()
  await cheolsu.say('들리니?')
  await expect(cheolsu.feed).toContainText('들리니?')
  await expect(cheolsu.messages('들리니?'), 'not stored yet').toHaveCount(0)
  await house.start()

  await younghee.sees('들리니?')
  await cheolsu.sees('들리니?')
  await expect(cheolsu.feed.getByText('들리니?'), 'no copy is left pending').toHaveCount(1)
})

test('a click while the house is away loses nothing of the page', async ({ guest, house }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('앞방')
  await cheolsu.say('옛말')
  await cheolsu.sees('옛말')
  await mark(cheolsu)

  await house.kill()
  await expect(cheolsu.page.getByText(cheolsu.words.reconnecting)).toBeVisible()
  await cheolsu.say('끊긴 동안 한 말')
  await cheolsu.leave()
  await cheolsu.room('앞방').click()
  await house.start()

  await cheolsu.sees('옛말')
  await cheolsu.sees('끊긴 동안 한 말')
  await isSameDocument(cheolsu)
})

test('coming back after a restart is no news for the house', async ({ guest, house }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('조용한')
  const entered = cheolsu.notices.getByText('님이 조용한방에 입장했습니다.')
  await cheolsu.leave()
  await expect(entered).toHaveCount(1)
  await cheolsu.join('조용한')
  await house.restart()
  await cheolsu.say('나 왔어')
  await cheolsu.sees('나 왔어')
  await cheolsu.leave()
  await expect(entered).toHaveCount(2)
})

test('messages of the others are caught up after being away', async ({ guest, bot }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('따라잡기')
  const roomId = new URL(cheolsu.page.url()).pathname.split('/')[2]
  const talker = await bot('수다쟁이')
  await talker.do('joinRoom', { roomId })

  await cheolsu.page.context().setOffline(true)
  await expect(cheolsu.page.getByText(cheolsu.words.reconnecting)).toBeVisible()
  for (let line = 1; line <= 20; line += 1) await talker.say(roomId, `${line}번째 소식`)
  await cheolsu.page.context().setOffline(false)

  await expect(cheolsu.rows).toHaveCount(20)
  const lines = await cheolsu.rows.locator('.message-text').allTextContents()
  expect(lines).toEqual(Array.from({ length: 20 }, (_, index) => `${index + 1}번째 소식`))
})

test('a house that is asked to close tells its guests, ends well, and finds them again', async ({ guest, house }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('마감')
  await cheolsu.say('문 닫기 전에')
  await cheolsu.sees('문 닫기 전에')

  const asked = Date.now()
  expect(await house.kill('SIGTERM')).toBe(0)
  expect(Date.now() - asked, 'within five seconds').toBeLessThan(5_000)
  await house.start()

  await cheolsu.say('문 열고 나서')
  await cheolsu.sees('문 열고 나서')
})
