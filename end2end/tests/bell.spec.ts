// Notifications: asked for by a gesture, shown once however many pages there are, gone when read. The browser's own are
// put down in a list instead of being shown, because a browser without a screen shows none.
import type { BrowserContext } from '@playwright/test'

import { hasNoViolations, languages, lights } from './axe.ts'
import { expect, test } from './fixtures.ts'
import { hide, live, type Guest } from './guest.ts'

interface Shown {
  title: string
  body: string
  tag: string
  silent: boolean
  url: string
}

/** What the pages of a browser have shown, and which of it they took away again. */
class Recorder {
  shown: Shown[] = []
  closed: string[] = []

  static async of(context: BrowserContext) {
    const recorder = new Recorder()
    await context.exposeFunction('recordShown', (shown: Shown) => void recorder.shown.push(shown))
    await context.exposeFunction('recordClosed', (tag: string) => void recorder.closed.push(tag))
    await context.addInitScript(() => {
      const records = window as unknown as { recordShown(shown: object): Promise<void>; recordClosed(tag: string): void }
      const registration = ServiceWorkerRegistration.prototype
      registration.showNotification = async (title, options) => {
        const { body, tag, silent, data } = options!
        localStorage.setItem('test-shown', JSON.stringify({ tag, data }))
        await records.recordShown({ title, body, tag, silent, url: data.url })
      }
      registration.getNotifications = async () => {
        const { tag, data } = JSON.parse(localStorage.getItem('test-shown') ?? '{}')
        if (!tag) return []
        const close = () => {
          localStorage.removeItem('test-shown')
          records.recordClosed(tag)
        }
        return [{ tag, data, close } as unknown as Notification]
      }
    })
    return recorder
  }
}

/** Turns a room's bell on, with this level, and is back in the room. */
async function turnOn(guest: Guest, level: string) {
  await guest.page.locator('.bell-link a').click()
  await guest.page.getByRole('radio', { name: level }).check()
  await guest.page.getByRole('button', { name: '저장' }).click()
  await expect(guest.page.getByText('저장했습니다.')).toBeVisible()
  await expect(guest.page.getByText('이 브라우저에서 알림을 받고 있습니다.')).toBeVisible()
  await live(guest.page, () => guest.page.getByRole('link', { name: '방으로 가기' }).click())
}

const allowed = { permissions: ['notifications'] }

test('one notification comes for a message, however many pages there are, and goes when it is read', async ({ guest }) => {
  const cheolsu = await guest('철수')
  const younghee = await guest('영희', allowed)
  const recorder = await Recorder.of(younghee.page.context())
  await cheolsu.createRoom('회의')
  await younghee.join('회의')
  await turnOn(younghee, '모든 메시지')
  const other = await younghee.page.context().newPage()
  await live(other, () => other.goto('/'))
  for (const page of [younghee.page, other]) await hide(page, true)

  await cheolsu.say('세 시에 봐요')
  await expect.poll(() => recorder.shown.length).toBe(1)
  const [shown] = recorder.shown
  expect(shown).toMatchObject({ title: '회의', body: '철수: 세 시에 봐요', silent: true })
  expect(shown?.url).toBe(`${new URL(younghee.page.url()).pathname}/m/1`)
  await cheolsu.say('네 시로 할까요?')
  await expect.poll(() => recorder.shown.map(({ title }) => title)).toEqual(['회의', '회의 (2)'])

  await hide(younghee.page, false)
  // By each page that hears of it; the first one takes it away.
  await expect.poll(() => [...new Set(recorder.closed)]).toEqual([shown?.tag])
  await cheolsu.say('보고 있죠?')
  await younghee.sees('보고 있죠?')
  await hide(younghee.page, true)
  await cheolsu.say('끝')
  await expect.poll(() => recorder.shown.at(-1)?.body, 'and what was seen is not told').toBe('철수: 끝')
  expect(recorder.shown).toHaveLength(3)
})

test('only mentions are told where somebody wants that, also of a room that is not open', async ({ guest }) => {
  const cheolsu = await guest('철수')
  const younghee = await guest('영희', allowed)
  const recorder = await Recorder.of(younghee.page.context())
  await cheolsu.createRoom('회의')
  await younghee.join('회의')
  await turnOn(younghee, '나를 부를 때만')
  await younghee.leave()
  await hide(younghee.page, true)
  await cheolsu.say('그냥 하는 말')
  await cheolsu.say('@영희 보세요')
  await expect.poll(() => recorder.shown.map(({ body }) => body)).toEqual(['철수: @영희 보세요'])
})

test('a page that was there before shows notifications once they are turned on elsewhere', async ({ guest }) => {
  const cheolsu = await guest('철수')
  const younghee = await guest('영희', allowed)
  const recorder = await Recorder.of(younghee.page.context())
  await cheolsu.createRoom('회의')
  await younghee.join('회의')
  const before = await younghee.page.context().newPage()
  await live(before, () => before.goto('/'))
  await turnOn(younghee, '모든 메시지')
  await expect
    .poll(() => before.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name)))
    .toContainEqual(expect.stringContaining('/bell.'))
  await hide(before, true)
  await younghee.page.close()
  await cheolsu.say('들리나요')
  await expect.poll(() => recorder.shown.map(({ body }) => body)).toEqual(['철수: 들리나요'])
})

test('sound is a choice, and so is none at all', async ({ guest }) => {
  const cheolsu = await guest('철수')
  const younghee = await guest('영희', allowed)
  const recorder = await Recorder.of(younghee.page.context())
  await cheolsu.createRoom('회의')
  await younghee.join('회의')
  await turnOn(younghee, '모든 메시지')
  const room = younghee.page.url()
  await younghee.page.goto('/me')
  await expect(younghee.page.getByRole('link', { name: '회의' })).toBeVisible()
  await younghee.page.getByRole('checkbox', { name: '소리도 내기' }).check()
  await live(younghee.page, () => younghee.page.goto(room))
  await hide(younghee.page, true)
  await cheolsu.say('똑똑')
  await expect.poll(() => recorder.shown.map(({ silent }) => silent)).toEqual([false])

  await younghee.page.goto('/me')
  await younghee.page.getByRole('button', { name: '알림 끄기' }).click()
  await expect(younghee.page.getByText('이 브라우저에서는 알림이 꺼져 있습니다.')).toBeVisible()
  await live(younghee.page, () => younghee.page.goto(room))
  await expect.poll(() => younghee.page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))).not.toContainEqual(expect.stringContaining('/bell.'))
})

test('nobody is asked before they press a button, and a browser that refuses is named', async ({ visit, guest }) => {
  const cheolsu = await guest('철수', { permissions: [] })
  const asked: string[] = []
  await cheolsu.page.context().exposeFunction('recordAsked', () => void asked.push('asked'))
  await cheolsu.page.context().addInitScript(() => {
    let permission: NotificationPermission = 'default'
    Object.defineProperty(Notification, 'permission', { get: () => permission })
    Notification.requestPermission = async () => {
      await (window as unknown as { recordAsked(): Promise<void> }).recordAsked()
      return (permission = 'denied')
    }
  })
  await cheolsu.page.goto('/me')
  await expect(cheolsu.page.getByRole('button', { name: '알림 켜기' })).toBeVisible()
  expect(asked).toEqual([])
  await cheolsu.page.getByRole('button', { name: '알림 켜기' }).click()
  await expect(cheolsu.page.getByText('브라우저가 이 주소의 알림을 막고 있습니다.')).toBeVisible()
  expect(asked).toEqual(['asked'])

  const stranger = await visit('/me')
  await expect(stranger.locator('#bell-device')).toHaveCount(0)
})

test('a level is chosen without scripts', async ({ guest, visit }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('회의')
  const storageState = await cheolsu.page.context().storageState()
  const page = await visit(`${new URL(cheolsu.page.url()).pathname}/bell`, { storageState, javaScriptEnabled: false })
  await expect(page.getByText('알림은 자바스크립트가 켜져 있어야')).toBeVisible()
  await page.getByRole('radio', { name: '나를 부를 때만' }).check()
  await page.getByRole('button', { name: '저장' }).click()
  await expect(page.getByText('저장했습니다.')).toBeVisible()
  await expect(page.getByRole('radio', { name: '나를 부를 때만' })).toBeChecked()
})

test('an installed house says that it cannot be reached, and keeps nothing else', async ({ guest, house, watch }) => {
  watch.expect(/./)
  const cheolsu = await guest('철수', allowed)
  await cheolsu.createRoom('회의')
  const room = cheolsu.page.url()
  await turnOn(cheolsu, '모든 메시지')
  await cheolsu.say('아무도 못 볼 말')
  await cheolsu.page.evaluate(async () => await navigator.serviceWorker.ready)
  const kept = await cheolsu.page.evaluate(async () => {
    const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)))
    const requests = await Promise.all(caches_.map((cache) => cache.keys()))
    return requests.flat().map(({ url }) => new URL(url).pathname)
  })
  expect(kept).toEqual(['/offline'])
  await house.kill()
  await cheolsu.page.goto(room)
  await expect(cheolsu.page.getByRole('heading', { name: '사랑방에 닿지 않습니다' })).toBeVisible()
  await house.start()
  await cheolsu.page.getByRole('link', { name: '다시 시도' }).click()
  await cheolsu.sees('아무도 못 볼 말')
})

for (const { locale, tag } of languages) {
  for (const colorScheme of lights) {
    test(`bell, own page and offline page are accessible in ${tag}, ${colorScheme}`, async ({ bot, visit, house }) => {
      const host = await bot('주인')
      const { room } = await host.do('createRoom', { name: '사랑채' })
      const page = await visit('/help', { locale, colorScheme, ...allowed })
      await page.context().addCookies([{ name: 'sarangbang', value: host.me.token, url: house.url }])
      for (const path of [`/r/${room.id}/bell`, '/me', '/offline']) {
        await page.goto(path)
        await hasNoViolations(page)
      }
      await page.goto(`/r/${room.id}/bell`)
      await page.locator('#bell-on').click()
      await expect(page.locator('#bell-off')).toBeVisible()
      await hasNoViolations(page)
    })
  }
}
