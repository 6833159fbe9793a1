import type { Page } from '@playwright/test'

import { png } from '../lib/png.mjs'
import { expect, test } from './fixtures.ts'
import { Guest } from './guest.ts'
import { ko } from './words.ts'

test.use({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true })

/** Nothing sticks out to the side, where a thumb never looks. */
async function fits(page: Page) {
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  expect(widths[0], 'the page is not wider than the phone').toBeLessThanOrEqual(widths[1])
}

/** The targets a thumb would miss: WCAG 2.2 asks for 24 by 24 pixels, links in running text aside. */
async function smallTargets(page: Page) {
  const targets = page.locator('button:visible, input:visible, textarea:visible, a:visible:not(p a, .message-text a)')
  const boxes = await targets.evaluateAll((elements) =>
    elements.map((element) => {
      const { width, height } = element.getBoundingClientRect()
      return { name: element.textContent?.trim() || element.outerHTML.slice(0, 80), width, height }
    }),
  )
  // What is one pixel large is hidden from sight on purpose.
  return boxes.filter(({ width, height }) => width > 1 && (width < 24 || height < 24))
}

test('a conversation fits on a phone', async ({ guest, visit }) => {
  const gate = await visit()
  await fits(gate)
  expect(await smallTargets(gate)).toEqual([])

  const cheolsu = await guest('철수')
  await fits(cheolsu.page)
  expect(await smallTargets(cheolsu.page)).toEqual([])
  await cheolsu.createRoom('이름이 아주아주 길어서 한 줄에는 도저히 들어가지 않는 방')
  await fits(cheolsu.page)
  expect(await smallTargets(cheolsu.page)).toEqual([])

  await cheolsu.composer.fill('손바닥만 한 화면에서')
  await cheolsu.page.getByRole('button', { name: cheolsu.words.send, exact: true }).tap()
  await cheolsu.sees('손바닥만 한 화면에서')
  await cheolsu.composer.fill(`띄어쓰기없는말${'가나다라'.repeat(80)}`)
  await cheolsu.page.getByRole('button', { name: cheolsu.words.send, exact: true }).tap()
  await expect(cheolsu.rows).toHaveCount(2)
  await fits(cheolsu.page)
  await expect(cheolsu.composer).toBeInViewport({ ratio: 1 })
})

test('Enter on a touch keyboard is a new line', async ({ guest }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('엄지방')
  await cheolsu.composer.pressSequentially('한 줄')
  await cheolsu.composer.press('Enter')
  await cheolsu.composer.pressSequentially('두 줄')
  await expect(cheolsu.composer).toHaveValue('한 줄\n두 줄')
  await expect(cheolsu.rows).toHaveCount(0)
})

test('people and notices are one touch away', async ({ guest, visit }) => {
  const host = await guest('주인')
  await host.createRoom('쪽방')
  const page = await visit(new URL(host.page.url()).pathname)
  const other = new Guest(page, '손님')
  await other.enter()
  await expect(other.members).toBeHidden()
  await page.getByTitle(other.words.membersAndNotices).tap()
  await expect(other.members).toBeVisible()
  await expect(other.members).toContainText('주인')
  const sheet = page.locator('#side-panel')
  await expect(sheet.getByRole('heading', { name: other.words.houseNotices })).toBeVisible()
  await expect(sheet.getByRole('heading', { name: other.words.notices }), 'those of a room are pinned').toHaveCount(0)
})

test('an empty room asks for people, one touch away', async ({ guest }) => {
  const host = await guest('주인')
  await host.createRoom('쪽방')
  const room = host.page.url()
  await host.feed.getByRole('link', { name: '초대' }).tap()
  await expect(host.page).toHaveURL(`${room}/invite`)
  await host.page.goBack()
  await host.composer.fill('누구 없나요')
  await host.page.getByRole('button', { name: '전송', exact: true }).tap()
  await expect(host.feed.getByRole('link', { name: '초대' })).toBeHidden()
})

test('the way back leads from the sheet to its room, and from the room to where one was', async ({ guest }) => {
  const me = await guest('주인')
  const { page, words } = me
  await me.createRoom('쪽방')
  await me.composer.fill('쓰던 말')
  const [room, sheet] = [page.url(), page.locator('#side-panel')]
  const open = async () => {
    await page.getByTitle(words.membersAndNotices).tap()
    await expect(sheet).toBeVisible()
  }
  await open()
  await page.goBack()
  await expect(sheet).toBeHidden()
  await expect(page).toHaveURL(room)
  await expect(me.composer).toHaveValue('쓰던 말')
  await page.goForward()
  await expect(sheet).toBeHidden()

  await open()
  await sheet.locator('.side-panel-close').tap()
  await expect(sheet).toBeHidden()
  await open()
  await page.goBack()
  await expect(sheet).toBeHidden()
  await expect.poll(() => page.evaluate(() => history.state)).toBeNull()
  await page.goBack()
  await expect(page.getByRole('heading', { name: words.roomList })).toBeVisible()

  await me.createRoom('딴방')
  await open()
  await sheet.getByRole('link', { name: '쪽방' }).first().tap()
  await me.isIn('쪽방')
  await page.goBack()
  await me.isIn('딴방')
  await expect.poll(() => page.evaluate(() => history.state)).toBeNull()
  await expect(sheet).toBeHidden()
  await page.goBack()
  await expect(page.getByRole('heading', { name: words.roomList })).toBeVisible()
})

test('a touch at a link beside the sheet leads there, and the way back past the sheet', async ({ guest }) => {
  const me = await guest('주인')
  const { page, words } = me
  await me.createRoom('쪽방')
  const [room, sheet] = [page.url(), page.locator('#side-panel')]
  await page.getByTitle(words.membersAndNotices).tap()
  await expect(sheet).toBeVisible()
  await page.locator('.settings-link a').tap()
  await expect(page).toHaveURL(`${room}/settings`)
  await page.goBack()
  await expect(page).toHaveURL(room)
  await expect(sheet).toBeHidden()
  await expect.poll(() => page.evaluate(() => history.state)).toBeNull()
  await page.goBack()
  await expect(page.getByRole('heading', { name: words.roomList })).toBeVisible()
})

test('who leaves the room beside the sheet is in the lobby, and the way back leads to the room', async ({ guest }) => {
  const me = await guest('주인')
  const { page, words } = me
  await me.createRoom('쪽방')
  const room = page.url()
  await page.getByTitle(words.membersAndNotices).tap()
  await expect(page.locator('#side-panel')).toBeVisible()
  await page.getByRole('button', { name: words.leave, exact: true }).tap()
  await expect(page.getByRole('heading', { name: words.roomList })).toBeVisible()
  await expect(page).toHaveURL('/')
  await page.goBack()
  await expect(page).toHaveURL(room)
  await me.isIn('쪽방')
  await expect.poll(() => page.evaluate(() => history.state)).toBeNull()
})

test('a touch at a picture beside the sheet shows it in another window, and shuts the sheet', async ({ guest }) => {
  const friend = await guest('친구')
  await friend.createRoom('쪽방')
  const file = { name: '하나.png', mimeType: 'image/png', buffer: png(400, 300, () => [200, 120, 60]) }
  await friend.page.locator('input[type=file]').setInputFiles(file)
  await expect(friend.page.getByText('준비됨')).toHaveCount(1)
  // The sheet lies over the lower half of the conversation.
  for (const text of ['', ...'하나 둘 셋 넷 다섯 여섯 일곱'.split(' ')]) {
    await friend.composer.fill(text)
    await friend.page.getByRole('button', { name: friend.words.send, exact: true }).tap()
  }
  const me = await guest('주인')
  const { page, words } = me
  await me.join('쪽방')
  await me.sees('일곱')
  const [room, sheet, picture] = [page.url(), page.locator('#side-panel'), me.feed.locator('a:has(img)')]
  await expect(picture).toHaveAttribute('target', '_blank')
  await page.getByTitle(words.membersAndNotices).tap()
  await expect(sheet).toBeVisible()
  const box = await picture.boundingBox()
  const other = page.context().waitForEvent('page')
  await page.touchscreen.tap(box!.x + 12, box!.y + 12)
  await (await other).close()
  await expect(sheet).toBeHidden()
  await expect.poll(() => page.evaluate(() => history.state), 'the step of the sheet is gone').toBeNull()
  await expect(page).toHaveURL(room)
  await page.goBack()
  await expect(page.getByRole('heading', { name: words.roomList })).toBeVisible()
})

test('four pictures that are about to be sent are in sight together', async ({ guest }) => {
  const me = await guest('철수')
  await me.createRoom('사진첩')
  const file = (name: string) => ({ name, mimeType: 'image/png', buffer: png(400, 300, () => [200, 120, 60]) })
  await me.page.locator('input[type=file]').setInputFiles(['하나.png', '둘.png', '셋.png', '넷.png'].map(file))
  const items = me.page.getByRole('list', { name: '보낼 그림' }).getByRole('listitem')
  await expect(items).toHaveCount(4)
  await expect(me.page.getByText('준비됨')).toHaveCount(4)
  for (const item of await items.all()) {
    await expect(item).toBeInViewport({ ratio: 1 })
    await expect(item.locator('canvas')).toBeInViewport({ ratio: 1 })
    await expect(item.getByRole('button', { name: /^빼기/ })).toBeInViewport({ ratio: 1 })
  }
  await expect(me.composer).toBeInViewport({ ratio: 1 })
  await fits(me.page)
  expect(await smallTargets(me.page)).toEqual([])
})

test('another name is asked for from within a room, and why it is refused is seen', async ({ guest, bot }) => {
  await bot('영희')
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('엄지방')
  await cheolsu.composer.fill('/nick 영희')
  await cheolsu.page.getByRole('button', { name: ko.send }).tap()
  await expect(cheolsu.page.locator('#rename-refusal')).toBeInViewport({ ratio: 1 })
  await expect(cheolsu.page.locator('#new-nickname')).toBeFocused()
  await cheolsu.page.locator('#new-nickname').fill('민준')
  await cheolsu.page.keyboard.press('Enter')
  await expect(cheolsu.page.locator('#rename')).toBeHidden()
  await cheolsu.page.getByTitle(ko.membersAndNotices).tap()
  await expect(cheolsu.members).toContainText('민준')
  await cheolsu.page.getByRole('link', { name: '내 설정' }).tap()
  await expect(cheolsu.page).toHaveURL('/me')
})

test('nobody is told of keys that a touch keyboard does not have', async ({ guest }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('엄지방')
  await expect(cheolsu.composer).toHaveAccessibleDescription('')
})
