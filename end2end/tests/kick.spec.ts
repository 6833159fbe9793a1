// A host sends somebody out of a room, and lets them in again.
import { expect, test } from './fixtures.ts'

test('who is sent out sees why at once, and comes in again when the host lets them', async ({ guest, watch }) => {
  const cheolsu = await guest('철수')
  const younghee = await guest('영희')
  await cheolsu.createRoom('엄한 방')
  const room = new URL(cheolsu.page.url()).pathname
  await younghee.join('엄한 방')
  await younghee.say('안녕하세요')
  await cheolsu.sees('안녕하세요')
  const second = await younghee.page.context().newPage()
  await second.goto(room)
  await expect(second.locator('#composer-text')).toBeVisible()
  await younghee.page.locator('#composer-text').fill('아직 쓰는 중')

  const people = cheolsu.page.locator('.member')
  await expect(people).toHaveCount(2)
  await expect(people.filter({ hasText: '철수' }).getByRole('link')).toHaveCount(0)
  await expect(younghee.page.locator('.member').getByRole('link'), 'for the host only').toHaveCount(0)
  await people.filter({ hasText: '영희' }).getByRole('link', { name: '내보내기' }).click()
  const settings = cheolsu.page
  await settings.getByRole('button', { name: '네, 내보냅니다' }).click()
  await expect(settings.getByRole('heading', { name: '내보낸 사람' })).toBeVisible()

  for (const page of [younghee.page, second]) {
    await expect(page.getByRole('heading', { name: '방장이 이 방에서 내보냈습니다.' })).toBeVisible()
    await expect(page).toHaveTitle(/내보냈습니다/)
    await expect(page.getByText('안녕하세요')).toHaveCount(0)
  }
  watch.expect(/403/)
  await younghee.page.reload()
  await expect(younghee.page.getByRole('heading', { name: '방장이 이 방에서 내보냈습니다.' })).toBeVisible()

  await settings.getByRole('button', { name: '다시 들이기' }).click()
  await expect(settings.getByText('저장했습니다.')).toBeVisible()
  await younghee.page.reload()
  await younghee.sees('안녕하세요')
  await settings.goto(room)
  await expect(cheolsu.page.locator('.member')).toHaveCount(2)
})
