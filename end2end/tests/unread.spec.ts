// What came while one was elsewhere: counted in the list and in the title, and below a line in the room.
import { expect, test } from './fixtures.ts'
import type { Guest } from './guest.ts'

const unread = (guest: Guest, room: string) => guest.room(room).locator('.room-card-unread')

test('unread messages are counted until they are read, on every page of the guest', async ({ guest }) => {
  const cheolsu = await guest('철수')
  const younghee = await guest('영희')
  await cheolsu.createRoom('이야기')
  await younghee.join('이야기')
  await younghee.say('들어왔어요')
  await cheolsu.sees('들어왔어요')
  await younghee.page.getByRole('link', { name: '사랑방' }).first().click()
  await expect(unread(younghee, '이야기')).toBeHidden()

  for (const text of ['하나', '둘', '셋']) await cheolsu.say(text)
  await expect(unread(younghee, '이야기')).toHaveText('안 읽은 메시지 3')
  await expect(younghee.page).toHaveTitle(/^\(3\) /)
  const icon = younghee.page.locator('link[rel=icon]')
  await expect(icon).toHaveAttribute('href', '/favicon-unread.svg')
  const second = await younghee.page.context().newPage()
  await second.goto('/')
  await expect(second.locator('.room-card-unread').first()).toHaveText('안 읽은 메시지 3')

  await younghee.join('이야기')
  await expect(younghee.feed.getByText('여기서부터 새 메시지')).toBeVisible()
  const rows = younghee.feed.locator('ol.rows > li')
  await expect(rows.nth((await rows.count()) - 4)).toHaveText('여기서부터 새 메시지')
  await expect(unread(younghee, '이야기')).toBeHidden()
  await expect(younghee.page).toHaveTitle(/^이야기 /)
  await expect(icon).toHaveAttribute('href', '/favicon.svg')
  await expect(second.locator('.room-card-unread').first(), 'the other page hears of it').toBeHidden()

  await cheolsu.say('넷')
  await younghee.sees('넷')
  await younghee.reload()
  await expect(unread(younghee, '이야기'), 'a page that is loaded shows what is there').toBeHidden()

  await younghee.say('읽었어요')
  await expect(younghee.feed.getByText('여기서부터 새 메시지')).toHaveCount(0)
})

test('what one wrote or saw is read, though the page goes at once', async ({ guest }) => {
  const cheolsu = await guest('철수')
  const younghee = await guest('영희')
  await cheolsu.createRoom('스치듯')
  await younghee.join('스치듯')
  await cheolsu.say('나 먼저 갈게')
  await cheolsu.sees('나 먼저 갈게')
  await younghee.sees('나 먼저 갈게')
  for (const guest of [cheolsu, younghee]) {
    await guest.page.goto('/')
    await expect(guest.room('스치듯')).toBeVisible()
    await expect(unread(guest, '스치듯')).toBeHidden()
  }
})

test('who loads the room anew at once finds no line above what they had just read', async ({ guest }) => {
  const cheolsu = await guest('철수')
  const younghee = await guest('영희')
  await cheolsu.createRoom('다시 보기')
  await younghee.join('다시 보기')
  for (const line of ['하나', '두울', '세엣']) {
    await cheolsu.say(line)
    await younghee.sees(line)
    await younghee.reload()
    await younghee.sees(line)
    await expect(younghee.feed.getByText('여기서부터 새 메시지')).toHaveCount(0)
  }
})
