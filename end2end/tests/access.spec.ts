import type { Page } from '@playwright/test'

import { isAccessible } from './axe.ts'
import { expect, test } from './fixtures.ts'
import { Guest } from './guest.ts'
import { ko } from './words.ts'

test('an empty house is accessible', async ({ guest }) => {
  const { page } = await guest('철수')
  // What turns slowly from day to night has no colours yet.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await expect(page.getByText('아직 방이 없습니다.')).toBeVisible()
  await isAccessible(page)
})

test.describe('by keyboard alone', () => {
  test('a guest comes in, makes a room and talks', async ({ visit }) => {
    const page = await visit()
    const guest = new Guest(page, '철수')
    await page.getByRole('textbox', { name: ko.nicknameQuestion }).focus()
    await page.keyboard.type('철수')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: ko.roomList })).toBeVisible()

    await page.getByRole('textbox', { name: ko.roomName }).focus()
    await page.keyboard.type('글쇠방')
    await page.keyboard.press('Enter')
    await guest.isIn('글쇠방')
    await guest.composer.focus()
    await page.keyboard.type('손은 글쇠 위에')
    await page.keyboard.press('Enter')
    await guest.sees('손은 글쇠 위에')
    await expect(guest.composer).toBeFocused()
  })

  test('the list of messages is one stop, and Escape leads back to writing', async ({ guest }) => {
    const cheolsu = await guest('철수')
    await cheolsu.createRoom('글쇠방')
    await cheolsu.say('하나')
    await cheolsu.say('두울')
    await cheolsu.sees('두울')
    await cheolsu.feed.focus()
    await cheolsu.page.keyboard.press('End')
    await expect(cheolsu.messages('두울')).toBeFocused()
    await cheolsu.page.keyboard.press('ArrowUp')
    await expect(cheolsu.messages('하나')).toBeFocused()
    await cheolsu.page.keyboard.press('Escape')
    await expect(cheolsu.composer).toBeFocused()
  })

  test('older messages are asked for by a button, and reading goes on where it was', async ({ guest, bot }) => {
    const storyteller = await bot('이야기꾼')
    const { id } = await storyteller.openRoom('긴 이야기')
    for (let line = 1; line <= 120; line += 1) await storyteller.say(id, `${line}번째 줄`)
    const reader = await guest('독자')
    const { keyboard } = reader.page
    await reader.join('긴 이야기')
    await expect(reader.messages('120번째 줄')).toBeInViewport()
    const button = reader.feed.getByRole('button', { name: ko.older })
    const lines = reader.rows.locator('.message-text')
    await reader.feed.focus()
    await keyboard.press('Tab')
    await storyteller.say(id, '듣고 있나요?')
    await expect(lines.last(), 'the house had the time to answer').toHaveText('듣고 있나요?')
    await expect(lines.first(), 'to come to the button asks for nothing').toHaveText('71번째 줄')
    await expect(button).toBeFocused()
    await expect(button).toBeInViewport()

    await keyboard.press('Enter')
    await expect(reader.messages('71번째 줄')).toBeFocused()
    await expect(reader.messages('71번째 줄')).toBeInViewport()
    await expect(lines.first()).toHaveText('21번째 줄')
    await keyboard.press('ArrowUp')
    await expect(reader.messages('70번째 줄')).toBeFocused()

    await reader.feed.focus()
    await keyboard.press('Tab')
    await keyboard.press('Enter')
    await expect(lines.first()).toHaveText('1번째 줄')
    await expect(button, 'there is nothing more to ask for').toBeHidden()
    await expect(reader.messages('21번째 줄')).toBeFocused()
  })

  test('focus goes to the heading when the page changes', async ({ guest }) => {
    const maker = await guest('주인')
    await maker.createRoom('앞방')
    const walker = await guest('길손')
    await walker.join('앞방')
    await expect(walker.page.getByRole('heading', { level: 1, name: '앞방' })).toBeFocused()
    await expect(walker.page).toHaveTitle(/앞방/)
  })
})

/** Notes what is read out, and whether the feed says that it is busy. */
const listen = (page: Page) =>
  page.evaluate(() => {
    const heard: string[] = []
    const busy: string[] = []
    Object.assign(window, { heard, busy })
    new MutationObserver(() => {
      const [text, state] = [document.querySelector('#announcer')?.textContent, document.querySelector('#feed')?.ariaBusy]
      if (text && heard.at(-1) !== text) heard.push(text)
      if (state && busy.at(-1) !== state) busy.push(state)
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributeFilter: ['aria-busy'] })
  })

const noted = (page: Page, what: 'heard' | 'busy'): Promise<string[]> => page.evaluate((what) => (window as any)[what], what)

test('new messages are read out once, history never', async ({ guest, bot }) => {
  const cheolsu = await bot('철수')
  const { id } = await cheolsu.openRoom('낭독방')
  for (let line = 1; line <= 60; line += 1) await cheolsu.say(id, `옛날이야기 ${line}`)
  const younghee = await guest('영희')
  const { page } = younghee
  await listen(page)
  await younghee.join('낭독방')
  await younghee.sees('옛날이야기 60')
  await younghee.feed.focus()
  await page.keyboard.press('Home')
  await expect(younghee.messages('옛날이야기 1')).toHaveCount(1)
  await expect(younghee.feed).toHaveAttribute('aria-busy', 'false')
  expect((await noted(page, 'busy')).slice(-2), 'while older messages were loaded').toEqual(['true', 'false'])

  await cheolsu.say(id, '새 소식')
  const announcer = page.locator('#announcer')
  await expect(announcer).toHaveText('철수: 새 소식')
  expect(await noted(page, 'heard')).toEqual(['철수: 새 소식'])

  // The same words again must be another text, or they would not be read.
  await cheolsu.say(id, '새 소식')
  await expect.poll(async () => (await noted(page, 'heard')).length).toBe(2)
  await expect(announcer).toHaveText('철수: 새 소식')
})
