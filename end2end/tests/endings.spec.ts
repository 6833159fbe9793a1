import type { Page } from '@playwright/test'

import { expect, test } from './fixtures.ts'
import { Guest } from './guest.ts'
import { ko } from './words.ts'

/** What was written and not sent, with what can be done about it. */
const unsent = (page: Page) => page.locator('.unsent .pending-message')

test('what was being written when the room ended stands on the page that says why, which has the focus', async ({
  bot,
  guest,
}) => {
  const host = await bot('방장')
  const { room } = await host.do('createRoom', { name: '잠깐' })
  const writer = await guest('철수')
  await writer.join('잠깐')
  await writer.composer.fill('다 쓰지 못한\n긴 이야기')
  await host.do('closeRoom', { roomId: room.id })

  const { page } = writer
  const heading = page.getByRole('heading', { level: 1, name: '방장이 닫은 방입니다.' })
  await expect(heading).toBeFocused()
  await expect(unsent(page)).toHaveCount(1)
  await expect(unsent(page).locator('.message-text')).toHaveText('다 쓰지 못한\n긴 이야기')
  await expect(unsent(page)).toContainText('잠깐')
  await expect(page.getByRole('button', { name: '다시 보내기' }), 'nobody could take it').toBeHidden()

  await page.getByRole('button', { name: '복사', exact: true }).click()
  expect(await page.evaluate(() => getSelection()?.toString())).toContain('긴 이야기')
  await page.reload()
  await expect(unsent(page), 'it is kept').toHaveCount(1)
  await page.getByRole('link', { name: '채팅방 목록 보기' }).click()
  await expect(unsent(page), 'and says where it belongs').toContainText('잠깐')
  await page.getByRole('button', { name: '지우기', exact: true }).click()
  await expect(unsent(page)).toHaveCount(0)
  await expect(page.getByRole('heading', { level: 1, name: ko.roomList })).toBeFocused()
})

test('the new text of a message that was being edited is kept with the draft', async ({ bot, guest }) => {
  const host = await bot('방장')
  const { room } = await host.do('createRoom', { name: '잠깐' })
  const writer = await guest('철수')
  await writer.join('잠깐')
  await writer.say('처음')
  await writer.sees('처음')
  await writer.composer.press('ArrowUp')
  await expect(writer.composer).toHaveValue('처음')
  await writer.composer.fill('고친 글')
  await host.do('closeRoom', { roomId: room.id })
  await expect(unsent(writer.page).locator('.message-text')).toHaveText('고친 글')
})

test('an empty composer leaves nothing behind', async ({ bot, guest }) => {
  const host = await bot('방장')
  const { room } = await host.do('createRoom', { name: '잠깐' })
  const reader = await guest('철수')
  await reader.join('잠깐')
  await host.do('closeRoom', { roomId: room.id })
  await expect(reader.page.getByRole('heading', { level: 1, name: '방장이 닫은 방입니다.' })).toBeFocused()
  await expect(unsent(reader.page)).toHaveCount(0)
})

test('without scripts, too, what was written for a room that ended can be copied', async ({ bot, visit, watch }) => {
  watch.expect(/^failed: .*\/pkg\/sarangbang\.\w+\.js csp$/)
  const host = await bot('방장')
  const { room } = await host.do('createRoom', { name: '잠깐' })
  const page = await visit(`/r/${room.id}`, { javaScriptEnabled: false })
  const plain = new Guest(page, '고전')
  await page.getByRole('textbox', { name: ko.nicknameQuestion }).fill('고전')
  await page.getByRole('button', { name: ko.enter, exact: true }).click()
  await plain.composer.fill('하늘 천 따 지')
  await host.do('closeRoom', { roomId: room.id })
  await page.getByRole('button', { name: ko.send, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: '방장이 닫은 방입니다.' })).toBeVisible()
  await expect(unsent(page)).toContainText('하늘 천 따 지')
  await expect(page.getByRole('button', { name: '복사', exact: true }), 'it would do nothing').toBeHidden()
})

test('what is wrong with a term of a new room is told at its field', async ({ guest }) => {
  const { page } = await guest('철수')
  const form = page.getByRole('region', { name: ko.createRoom })
  await form.getByRole('textbox', { name: ko.roomName }).fill('방')
  await form.getByText(ko.options, { exact: true }).click()
  const password = form.getByLabel(ko.password)
  await password.evaluate((field: HTMLInputElement) => field.removeAttribute('maxlength'))
  await password.fill('a'.repeat(129))
  await form.getByRole('button', { name: ko.createRoomSubmit, exact: true }).click()
  await expect(password).toHaveAttribute('aria-invalid', 'true')
  await expect(password).toHaveAccessibleDescription(/128바이트/)
  await expect(form.getByLabel(ko.capacity)).toHaveAttribute('aria-invalid', 'false')
})
