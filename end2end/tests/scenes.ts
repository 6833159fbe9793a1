import { test as base, type Page } from '@playwright/test'

import { furnish, type Furnished } from '../lib/furnish.mjs'
import { House } from '../lib/house.mjs'
import { enter, scenes, type Scene } from '../lib/scenes.mjs'

interface Fixtures {
  /** Goes to a scene. Style sheets of the test's own may be put into its page. */
  at: (scene: Scene) => Promise<Page>
}

/** For what must hold on every page and in every state: all tests of a worker look at the same furnished house. */
export const test = base.extend<Fixtures, { furnished: Furnished }>({
  furnished: [
    async ({}, use) => {
      const house = await House.open()
      await use(await furnish(house.url))
      await house.close()
    },
    { scope: 'worker' },
  ],

  bypassCSP: true,

  baseURL: async ({ furnished }, use) => {
    await use(furnished.url)
  },

  at: async ({ page, furnished }, use) => {
    await use(async (scene) => {
      await enter(page, scene, furnished)
      return page
    })
  },
})

/** The scenes with scripts, some of them by name. */
export const live = (...names: string[]) =>
  scenes.filter(({ name, scripts }) => scripts !== false && (names.length === 0 || names.includes(name)))
