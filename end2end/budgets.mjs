// What a cold visit and a running conversation cost, beside what they may cost. Fails above a limit: of a time, when all
// that was measured is above it, or with --strict when the median is.
//
//   node end2end/budgets.mjs      after bin/build
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { chromium, devices } from '@playwright/test'

import { append } from './budgets/append.mjs'
import { assets } from './budgets/assets.mjs'
import { violations } from './budgets/axe.mjs'
import { experience } from './budgets/lighthouse.mjs'
import { page } from './budgets/page.mjs'
import { heading, isOver, row } from './budgets/table.mjs'
import { Talk } from './budgets/talk.mjs'
import { launchOptions } from './lib/chromium.mjs'
import { House } from './lib/house.mjs'
import { visitor } from './lib/visitor.mjs'

const launch = launchOptions()

/** @param {import('@playwright/test').BrowserContext} context @param {string} url @param {string} cookie */
async function letIn(context, url, cookie) {
  const pairs = cookie.split('; ').map((pair) => pair.split('='))
  await context.addCookies(pairs.map(([name, ...value]) => ({ name, value: value.join('='), url })))
}

/** Again when it was over the limit at its best: the machine may have been busy. @param {string} url @param {string} cookie */
async function appended(url, cookie) {
  for (let rest = 2; ; rest -= 1) {
    const browser = await chromium.launch(launch)
    const talk = await Talk.begin(url, `예산 ${rest}`)
    try {
      const context = await browser.newContext({ ...devices['Pixel 7'], locale: 'ko-KR', baseURL: url })
      await letIn(context, url, cookie)
      const lines = await append(context, talk)
      if (rest === 0 || !lines.some((line) => isOver(line, false))) return lines
    } finally {
      talk.ends()
      await browser.close()
    }
  }
}

/** @param {string} url @param {string} cookie @param {Talk} talk */
async function looked(url, cookie, talk) {
  const browser = await chromium.launch(launch)
  const enter = (/** @type {import('@playwright/test').BrowserContext} */ context) => letIn(context, url, cookie)
  try {
    return await violations(browser, url, [{ path: '/' }, { path: '/', enter }, { path: `/r/${talk.id}`, enter }])
  } finally {
    await browser.close()
  }
}

/** Lighthouse's tabs are of the browser's own profile. @param {string} url @param {string} cookie @param {Talk} talk */
async function experienced(url, cookie, talk) {
  const profile = await mkdtemp(join(tmpdir(), 'sarangbang-profile-'))
  const args = [...launch.args, '--remote-debugging-port=0', '--lang=ko-KR']
  const context = await chromium.launchPersistentContext(profile, { ...launch, args })
  try {
    const entrance = await experience(profile, { name: 'entrance', url: `${url}/`, elements: 20 })
    await letIn(context, url, cookie)
    // What people say to each other is kept out of search engines on purpose.
    const room = { name: 'room', url: `${url}/r/${talk.id}`, elements: 500, skipAudits: ['is-crawlable'] }
    return [...entrance, ...(await experience(profile, room))]
  } finally {
    await context.close()
    await rm(profile, { recursive: true, force: true })
  }
}

const house = await House.open()
try {
  const talk = await Talk.begin(house.url, '예산')
  await talk.goesOn(50)
  const { cookie } = await visitor(house.url, '독자')
  const lines = [
    ...(await assets()),
    await page(`${house.url}/r/${talk.id}`, cookie),
    ...(await experienced(house.url, cookie, talk)),
    await looked(house.url, cookie, talk),
    ...(await appended(house.url, cookie)),
  ]
  talk.ends()
  console.log([heading, ...lines.map(row)].join('\n'))
  if (lines.some((line) => isOver(line, process.argv.includes('--strict')))) process.exitCode = 1
} finally {
  await house.close()
}
