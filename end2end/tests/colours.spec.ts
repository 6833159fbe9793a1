// With the colours of the system and no others, as people with low vision choose them: the focus is seen, icons are,
// and so is what is chosen, whichever theme the house has.
import { expect, type Browser, type Locator, type Page } from '@playwright/test'

import { scenes } from '../lib/scenes.mjs'
import { live, test } from './scenes.ts'

/** Looks at pictures, pixel by pixel. */
class Canvas {
  private constructor(private readonly page: Page) {}

  static async open(browser: Browser) {
    return new Canvas(await browser.newPage())
  }

  /** How many pixels of two pictures of one size differ, by the contrast that WCAG 2.4.13 asks for. */
  async difference(one: Buffer, other: Buffer) {
    const [a, b] = [await this.#pixels(one), await this.#pixels(other)]
    let count = 0
    for (let at = 0; at < a.length; at += 1) if (contrast(a[at], b[at]) >= 3) count += 1
    return count
  }

  /** How many pixels stand out from the colour that most of them have, by the contrast that WCAG 1.4.11 asks for. */
  async standingOut(picture: Buffer) {
    const pixels = await this.#pixels(picture)
    const counts = new Map<number, number>()
    for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
    const [[ground]] = [...counts].sort((a, b) => b[1] - a[1])
    return pixels.filter((pixel) => contrast(pixel, ground) >= 3).length
  }

  /** Each pixel as one number. */
  async #pixels(picture: Buffer): Promise<number[]> {
    return await this.page.evaluate(async (encoded) => {
      const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0))
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!
      context.drawImage(bitmap, 0, 0)
      const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height)
      return Array.from({ length: data.length / 4 }, (_, at) => (data[4 * at] << 16) | (data[4 * at + 1] << 8) | data[4 * at + 2])
    }, picture.toString('base64'))
  }
}

function luminance(pixel: number) {
  const [red, green, blue] = [16, 8, 0].map((shift) => {
    const part = ((pixel >> shift) & 255) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: number, other: number) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/**
 * What is drawn and not written, and where: the scene, the element, without a frame that says nothing, and the
 * last pixels of it if not all.
 */
const drawings = [
  { what: 'the mark of the house', scene: 'lobby', at: '.house-header .brand-mark' },
  { what: 'the lock at a room', scene: 'lobby', at: '.room-card-lock:visible' },
  { what: 'the way to invite', scene: 'room', at: '.invite-link a', frame: 6 },
  { what: 'the way to the settings', scene: 'room', at: '.settings-link a', frame: 6 },
  { what: 'the button for pictures', scene: 'room', at: '.attach', frame: 6 },
  { what: 'the arrow of the pins', scene: 'room-board', at: '.pins-summary', end: 28 },
  { what: 'the way back, on a phone', scene: 'room', at: '.back-arrow', phone: true },
  { what: 'the door to leave by, on a phone', scene: 'room', at: '.room-header form .quiet-button', frame: 6, phone: true },
  { what: 'the people, on a phone', scene: 'room', at: '.people-icon', phone: true },
]

/** What is chosen, beside its like that is not. */
const choices = [
  { what: 'the room one is in', scene: 'room', chosen: '.room-rooms .room-card[aria-current="page"]', other: '.room-rooms .room-card:not([aria-current="page"])' },
  { what: 'the name that Enter takes', scene: 'room-mentioning', chosen: '.mention-option[aria-selected="true"]', other: '.mention-option[aria-selected="false"]' },
  { what: 'where the palette leads', scene: 'room-palette', chosen: '[role="option"][aria-selected="true"]', other: '[role="option"][aria-selected="false"]' },
  { what: 'a reaction of one’s own', scene: 'room-board', chosen: '.reaction[aria-pressed="true"]', other: '.reaction[aria-pressed="false"]' },
  { what: 'the message that is linked', scene: 'message', chosen: '.message.target .message-bubble', other: '.message:not(.target) .message-bubble' },
]

/** What of an element's looks is left when all colours are the system's. */
const looks = (element: Locator) =>
  element.first().evaluate((element) => {
    const { backgroundColor, color, borderStyle, borderWidth, borderColor, outlineStyle, outlineWidth, outlineColor, textDecorationLine } = getComputedStyle(element)
    const [line, width] = outlineStyle === 'none' ? ['none', '0'] : [outlineColor, outlineWidth]
    return { backgroundColor, color, border: `${borderStyle} ${borderWidth} ${borderColor}`, outline: `${line} ${width}`, textDecorationLine }
  })

const phone = { width: 360, height: 740 }

for (const theme of ['light', 'dark']) {
  test.describe(`in the system's colours, theme ${theme}`, () => {
    test.use({ contextOptions: { forcedColors: 'active' }, colorScheme: theme === 'dark' ? 'dark' : 'light' })

    test.beforeEach(async ({ context, furnished }) => {
      await context.addCookies([{ name: 'theme', value: theme, url: furnished.url }])
    })

    for (const { what, scene, at: selector, end, phone: small, frame = 0 } of drawings) {
      test(`${what} is there`, async ({ at, page, browser }) => {
        if (small) await page.setViewportSize(phone)
        await at(live(scene)[0])
        const element = page.locator(selector).first()
        await element.scrollIntoViewIfNeeded()
        const box = (await element.boundingBox())!
        const inside = { x: box.x + frame, y: box.y + frame, width: box.width - 2 * frame, height: box.height - 2 * frame }
        const clip = end ? { ...inside, x: inside.x + inside.width - end, width: end } : inside
        const drawn = await (await Canvas.open(browser)).standingOut(await page.screenshot({ clip }))
        expect(drawn, 'pixels that stand out').toBeGreaterThan(12)
      })
    }

    for (const { what, scene, chosen, other } of choices) {
      test(`${what} differs from the others`, async ({ at, page }) => {
        await at(scenes.find(({ name }) => name === scene)!)
        await expect(page.locator(chosen).first()).toBeVisible()
        expect(await looks(page.locator(chosen))).not.toEqual(await looks(page.locator(other)))
      })
    }

    // The frame of the focus is of one colour in both.
    for (const scene of theme === 'dark' ? live('lobby', 'room-board', 'me', 'room-palette') : []) {
      test(`the focus is seen at every stop of ${scene.name}`, async ({ at, page, browser }) => {
        await at(scene)
        const canvas = await Canvas.open(browser)
        const unseen: string[] = []
        for (let stop = 0; stop < 14; stop += 1) {
          await page.keyboard.press('Tab')
          const focused = await page.evaluateHandle(() => document.activeElement as HTMLElement)
          const box = await focused.evaluate((element) => {
            if (element === document.body) return undefined
            element.scrollIntoView({ block: 'nearest' })
            // What is hidden itself shows its focus at its label; and the composer at its box.
            const shown = element.closest('.attach, .composer-box, .choice') ?? element
            const { left, top, width, height } = shown.getBoundingClientRect()
            const [x, y] = [Math.max(0, left - 6), Math.max(0, top - 6)]
            return { x, y, width: Math.min(innerWidth, left + width + 6) - x, height: Math.min(innerHeight, top + height + 6) - y }
          })
          if (!box || box.width < 1 || box.height < 1) continue
          const on = await page.screenshot({ clip: box, caret: 'hide' })
          await focused.evaluate((element) => element.blur())
          const off = await page.screenshot({ clip: box, caret: 'hide' })
          if ((await canvas.difference(on, off)) < 40) unseen.push(await focused.evaluate((element) => element.outerHTML.slice(0, 120)))
          await focused.evaluate((element) => element.focus({ preventScroll: true }))
        }
        expect(unseen).toEqual([])
      })
    }
  })
}
