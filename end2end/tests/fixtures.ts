import { test as base, expect, type Browser, type BrowserContextOptions, type Page } from '@playwright/test'

import { Bot } from '../lib/bot.mjs'
import { House } from '../lib/house.mjs'
import { Proxy } from '../lib/proxy.mjs'
import { Guest } from './guest.ts'
import { Watch } from './watch.ts'

interface Fixtures {
  /** The settings the house is opened with, as environment variables. */
  settings: Record<string, string>
  /** A house of the test's own. */
  house: House
  /** What stands between the pages and the house, if the test wants something there. */
  road: Proxy
  /** Where the pages of the test find the house. */
  home: string
  /** Sees to it that no page of the test has any trouble. */
  watch: Watch
  /** Opens a browser profile of its own, with one page, and goes to a path. */
  visit: (path?: string, options?: BrowserContextOptions) => Promise<Page>
  /** Someone who came in and is in the lobby, live. */
  guest: (nickname: string, options?: BrowserContextOptions) => Promise<Guest>
  /** Someone without a browser. */
  bot: (nickname: string) => Promise<Bot>
}

export const test = base.extend<Fixtures>({
  settings: [{}, { option: true }],

  house: async ({ settings }, use, info) => {
    const house = await House.open({ env: settings })
    try {
      await use(house)
    } finally {
      if (info.status !== info.expectedStatus) await info.attach('the log of the house', { body: house.log })
      await house.close()
    }
  },

  road: async ({ house }, use) => {
    const proxy = await Proxy.before(house)
    await use(proxy)
    await proxy.close()
  },

  home: async ({ house }, use) => {
    await use(house.url)
  },

  watch: async ({ home }, use) => {
    const watch = new Watch(home)
    await use(watch)
    expect(watch.troubles, 'a page had trouble').toEqual([])
  },

  visit: async ({ browser, home, watch, contextOptions, viewport, hasTouch, isMobile, locale, timezoneId }, use) => {
    const defaults = { ...contextOptions, viewport, hasTouch, isMobile, locale, timezoneId }
    const opened = new Profiles(browser)
    await use(async (path = '/', options = {}) => {
      const page = await opened.page({ ...defaults, baseURL: home, ...options })
      await watch.page(page)
      await page.goto(path)
      return page
    })
    await opened.close()
  },

  guest: async ({ visit }, use) => {
    await use(async (nickname, options) => {
      const guest = new Guest(await visit('/', options), nickname)
      await guest.enter()
      return guest
    })
  },

  bot: async ({ house }, use) => {
    const bots: Bot[] = []
    await use(async (nickname) => {
      const bot = await Bot.enter(house.url, { nickname })
      bots.push(bot)
      return bot
    })
    for (const bot of bots) bot.leave()
  },
})

class Profiles {
  #close: (() => Promise<void>)[] = []

  constructor(private readonly browser: Browser) {}

  async page(options: BrowserContextOptions) {
    const context = await this.browser.newContext(options)
    this.#close.push(() => context.close())
    return await context.newPage()
  }

  async close() {
    for (const close of this.#close) await close()
  }
}

/** The same, with a proxy on the road to the house. */
export const behindProxy = test.extend({
  home: async ({ road }, use) => {
    await use(road.url)
  },
})

export { expect }

/** For tests that fill the house's disk: only Linux lets a process do that to another one that runs. */
export const onLinux = { tag: '@linux' }
