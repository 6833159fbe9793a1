import type { Page } from '@playwright/test'

import { expect, test } from './fixtures.ts'
import { Guest } from './guest.ts'

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
})
