// A house with two lists of rooms: each has its own, and its rooms lead back to it.
import { expect, test } from './fixtures.ts'
import { Guest } from './guest.ts'
import { ko } from './words.ts'

test.use({ settings: { SARANGBANG_SPACES: 'team' } })

test('a room of a space leads back to its own list', async ({ guest, visit }) => {
  const outside = await guest('바깥')
  const inside = new Guest(await visit('/s/team'), '안쪽')
  await inside.enter()
  await expect(inside.page).toHaveTitle(/^채팅방 목록 · team · /)
  await inside.createRoom('우리끼리')
  await expect(outside.room('우리끼리')).toHaveCount(0)

  const list = inside.page.getByRole('navigation', { name: ko.roomList }).getByRole('link', { name: ko.roomList })
  await expect(list).toHaveAttribute('href', '/s/team')
  await inside.page.setViewportSize({ width: 360, height: 740 })
  await inside.page.getByRole('link', { name: ko.backToList }).click()
  await expect(inside.page).toHaveURL(/\/s\/team$/)
  await expect(inside.room('우리끼리')).toBeVisible()
})

test('who searches everywhere searches the list that they came from', async ({ visit }) => {
  const inside = new Guest(await visit('/s/team'), '안쪽')
  await inside.enter()
  await inside.createRoom('우리끼리')
  await inside.say('내일회의는 3시')
  await inside.sees('내일회의는 3시')
  const { page } = inside
  const search = async () => {
    await page.getByRole('searchbox').fill('회의')
    await page.keyboard.press('Enter')
    await expect(page.locator('.hits a')).toHaveCount(1)
  }
  await page.getByRole('link', { name: '검색', exact: true }).first().click()
  await page.getByLabel('방', { exact: true }).selectOption('')
  await search()

  await page.goto('/s/team')
  await page.getByRole('link', { name: '검색', exact: true }).first().click()
  await search()
})
