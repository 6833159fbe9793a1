// The service worker, in the browser and against a house that pushes: what it shows of what is pushed, where a click
// leads, and that it says so when the browser is pushed to elsewhere. Who is told, and where, is the house's.
import type { Page } from '@playwright/test'

import { expect, test as base } from './fixtures.ts'
import type { Guest } from './guest.ts'
import { live } from './guest.ts'
import { Desk, pushing, PushService, type Pushed } from './pushing.ts'

const test = base.extend<{ service: PushService }>({
  settings: pushing,
  service: async ({}, use) => {
    const service = await PushService.open()
    await use(service)
    service.close()
  },
})

const allowed = { permissions: ['notifications'] }

const push = (seq: number, body: string, room = 'abc'): Pushed => ({
  title: '개발',
  body,
  tag: room,
  url: `/r/${room}/m/${seq}`,
  seq,
})

/** Whoever looks at a page of the house that is no live one. */
async function desk(visit: (path: string, options: object) => Promise<Page>) {
  return await Desk.of((await visit('/offline', allowed)).context())
}

const bodies = async (desk: Desk) => (await desk.shown()).map(({ body }) => body)

test('what is pushed is shown, one notification a room, and it is the latest', async ({ visit }) => {
  const browser = await desk(visit)
  await browser.deliver(push(1, '철수: 안녕'))
  await expect.poll(() => browser.shown()).toEqual([
    { title: '개발', body: '철수: 안녕', tag: 'abc', data: { seq: 1, url: '/r/abc/m/1' } },
  ])
  await browser.deliver(push(2, '철수: 밥 먹었어?'))
  await expect.poll(() => bodies(browser)).toEqual(['철수: 밥 먹었어?'])
  await browser.deliver(push(1, '민수: 다른 방', 'xyz'))
  await expect.poll(() => bodies(browser)).toEqual(['민수: 다른 방', '철수: 밥 먹었어?'])

  await browser.deliver(push(1, '철수: 안녕'))
  await browser.deliver(push(3, '철수: 자?', 'last'))
  await expect.poll(() => bodies(browser)).toContain('철수: 자?')
  expect(await bodies(browser), 'what comes late is not the latest').not.toContain('철수: 안녕')
  expect(browser.errors).toEqual([])
})

test('what a page has shown in more words keeps them', async ({ visit }) => {
  const browser = await desk(visit)
  await browser.page.evaluate(async () => {
    const data = { seq: 2, url: '/r/abc/m/2' }
    const registration = await navigator.serviceWorker.ready
    await registration.showNotification('비밀 방 (2)', { body: '철수: 우리끼리', tag: 'abc', data, silent: true })
  })
  await browser.deliver({ ...push(2, '새 메시지'), title: '사랑방' })
  await browser.deliver(push(1, '그 뒤의 것', 'xyz'))
  await expect.poll(() => bodies(browser)).toHaveLength(2)
  const [, known] = await browser.shown()
  expect(known).toEqual({ title: '비밀 방 (2)', body: '철수: 우리끼리', tag: 'abc', data: { seq: 2, url: '/r/abc/m/2' } })
  await browser.deliver({ ...push(3, '새 메시지'), title: '사랑방' })
  await expect.poll(() => bodies(browser)).toContain('새 메시지')
})

test('of what nobody can read nothing is shown, and the next is', async ({ visit }) => {
  const browser = await desk(visit)
  const whole = push(1, '철수: 안녕')
  const parts = Object.keys(whole).map((name) => JSON.stringify({ ...whole, [name]: undefined }))
  for (const data of ['', '{', 'null', '7', '[]', '"안녕"', ...parts]) await browser.deliver(data)
  await browser.deliver(whole)
  await expect.poll(() => bodies(browser)).toEqual([whole.body])
  expect(browser.errors).toEqual([])
})

/** 영희 has herself pushed to as `name`, wants to be told all of a room, and looks at it; with 철수 there. */
async function subscribed(guest: (nickname: string, options?: object) => Promise<Guest>, service: PushService, name: string) {
  const cheolsu = await guest('철수')
  const younghee = await guest('영희', allowed)
  await younghee.page.context().addInitScript((subscription) => {
    PushManager.prototype.subscribe = async () => subscription as unknown as PushSubscription
  }, service.subscription(name))
  await cheolsu.createRoom('개발')
  await younghee.join('개발')
  await younghee.page.locator('.bell-link a').click()
  await younghee.page.getByRole('radio', { name: '모든 메시지' }).check()
  const told = younghee.page.waitForResponse((answer) => answer.url().endsWith('/me/push'))
  await younghee.page.getByRole('button', { name: '저장' }).click()
  expect((await told).status()).toBe(204)
  await expect(younghee.page.getByText('저장했습니다.')).toBeVisible()
  const browser = await Desk.of(younghee.page.context())
  await live(younghee.page, () => younghee.page.getByRole('link', { name: '방으로 가기' }).click())
  return { cheolsu, younghee, browser }
}

test('a click shows the page that has the room open, and opens one at the message where none has', async ({ guest, service }) => {
  const { younghee, browser } = await subscribed(guest, service, 'laptop')
  const { page } = younghee
  const path = new URL(page.url()).pathname
  const room = path.split('/').at(-1)!
  const clicked = async () => {
    await browser.deliver(push(7, '철수: 안녕', room))
    await expect.poll(() => bodies(browser)).toEqual(['철수: 안녕'])
    const did = await browser.click(room)
    expect(await bodies(browser), 'it is done with').toEqual([])
    return did
  }
  const opened = { focused: [], opened: [`${path}/m/7`] }
  expect(await clicked()).toEqual({ focused: [path], opened: [] })
  await younghee.leave()
  expect(await clicked(), 'what began there is elsewhere').toEqual(opened)

  await live(page, () => page.goto('/'))
  await younghee.join('개발')
  expect(await clicked(), 'and what began elsewhere is there').toEqual({ focused: ['/'], opened: [] })
  await live(page, () => page.goto(`${path}?refused=busy#composer`))
  expect(await clicked(), 'whatever else its address says').toEqual({ focused: [path], opened: [] })
  for (const elsewhere of ['/me', `${path}/bell`]) {
    await page.goto(elsewhere)
    expect(await clicked(), elsewhere).toEqual(opened)
  }
})

/** As if another tab were in front: Playwright shows all pages at once. */
async function hide(page: Page) {
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => true })
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' })
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  })
}

test('who looks is told nothing, whose page is out of sight by that, and who has none by a push', async ({ guest, service }) => {
  const { cheolsu, younghee, browser } = await subscribed(guest, service, 'laptop')
  await cheolsu.say('보고 있죠?')
  await younghee.sees('보고 있죠?')
  await hide(younghee.page)
  await cheolsu.say('세 시에 봐요')
  await expect.poll(() => bodies(browser), 'and not what was seen').toEqual(['철수: 세 시에 봐요'])
  expect(service.handed, 'a page showed it').toEqual([])

  // The page goes before anybody can know that it has shown that; so it comes again, and is still one notification.
  await younghee.page.close()
  await expect.poll(() => service.handed.length).toBe(1)
  const [first] = service.handed
  expect(first?.pushed).toMatchObject({ title: '개발', body: '철수: 세 시에 봐요', seq: 2 })
  await browser.deliver(first!.pushed)
  await browser.deliver(push(1, '그 뒤의 것', 'other'))
  await expect.poll(() => bodies(browser)).toEqual(['그 뒤의 것', '철수: 세 시에 봐요'])
  expect(await browser.click(first!.pushed.tag)).toEqual({ focused: [], opened: [first!.pushed.url] })
})

for (const isTold of [true, false]) {
  const how = isTold ? 'says what it is now' : 'says no more than that'
  test(`a browser that is pushed to elsewhere from now on tells the house, when it ${how}`, async ({ guest, service }) => {
    const { cheolsu, younghee, browser } = await subscribed(guest, service, 'before')
    const asked = await browser.change(service.subscription('after'), isTold)
    if (isTold) {
      expect(asked).toEqual([])
    } else {
      const key = await younghee.page.evaluate(async () => {
        const page = new DOMParser().parseFromString(await (await fetch('/me')).text(), 'text/html')
        return page.getElementById('bell-device')!.dataset.pushKey
      })
      expect(asked).toEqual([{ userVisibleOnly: true, applicationServerKey: key }])
    }
    await younghee.page.close()
    await cheolsu.say('들리나요')
    await expect.poll(() => service.handed.map(({ name, pushed }) => [name, pushed.body])).toEqual([['after', '철수: 들리나요']])
  })
}

test.describe('in a house that does not push', () => {
  test.use({ settings: {} })

  test('a browser has itself pushed to no more', async ({ guest, service }) => {
    const cheolsu = await guest('철수', allowed)
    const browser = await Desk.of(cheolsu.page.context())
    expect(await browser.change(service.subscription('nowhere'), false)).toEqual([])
    expect(browser.errors).toEqual([])
  })
})
