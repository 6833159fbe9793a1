// Mentions: whoever is addressed sees it in the list of rooms, in the title and in the feed, until they read it.
import { expect, test } from './fixtures.ts'

test('who is mentioned elsewhere is called until they read it', async ({ guest }) => {
  const cheolsu = await guest('철수')
  const younghee = await guest('영희')
  await cheolsu.createRoom('회의')
  await younghee.join('회의')
  await cheolsu.say('안녕하세요')
  await younghee.sees('안녕하세요')
  await younghee.page.getByRole('link', { name: '사랑방' }).first().click()
  await expect(younghee.room('회의')).toBeVisible()

  await cheolsu.say('그냥 하는 말')
  const card = younghee.room('회의')
  await expect(card.locator('.room-card-unread')).toContainText('1')
  await expect(card.locator('.room-card-call')).toBeHidden()
  await cheolsu.say('@영희님 보세요')
  await expect(card.locator('.room-card-call')).toBeVisible()
  await expect(younghee.page).toHaveTitle(/^\(@2\)/)

  await younghee.reload()
  await expect(card.locator('.room-card-call'), 'also as the server renders it').toBeVisible()
  await card.click()
  await expect(younghee.messages('@영희님 보세요').locator('.mention')).toHaveText('@영희')
  await expect(younghee.messages('@영희님 보세요')).toHaveClass(/calls/)
  await expect(cheolsu.messages('@영희님 보세요')).not.toHaveClass(/calls/)
  await expect(younghee.page).toHaveTitle(/^회의/)
})
