// What axe finds against WCAG 2.2 AA on the pages that everybody comes through. `tests/access.spec.ts` and
// `tests/motion.spec.ts` look at all others, and at every state.
import { AxeBuilder } from '@axe-core/playwright'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/**
 * @param {import('@playwright/test').Browser} browser @param {string} url
 * @param {{ path: string, enter?: (context: import('@playwright/test').BrowserContext) => Promise<void> }[]} pages
 * @returns {Promise<import('./table.mjs').Line>}
 */
export async function violations(browser, url, pages) {
  const found = []
  for (const locale of ['ko-KR', 'en-US']) {
    for (const { path, enter } of pages) {
      const context = await browser.newContext({ locale, baseURL: url, reducedMotion: 'reduce' })
      await enter?.(context)
      const page = await context.newPage()
      await page.goto(path, { waitUntil: 'networkidle' })
      for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
        await page.emulateMedia({ colorScheme })
        const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze()
        found.push(...violations.map(({ id }) => id))
      }
      await context.close()
    }
  }
  const looks = pages.length * 4
  return { item: 'axe: violations', value: found.length, unit: 'count', target: 0, limit: 0, remark: `${looks} looks ${found.join(', ')}` }
}
