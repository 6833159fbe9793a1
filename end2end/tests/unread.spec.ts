// What came while one was elsewhere: counted in the list and in the title, and below a line in the room.
import { expect, test } from './fixtures.ts'
import { hide, type Guest } from './guest.ts'

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

test('who is further up when they look away finds the line above what they have not seen', async ({ guest, bot }) => {
  const writer = await bot('글쓴이')
  const { id } = await writer.openRoom('서재')
  for (let number = 1; number <= 45; number += 1) await writer.say(id, `${number}째 줄`)
  const reader = await guest('독자')
  await reader.join('서재')
  await reader.sees('45째 줄')
  await reader.feed.hover()
  await reader.page.mouse.wheel(0, -900)
  await expect.poll(() => reader.feed.evaluate((feed) => -feed.scrollTop)).toBeGreaterThan(800)
  await writer.say(id, '못 본 줄')
  await expect(reader.page.getByRole('button', { name: '새 메시지 1개' })).toBeVisible()
  await hide(reader.page, true)
  await writer.say(id, '자리를 비운 사이')
  await hide(reader.page, false)
  await reader.page.getByRole('button', { name: '새 메시지 2개' }).click()
  await expect(reader.feed.getByText('자리를 비운 사이')).toBeInViewport()
  const line = reader.feed.locator('.new')
  await expect(line).toHaveCount(1)
  await expect(line.locator('xpath=following::*[contains(@class,"message-text")][1]')).toHaveText('못 본 줄')

  await reader.page.mouse.wheel(0, -900)
  await expect.poll(() => reader.feed.evaluate((feed) => -feed.scrollTop)).toBeGreaterThan(800)
  await hide(reader.page, true)
  await hide(reader.page, false)
  await expect(line, 'they have not come to its end').toHaveCount(1)
})
