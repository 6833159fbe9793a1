// Times and days where the reader is, who may be elsewhere than the house believes.
import type { Page } from '@playwright/test'

import { expect, test } from './fixtures.ts'
import { Guest } from './guest.ts'
import { en } from './words.ts'

/** What the clock and the calendar of this page's own zone say of the messages in it. */
const told = (page: Page) =>
  page.locator('time.message-time').evaluateAll((times) => {
    const clock = new Intl.DateTimeFormat('ko', { hour: 'numeric', minute: '2-digit' })
    const calendar = new Intl.DateTimeFormat('ko', { month: 'long', day: 'numeric', weekday: 'long' })
    const moments = times.map((time) => new Date((time as HTMLTimeElement).dateTime))
    return { times: moments.map((at) => clock.format(at)), days: [...new Set(moments.map((at) => calendar.format(at)))] }
  })

for (const timezoneId of ['Pacific/Pago_Pago', 'Asia/Kolkata', 'Pacific/Kiritimati']) {
  test(`the first look at a room is by the clock of ${timezoneId}`, async ({ guest, bot }) => {
    const cheolsu = await bot('철수')
    const { id } = await cheolsu.openRoom('시차방')
    const younghee = await guest('영희', { timezoneId })
    const { page } = younghee
    await younghee.join('시차방')
    for (const text of ['거기는', '지금', '몇 시야?']) await cheolsu.say(id, text)
    await younghee.sees('몇 시야?')

    await page.context().clearCookies({ name: 'utc_offset' })
    await page.addInitScript(() => {
      addEventListener('DOMContentLoaded', () => {
        for (const row of document.querySelectorAll('.message')) row.classList.add('first-drawn')
      })
    })
    await younghee.reload()
    const { times, days } = await told(page)
    await expect(page.locator('time.message-time')).toHaveText(times)
    await expect(page.locator('ol.rows .day:not(.new)')).toHaveText(days)
    await expect(page.locator('.first-drawn'), 'no row is drawn anew').toHaveCount(times.length)

    await cheolsu.say(id, '아침이구나')
    await younghee.sees('아침이구나')
    await expect(page.locator('time.message-time')).toHaveText((await told(page)).times)
  })
}

test.describe('in English', () => {
  test.use({ locale: 'en-US', timezoneId: 'America/New_York' })

  test('the halves of the day stand behind the time', async ({ visit, bot }) => {
    const cheolsu = await bot('철수')
    const { id } = await cheolsu.openRoom('시차방')
    await cheolsu.say(id, '좋은 아침')
    const alice = new Guest(await visit(), 'Alice', en)
    await alice.enter()
    await alice.join('시차방')
    await alice.page.context().clearCookies({ name: 'utc_offset' })
    await alice.reload()
    const time = alice.messages('좋은 아침').locator('time')
    const clock = await time.evaluate((time: HTMLTimeElement) =>
      new Intl.DateTimeFormat('en', { hour: 'numeric', minute: '2-digit' }).format(new Date(time.dateTime)),
    )
    // Between the time and its half there is a space of its own kind since CLDR 42.
    await expect(time).toHaveText(clock.replace('\u202f', ' '))
  })
})
