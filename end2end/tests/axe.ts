import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

export const languages = [
  { locale: 'ko-KR', tag: 'ko' },
  { locale: 'en-US', tag: 'en' },
] as const

export const lights = ['light', 'dark'] as const

/** By day and by night. */
export async function isAccessible(page: Page) {
  for (const colorScheme of lights) {
    await page.emulateMedia({ colorScheme })
    await hasNoViolations(page)
  }
}

export async function hasNoViolations(page: Page) {
  const found = await new AxeBuilder({ page })
    // It pops up at the field whose list it is, and belongs to no part of the page.
    .exclude('#mention-list')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  const violations = found.violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.map((node) => `${node.target}: ${node.failureSummary}`),
  }))
  expect(violations).toEqual([])
}
