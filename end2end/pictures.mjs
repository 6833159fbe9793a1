// Takes a picture of every page, for the documents and for whoever wants to see what a change did.
//
//   node end2end/pictures.mjs            all of them, into target/pictures
//   node end2end/pictures.mjs docs       the few in docs/images
//
// ONLY=<expression> takes those of all whose names it matches.
//
// Each page is taken in Korean and English, light and dark, on a desk, a tablet and a phone; names say which: room.png
// is the Korean light desk, room-en-dark-phone.png the other end.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

import { chromium } from '@playwright/test'

import { Bot } from './lib/bot.mjs'
import { launchOptions } from './lib/chromium.mjs'
import { furnish } from './lib/furnish.mjs'
import { House } from './lib/house.mjs'
import { enter, expired, scenes } from './lib/scenes.mjs'

const isForDocs = process.argv[2] === 'docs'
const folder = join(import.meta.dirname, isForDocs ? '../docs/images' : '../target/pictures')
const documented = [
  'gate', 'lobby', 'lobby-empty', 'room', 'room-dark', 'room-en', 'room-phone', 'lobby-phone', 'not-found',
]

/** @param {string} name */
const isWanted = (name) => (isForDocs ? documented.includes(name) : new RegExp(process.env.ONLY ?? '').test(name))

const screens = [
  { name: '', viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false },
  { name: '-tablet', viewport: { width: 768, height: 1024 }, isMobile: false, hasTouch: true },
  { name: '-phone', viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
]
const languages = [
  { name: '', locale: 'ko-KR' },
  { name: '-en', locale: 'en-US' },
]
/** @type {{ name: string, colorScheme: 'light' | 'dark' }[]} */
const lights = [
  { name: '', colorScheme: 'light' },
  { name: '-dark', colorScheme: 'dark' },
]

const ways = screens.flatMap((screen) =>
  languages.flatMap((language) => lights.map((light) => ({ screen, language, light }))),
)

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {import('./lib/scenes.mjs').Scene[]} scenes
 * @param {import('./lib/furnish.mjs').Furnished} furnished
 */
async function takeAll(browser, scenes, furnished) {
  for (const { screen, language, light } of ways) {
    for (const scene of scenes) {
      const picture = `${scene.name}${language.name}${light.name}${screen.name}`
      if (!isWanted(picture)) continue
      const { viewport, isMobile, hasTouch } = screen
      const context = await browser.newContext({
        viewport,
        isMobile,
        hasTouch,
        locale: language.locale,
        colorScheme: light.colorScheme,
        javaScriptEnabled: scene.scripts,
        baseURL: furnished.url,
        timezoneId: 'Asia/Seoul',
      })
      const page = await context.newPage()
      await enter(page, scene, furnished)
      await page.screenshot({ path: join(folder, `${picture}.png`) })
      await context.close()
    }
  }
}

await mkdir(folder, { recursive: true })
const house = await House.open()
const browser = await chromium.launch(launchOptions())
try {
  const first = await Bot.enter(house.url, { nickname: '첫손님' })
  const empty = /** @type {any} */ ({ url: house.url, reader: first })
  await takeAll(browser, [{ name: 'lobby-empty', path: () => '/', who: 'reader' }], empty)
  first.leave()
  // What takes a minute to become so comes last.
  await takeAll(browser, [...scenes, expired], await furnish(house.url))
} finally {
  await browser.close()
  await house.close()
}
process.exit()
