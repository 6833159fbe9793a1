// Finding what was said, and going there: with scripts and without.
import { expect, test } from './fixtures.ts'
import { Guest } from './guest.ts'

/** The hits on a page of the search. */
const hits = (page: Guest['page']) => page.locator('.hits a')

test('what was said is found from the room, and the link leads to it', async ({ guest, bot }) => {
  const writer = await bot('영희')
  const room = await writer.openRoom('개발방')
  await writer.say(room.id, '내일회의는 3시')
  for (let n = 1; n <= 80; n++) await writer.say(room.id, `그 다음 이야기 ${n}`)
  const cheolsu = await guest('철수')
  await cheolsu.join('개발방')
  const { page } = cheolsu
  await page.getByRole('link', { name: '검색', exact: true }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: '검색' })).toBeVisible()
  await expect(page.getByLabel('방', { exact: true }), 'it looks where one comes from').toHaveValue(room.id)
  await page.getByRole('searchbox', { name: '찾을 말' }).fill('회의')
  await page.keyboard.press('Enter')
  await expect(hits(page)).toHaveCount(1)
  await expect(page.locator('mark')).toHaveText('회의')
  await hits(page).click()
  await expect(page).toHaveURL(/\/r\/\w+\/m\/1#m\d+$/)
  const target = page.locator('.message.target')
  await expect(target).toContainText('내일회의는 3시')
  await expect(target).toBeInViewport()
  await page.getByRole('link', { name: '다음 대화' }).click()
  await expect(cheolsu.page.getByText('그 다음 이야기 30', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: '최근 대화로' }).click()
  await cheolsu.isIn('개발방')
  await cheolsu.sees('그 다음 이야기 80')
})

test('a message that the room shows anyway is marked there', async ({ guest, bot }) => {
  const writer = await bot('영희')
  const room = await writer.openRoom('개발방')
  for (let n = 1; n <= 40; n++) await writer.say(room.id, `이야기 ${n}`)
  const cheolsu = await guest('철수')
  await cheolsu.page.goto(`/r/${room.id}/m/20`)
  await expect(cheolsu.page).toHaveURL(/\/r\/\w+#m\d+$/)
  const target = cheolsu.page.locator('.message:target')
  await expect(target).toContainText('이야기 20')
})

test.describe('without scripts', () => {
  test.beforeEach(({ watch }) => watch.expect(/^failed: .*\/pkg\/sarangbang\.\w+\.js csp$/, /400/))

  test('one searches, narrows it down, and reads around what was found', async ({ visit, bot }) => {
    const [one, two] = [await bot('영희'), await bot('Alice')]
    const room = await one.openRoom('개발방')
    await two.do('joinRoom', { roomId: room.id })
    await one.say(room.id, '안녕하세요, 회의는 세 시')
    await two.say(room.id, 'See you at the 회의')
    const page = await visit('/', { javaScriptEnabled: false })
    const plain = new Guest(page, '고전')
    await page.getByRole('textbox', { name: plain.words.nicknameQuestion }).fill('고전')
    await page.getByRole('button', { name: plain.words.enter, exact: true }).click()
    await page.getByRole('link', { name: '검색', exact: true }).click()
    const query = page.getByRole('searchbox', { name: '찾을 말' })
    await query.fill('회의')
    await page.getByRole('button', { name: '찾기', exact: true }).click()
    await expect(hits(page)).toHaveCount(2)
    await expect(hits(page).first()).toContainText('Alice')

    await page.getByText('방, 보낸 사람, 날짜로 좁히기').click()
    await page.getByLabel('보낸 사람').fill('alice')
    await page.getByRole('button', { name: '찾기', exact: true }).click()
    await expect(hits(page)).toHaveCount(1)
    await page.getByRole('button', { name: 'English' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Search' })).toBeVisible()
    await expect(hits(page), 'another language finds the same').toHaveCount(1)
    await page.getByLabel('To this day').fill('2020-01-01')
    await page.getByRole('button', { name: 'Search', exact: true }).click()
    await expect(page.getByText('No messages were found.')).toBeVisible()

    await page.getByRole('searchbox').fill('a')
    await page.getByLabel('Written by').fill('')
    await page.getByRole('button', { name: 'Search', exact: true }).click()
    await expect(page.getByRole('alert')).toContainText('at least 2 characters')
  })
})
