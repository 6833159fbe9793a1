import { AxeBuilder } from '@axe-core/playwright'
import type { Page, WebSocketRoute } from '@playwright/test'

import { behindProxy as test, expect } from './fixtures.ts'
import { ko } from './words.ts'

const websocketBlocked = /WebSocket connection to .* failed/
const refused = [/answered (403|502)/, /status of (403|502)/]

/** Of all sentences that the page has, those that it shows. */
const verdict = (page: Page) => page.getByRole('status').locator('span:visible')
const finding = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) }).locator('[data-subject]:visible')
const time = (page: Page) => page.locator('[data-value=time]')
const report = (page: Page) => page.locator('[data-value=report]')

async function isDone(page: Page) {
  await expect(page.getByRole('button', { name: /다시 검사|Check again/ })).toBeEnabled({ timeout: 20_000 })
}

test('a network that lets everything through is told so, with the time to the server and back', async ({ visit, road }) => {
  const page = await visit('/check')
  await isDone(page)
  await expect(verdict(page)).toHaveText('모든 길이 열려 있습니다. 실시간으로 이야기할 수 있습니다.')
  await expect(finding(page, 'WebSocket')).toHaveText('됩니다.')
  await expect(finding(page, '긴 폴링')).toHaveText('됩니다.')
  await expect(time(page)).toHaveText(/^[1-9]\d*$/)
  await expect(finding(page, '왕복 시간')).toHaveText(/^밀리초/)
  await expect(page).toHaveTitle('연결 검사 · 사랑방')
  expect(road.passed, 'the websocket really went there').toBe(1)
})

for (const fate of ['refuse', 'hang'] as const) {
  test(`a network where websockets ${fate} is told of long-polling and of what its administrator can do`, async ({
    visit,
    road,
    watch,
  }) => {
    watch.expect(websocketBlocked)
    road.websockets = fate
    const page = await visit('/check')
    await isDone(page)
    await expect(verdict(page)).toContainText('WebSocket이 막혀 있지만 긴 폴링으로 이야기할 수 있습니다.')
    await expect(finding(page, 'WebSocket')).toHaveText('연결되지 않습니다.')
    await expect(finding(page, '긴 폴링')).toHaveText('됩니다.')
    await expect(page.getByText('Upgrade: websocket')).toBeVisible()
    await expect(report(page)).toContainText('websocket closed')

    road.websockets = 'pass'
    await page.getByRole('button', { name: '다시 검사' }).press('Enter')
    await expect(verdict(page)).toContainText('모든 길이 열려 있습니다.')
    await isDone(page)
    await expect(page.getByRole('button', { name: '다시 검사' }), 'the keyboard stays where it was').toBeFocused()
  })
}

/** Equipment that takes WebSockets and spoils them. The page's own WebSocket is a stand-in from then on. */
const spoilers: { does: string; found: string; spoil: (socket: WebSocketRoute) => void }[] = [
  { does: 'swallows what is said', found: '연결은 되지만 메시지가 오가지 않습니다.', spoil: () => {} },
  {
    does: 'breaks connections that want to close',
    found: '메시지는 오가지만, 중간에서 연결을 끊습니다.',
    spoil: (socket) => {
      socket.connectToServer()
      socket.onClose(() => void socket.close({ code: 4000 }))
    },
  },
]

for (const { does, found, spoil } of spoilers) {
  test(`a network that ${does} is told so, and what its administrator can do`, async ({ visit }) => {
    const page = await visit('/check')
    await isDone(page)
    await expect(page.getByText('Upgrade: websocket')).toBeHidden()
    await page.routeWebSocket('/ws/echo', spoil)
    await page.reload()
    await isDone(page)
    await expect(finding(page, 'WebSocket')).toHaveText(found)
    await expect(page.getByText('Upgrade: websocket')).toBeVisible()
  })
}

test('a network where long-polling is blocked needs it as little as one where only forms pass needs to despair', async ({
  visit,
  road,
  watch,
}) => {
  watch.expect(websocketBlocked, ...refused)
  road.polling = 'refuse'
  const page = await visit('/check', { locale: 'en-US' })
  await isDone(page)
  await expect(verdict(page)).toContainText('WebSocket works, so you can talk live.')
  await expect(finding(page, 'Long-polling')).toHaveText('It does not work.')

  road.websockets = 'refuse'
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect(verdict(page)).toContainText('This network blocks every live connection.')
})

test('a house that is away is told from a network that blocks', async ({ visit, house, watch }) => {
  watch.expect(websocketBlocked, ...refused, /ERR_/)
  const page = await visit('/check')
  await isDone(page)
  await house.kill()
  await page.getByRole('button', { name: '다시 검사' }).click()
  await expect(verdict(page)).toContainText('지금은 사랑방에 닿을 수 없습니다.')
})

test('a page that is away for long leads there', async ({ guest, road, watch }) => {
  watch.expect(websocketBlocked, ...refused)
  const cheolsu = await guest('철수')
  road.block()
  const link = cheolsu.page.getByRole('link', { name: '연결 검사하기' })
  await expect(cheolsu.page.getByText(ko.reconnecting)).toBeVisible()
  await expect(link).toBeVisible({ timeout: 20_000 })
  await link.click()
  await expect(cheolsu.page.getByRole('heading', { level: 1, name: '연결 검사' })).toBeVisible()
  await isDone(cheolsu.page)
})

test('without scripts it says what is possible without them, and the language can be changed', async ({ visit }) => {
  const page = await visit('/check', { javaScriptEnabled: false })
  await expect(page.getByText('스크립트가 꺼져 있어도')).toBeVisible()
  await expect(page.getByRole('status')).toBeHidden()
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page).toHaveURL(/\/check$/)
  await expect(page.getByRole('heading', { level: 1, name: 'Connection check' })).toBeVisible()
})

for (const locale of ['ko-KR', 'en-US']) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`it is accessible in ${locale}, ${colorScheme}`, async ({ visit, road, watch }) => {
      watch.expect(websocketBlocked)
      road.websockets = 'refuse'
      const page = await visit('/check', { locale, colorScheme })
      await isDone(page)
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
      const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([])
    })
  }
}
