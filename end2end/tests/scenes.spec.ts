// Every page and every state, in Korean (`motion.spec.ts` goes through them in English): it is accessible; and at 200 % of
// a desk's window, in the width that WCAG 1.4.10 asks for, and with the text spacing of WCAG 1.4.12 nothing is lost.
import { expect, type Page } from '@playwright/test'

import { isAccessible } from './axe.ts'
import { live, test } from './scenes.ts'

/** What sticks out of the window or is cut off, in words. What scrolls or ends with an ellipsis is not lost. */
const lost = (page: Page) =>
  page.evaluate(() => {
    const told: string[] = []
    const name = (element: Element) => `${element.localName}.${element.className} "${element.textContent?.trim().slice(0, 30)}"`
    const { scrollWidth } = document.documentElement
    if (scrollWidth > innerWidth) told.push(`the page is ${scrollWidth} pixels wide`)
    if (document.body.scrollWidth > innerWidth) told.push(`the body is ${document.body.scrollWidth} pixels wide`)
    const holds = (element: Element | null, from: Element): boolean => {
      for (let box = element; box; box = box.parentElement) {
        const { overflowX, position } = getComputedStyle(box)
        if (box !== from && overflowX !== 'visible') return true
        if (position === 'fixed') return false
      }
      return false
    }
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      if (!element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) continue
      const { left, right, top, bottom, width, height } = element.getBoundingClientRect()
      const style = getComputedStyle(element)
      // Hidden from sight on purpose: for screen readers, or until it has the focus.
      if (width <= 1 || height <= 1 || element.closest('.visually-hidden, .skip-link') || style.clipPath !== 'none') continue
      if ((right > innerWidth + 1 || left < -1) && !holds(element, element)) told.push(`sticks out: ${name(element)}`)
      if (style.position === 'fixed' && style.overflowY === 'visible' && (top < -1 || bottom > innerHeight + 1)) {
        told.push(`beyond the window: ${name(element)}`)
      }
      if (element.matches('input, body') || style.textOverflow === 'ellipsis' || style.fontSize === '0px') continue
      const isWider = element.scrollWidth > element.clientWidth + 1
      const ownText = [...element.childNodes].some((node) => node instanceof Text && node.data.trim())
      if (element.matches('button, .button, .quiet-button') && isWider) told.push(`wider than its button: ${name(element)}`)
      if (!ownText) continue
      if (['hidden', 'clip'].includes(style.overflowX) && isWider) told.push(`cut off: ${name(element)}`)
      const isHigher = element.scrollHeight > element.clientHeight + 3
      if (style.overflowY === 'hidden' && isHigher && !element.matches('.folded')) told.push(`cut off below: ${name(element)}`)
    }
    return told
  })

/**
 * What cannot be seen while it has the focus, stop by stop. A sheet that somebody opened may lie over it: Escape takes it
 * away.
 */
async function hiddenStops(page: Page) {
  const told: string[] = []
  await page.evaluate(() => delete (window as any).firstStop)
  for (let stop = 0; stop < 60; stop += 1) {
    await page.keyboard.press('Tab')
    const seen = await page.evaluate(() => {
      const focused = document.activeElement
      if (!focused || focused === document.body) return { isEnd: true }
      if ((window as any).firstStop === focused) return { isEnd: true }
      ;(window as any).firstStop ??= focused
      // What is hidden itself is shown by its label.
      const labels = focused instanceof HTMLInputElement ? [...(focused.labels ?? [])] : []
      const rects = [focused, ...labels].map((element) => element.getBoundingClientRect())
      const isOnTop = rects.some((rect) => {
        const [left, right] = [Math.max(rect.left, 0), Math.min(rect.right, innerWidth)]
        const [top, bottom] = [Math.max(rect.top, 0), Math.min(rect.bottom, innerHeight)]
        if (right - left < 4 || bottom - top < 4) return false
        return [0.25, 0.5, 0.75].some((part) => {
          const at = document.elementFromPoint(left + (right - left) * part, top + (bottom - top) / 2)
          const isIts = at && [focused, ...labels].some((element) => element.contains(at) || at.contains(element))
          return isIts || at?.closest(':popover-open')
        })
      })
      return { isEnd: false, isOnTop, html: focused.outerHTML.slice(0, 90) }
    })
    if (seen.isEnd) break
    if (!seen.isOnTop) told.push(`has the focus and is hidden: ${seen.html}`)
  }
  return told
}

/** How many lines of the conversation are in sight, where there is one to be written to. */
const linesInSight = (page: Page) =>
  page.evaluate(() => {
    const [feed, composer] = ['#feed', '#composer-text'].map((selector) => document.querySelector(selector))
    if (!feed || !composer?.checkVisibility()) return undefined
    const { top, bottom } = composer.getBoundingClientRect()
    if (top < 0 || bottom > innerHeight) return 0
    return Math.floor(feed.clientHeight / (parseFloat(getComputedStyle(document.body).lineHeight) || 24))
  })

/** WCAG 1.4.12. */
const SPACED = `* {
  line-height: 1.5 !important;
  letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important;
}
p { margin-block-end: 2em !important; }`

const ways = [
  { name: '200 % of a desk', viewport: { width: 640, height: 400 }, style: '' },
  { name: '320 pixels', viewport: { width: 320, height: 640 }, style: '' },
  { name: 'wide spacing on a phone', viewport: { width: 360, height: 740 }, style: SPACED },
]

// What turns slowly from day to night has no colours yet.
test.use({ contextOptions: { reducedMotion: 'reduce' } })

for (const scene of live()) {
  test(`${scene.name} is accessible, and nothing of it is lost in large letters and narrow windows`, async ({ at }) => {
    const page = await at(scene)
    await isAccessible(page)
    for (const { name, viewport, style } of ways) {
      await page.setViewportSize(viewport)
      // The page hears of it with the next frame.
      await page.evaluate(() => new Promise(requestAnimationFrame))
      const spacing = style ? await page.addStyleTag({ content: style }) : undefined
      expect(await lost(page), name).toEqual([])
      const lines = await linesInSight(page)
      if (lines !== undefined) expect(lines, `${name}: lines to read above the composer`).toBeGreaterThanOrEqual(3)
      await spacing?.evaluate((element) => (element as Element).remove())
    }
    // Last, for it leaves what was open.
    for (const { name, viewport } of ways.slice(0, 2)) {
      await page.setViewportSize(viewport)
      expect(await hiddenStops(page), name).toEqual([])
    }
  })
}
