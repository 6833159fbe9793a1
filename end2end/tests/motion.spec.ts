// For who asked for less motion, nothing moves: no page fades, slides or scrolls smoothly.
import { expect, type Page } from '@playwright/test'

import { isAccessible } from './axe.ts'
import { live, test } from './scenes.ts'

/** A change that takes no longer is a blink, and none that moves. Milliseconds. */
const BLINK = 50

/** What moves, or would when it is pointed at or changes. Waiting before something shows at once is no motion. */
const moving = (page: Page) =>
  page.evaluate((blink) => {
    const told = document.getAnimations()
      .filter((animation) => Number(animation.effect?.getComputedTiming().duration) > blink)
      .map((animation) => `runs: ${(animation as CSSAnimation).animationName ?? animation.id}`)
    const longest = (times: string) => Math.max(...times.split(',').map((time) => parseFloat(time) * (time.trim().endsWith('ms') ? 1 : 1000)))
    for (const element of document.querySelectorAll('*')) {
      for (const part of [undefined, '::before', '::after', '::backdrop']) {
        const { transitionDuration, animationDuration, scrollBehavior } = getComputedStyle(element, part)
        const name = `${element.localName}.${element.className}${part ?? ''}`
        if (longest(transitionDuration) > blink) told.push(`changes slowly: ${name}`)
        if (longest(animationDuration) > blink) told.push(`is animated: ${name}`)
        if (scrollBehavior === 'smooth') told.push(`scrolls smoothly: ${name}`)
      }
    }
    return [...new Set([...told, ...((window as any).smooth ?? [])])]
  }, BLINK)

/** Notes where a script asks for smooth scrolling. */
const watchScrolling = (page: Page) =>
  page.addInitScript(() => {
    const smooth: string[] = []
    Object.assign(window, { smooth })
    for (const holder of [Element.prototype, window] as any[]) {
      for (const name of ['scrollIntoView', 'scrollTo', 'scrollBy', 'scroll']) {
        const original = holder[name]
        if (!original) continue
        holder[name] = function (...given: any[]) {
          if (given[0]?.behavior === 'smooth') smooth.push(`${name} is smooth`)
          return original.apply(this, given)
        }
      }
    }
  })

test.describe('with less motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' }, locale: 'en-US' })

  for (const scene of live()) {
    test(`nothing of ${scene.name} moves, and it is accessible in English`, async ({ at, page }) => {
      await watchScrolling(page)
      await at(scene)
      expect(await moving(page)).toEqual([])
      await isAccessible(page)
    })
  }

  test('a jump to an old message and back is one', async ({ at, page }) => {
    await watchScrolling(page)
    await at(live('room-pins')[0])
    await page.locator('.pin .quote').last().click()
    await expect(page.locator('.message', { hasText: '서로 존댓말을 씁니다.' })).toBeInViewport()
    await page.locator('#feed').press('End')
    expect(await moving(page)).toEqual([])
  })
})

test('others see the buttons answer', async ({ at, page }) => {
  await at(live('lobby')[0])
  expect(await moving(page)).toContainEqual(expect.stringMatching(/^changes slowly: button\./))
})
