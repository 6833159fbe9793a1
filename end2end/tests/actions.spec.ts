// The buttons of a message: large enough for a finger, and on no text that somebody may want to read.
import type { Locator, Page } from '@playwright/test'

import { languages } from './axe.ts'
import { expect, test } from './fixtures.ts'
import { live, type Guest } from './guest.ts'

const LONG = '길게 쓴 말이라 여러 줄이 되고 칸을 다 채웁니다. '.repeat(12)

/** Two people's long and short messages, one after the other. */
async function talk(owner: Guest, other: Guest) {
  await owner.createRoom('긴 이야기')
  await other.join('긴 이야기')
  for (const who of [owner, other]) {
    for (const text of ['짧은 말', LONG, '또 짧은 말', LONG]) {
      await who.say(`${who.nickname}: ${text}`)
    }
    await expect(owner.rows).toHaveCount(who === owner ? 4 : 8)
  }
}

/** The buttons that are in sight in a row, with whether each of them can be pressed where it is. */
const buttons = (row: Locator) =>
  row.locator('.message-action').evaluateAll((buttons) =>
    buttons.map((button) => {
      const { left, top, width, height } = button.getBoundingClientRect()
      const points = [0.1, 0.5, 0.9].map((part) => document.elementFromPoint(left + width / 2, top + height * part))
      return { name: button.textContent, width, height, isOnTop: points.every((at) => at === button) }
    }),
  )

/** In how many lines they lie. */
const lines = (row: Locator) =>
  row.locator('.message-action').evaluateAll((buttons) => new Set(buttons.map((button) => button.getBoundingClientRect().top)).size)

/** The texts that are under the buttons of a row. */
const covered = (page: Page, row: Locator, texts: string) =>
  row.locator('.message-actions').evaluate((bar, texts) => {
    const over = bar.getBoundingClientRect()
    const scope = texts === 'own' ? bar.closest('.message')! : document
    const isUnder = (text: Element) => {
      const range = document.createRange()
      range.selectNodeContents(text)
      return [...range.getClientRects()].some(
        ({ left, right, top, bottom }) =>
          left < over.right - 1 && right > over.left + 1 && top < over.bottom - 1 && bottom > over.top + 1,
      )
    }
    return [...scope.querySelectorAll('.message-text')].filter(isUnder).map((text) => text.textContent)
  }, texts)

test('on a desk they cover no text, and in a narrow window not that of their message', async ({ guest }) => {
  const [owner, other] = [await guest('철수'), await guest('영희')]
  await talk(owner, other)
  for (const { tag } of languages) {
    if (tag === 'en') await live(owner.page, () => owner.page.getByRole('button', { name: owner.words.otherLanguage }).click())
    await expect(owner.page.locator('html')).toHaveAttribute('lang', tag)
    for (const width of [768, 1024, 1280, 1600]) {
      await owner.page.setViewportSize({ width, height: 900 })
      for (const row of await owner.rows.all()) {
        await row.scrollIntoViewIfNeeded()
        await row.locator('.message-bubble').hover()
        await expect(row.locator('.message-actions')).toBeVisible()
        expect(await covered(owner.page, row, width < 1024 ? 'own' : 'all'), `${tag} at ${width}`).toEqual([])
        expect((await buttons(row)).filter(({ isOnTop }) => !isOnTop), `${tag} at ${width}`).toEqual([])
        if (width >= 1024) expect(await lines(row), `lines in ${tag} at ${width}`).toBe(1)
      }
    }
  }
})

for (const [name, viewport] of [
  ['phone', { width: 360, height: 740 }],
  ['small phone', { width: 320, height: 640 }],
  ['tablet', { width: 768, height: 1024 }],
] as const) {
  test.describe(`on a ${name}`, () => {
    test.use({ viewport, isMobile: true, hasTouch: true })

    test('they are as large as a finger and leave their message to be read', async ({ guest }) => {
      const [owner, other] = [await guest('철수'), await guest('영희')]
      await owner.createRoom('긴 이야기')
      await other.join('긴 이야기')
      for (const who of [owner, other]) {
        for (const text of ['짧은 말', LONG, '또 짧은 말']) {
          await who.composer.fill(`${who.nickname}: ${text}`)
          await who.page.getByRole('button', { name: who.words.send, exact: true }).tap()
          await expect(who.composer).toHaveValue('')
        }
        await expect(owner.rows).toHaveCount(who === owner ? 3 : 6)
      }
      for (const row of await owner.rows.all()) {
        await row.locator('.message-bubble').scrollIntoViewIfNeeded()
        await row.locator('.message-bubble').tap()
        const actions = row.locator('.message-actions')
        await expect(actions).toBeVisible()
        await actions.scrollIntoViewIfNeeded()
        expect(await covered(owner.page, row, 'own')).toEqual([])
        for (const { name, width, height, isOnTop } of await buttons(row)) {
          expect([name, Math.min(width, height) >= 44, isOnTop]).toEqual([name, true, true])
        }
      }
      expect(await owner.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    })
  })
}
