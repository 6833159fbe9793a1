import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

export const languages = [
  { locale: 'ko-KR', tag: 'ko' },
  { locale: 'en-US', tag: 'en' },
] as const

export const lights = ['light', 'dark'] as const

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What depends on the colours: a page is the same by night in all else. */
const COLOURS = ['color-contrast', 'link-in-text-block']

/** By day and by night. */
export async function isAccessible(page: Page) {
  const [day, night] = lights
  await page.emulateMedia({ colorScheme: day })
  await hasNoViolations(page)
  await page.emulateMedia({ colorScheme: night })
  expect(await violations(axe(page).withRules(COLOURS)), 'by night').toEqual([])
}

export async function hasNoViolations(page: Page) {
  expect(await violations(axe(page).withTags(TAGS))).toEqual([])
}

function axe(page: Page) {
  return new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
}

async function violations(builder: AxeBuilder) {
  const found = await builder.analyze()
  return found.violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.map((node) => `${node.target}: ${node.failureSummary}`),
  }))
}
