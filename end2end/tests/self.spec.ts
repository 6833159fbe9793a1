import type { BrowserContext, CDPSession, Page } from '@playwright/test'

import { hasNoViolations, languages, lights } from './axe.ts'
import { expect, test as base } from './fixtures.ts'
import { Guest } from './guest.ts'
import { en, ko } from './words.ts'

// Passkeys are made for names, and not for addresses.
const test = base.extend({
  home: async ({ house }, use) => {
    await use(house.url.replace('127.0.0.1', 'localhost'))
  },
})

/** A device that keeps passkeys, in a page's browser profile. */
class Device {
  readonly #session: CDPSession
  readonly #id: string

  private constructor(session: CDPSession, id: string) {
    this.#session = session
    this.#id = id
  }

  static async in(page: Page) {
    const session = await page.context().newCDPSession(page)
    await session.send('WebAuthn.enable')
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    return new Device(session, authenticatorId)
  }

  async passkeys() {
    return (await this.#session.send('WebAuthn.getCredentials', { authenticatorId: this.#id })).credentials
  }

  /** Has the other one's passkeys, as devices of one person do. */
  async knows(other: Device) {
    for (const credential of await other.passkeys()) {
      await this.#session.send('WebAuthn.addCredential', { authenticatorId: this.#id, credential })
    }
  }
}

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const claim = (page: Page) => page.getByRole('button', { name: '패스키로 이름 지키기' })
const cookies = async (context: BrowserContext) => (await context.cookies()).map(({ name }) => name)

test('a name that was claimed comes back in another browser', async ({ guest, visit }) => {
  const here = await guest('철수')
  await here.createRoom('서재')
  await here.say('여기에 두고 간다')
  await here.sees('여기에 두고 간다')
  const device = await Device.in(here.page)
  await here.page.getByTitle('닉네임 바꾸기').click()
  await here.page.locator('#rename').getByRole('link', { name: '내 설정' }).click()
  await claim(here.page).click()
  await expect(section(here.page, '이름 지키기')).toContainText('저장했습니다.')
  expect(await device.passkeys()).toHaveLength(1)

  const there = await visit('/')
  const copy = await Device.in(there)
  await copy.knows(device)
  await there.getByRole('link', { name: '패스키로 돌아오기' }).click()
  await there.getByRole('button', { name: '패스키 고르기' }).click()
  const same = new Guest(there, '철수')
  await same.join('서재')
  await same.sees('여기에 두고 간다')
  await expect(there.locator('.own-name')).toContainText('철수')

  // Both are the same guest, each by a session of its own.
  await same.say('다시 왔다')
  await here.page.goto(there.url())
  await here.sees('다시 왔다')
  await there.goto('/me')
  await expect(section(there, '이름 지키기')).toContainText('마지막으로 썼습니다.')
})

test('nobody takes a name that is kept, and one that is kept no more is free', async ({ guest, visit }) => {
  const here = await guest('영희')
  await Device.in(here.page)
  await here.page.goto('/me')
  await claim(here.page).click()
  await expect(section(here.page, '이름 지키기').getByRole('button', { name: '없애기' })).toBeVisible()
  await section(here.page, '나가기').locator('summary').click()
  await here.page.getByRole('button', { name: '이 브라우저에서 나가기' }).click()

  const other = await visit('/')
  const asks = async () => {
    await other.getByRole('textbox', { name: ko.nicknameQuestion }).fill('영희')
    await other.getByRole('button', { name: ko.enter, exact: true }).click()
  }
  await asks()
  await expect(other.getByText('다른 사람이 쓰고 있거나')).toBeVisible()

  await here.page.goto('/me/return')
  await here.page.getByRole('button', { name: '패스키 고르기' }).click()
  await expect(here.page.locator('.own-name')).toContainText('영희')
  await here.page.goto('/me')
  await section(here.page, '이름 지키기').getByRole('button', { name: '없애기' }).click()
  await expect(claim(here.page)).toBeVisible()
  await section(here.page, '나가기').locator('summary').click()
  await here.page.getByRole('button', { name: '모든 기기에서 나가기' }).click()
  await expect(here.page.getByRole('textbox', { name: ko.nicknameQuestion })).toBeVisible()
  await asks()
  await expect(other.locator('.own-name')).toContainText('영희')
})

test('a passkey that is not there is told plainly', async ({ visit, guest }) => {
  const stranger = await visit('/me/return')
  const empty = await Device.in(stranger)
  await stranger.getByRole('button', { name: '패스키 고르기' }).click()
  await expect(stranger.getByText('맞는 패스키가 없습니다.')).toBeVisible()

  const here = await guest('민수')
  const device = await Device.in(here.page)
  await here.page.goto('/me')
  await claim(here.page).click()
  await section(here.page, '이름 지키기').getByRole('button', { name: '패스키 더 만들기' }).click()
  await expect(here.page.getByText('이 기기에는 이미')).toBeVisible()
  expect(await device.passkeys()).toHaveLength(1)
  await here.page.getByRole('button', { name: '없애기' }).click()
  await expect(claim(here.page)).toBeVisible()

  await empty.knows(device)
  await stranger.reload()
  await stranger.getByRole('button', { name: '패스키 고르기' }).click()
  await expect(stranger.getByRole('alert')).toContainText('패스키를 확인하지 못했습니다.')
})

test('signing out everywhere closes the other pages at once', async ({ guest, visit }) => {
  const here = await guest('철수')
  await here.createRoom('서재')
  const friend = await guest('친구')
  await friend.join('서재')
  const device = await Device.in(here.page)
  const room = here.page.url()
  await here.page.goto('/me')
  await claim(here.page).click()
  await expect(here.page.getByRole('button', { name: '없애기' })).toBeVisible()
  const there = await visit('/me/return')
  const copy = await Device.in(there)
  await copy.knows(device)
  await there.getByRole('button', { name: '패스키 고르기' }).click()
  await new Guest(there, '철수').join('서재')
  await expect(friend.members).toContainText('철수')

  await section(here.page, '나가기').locator('summary').click()
  await here.page.getByRole('button', { name: '모든 기기에서 나가기' }).click()
  await expect(friend.members).not.toContainText('철수')
  await expect(there.getByRole('textbox', { name: ko.nicknameQuestion })).toBeVisible()
  await there.goto(room)
  await expect(there.getByRole('textbox', { name: ko.nicknameQuestion })).toBeVisible()
})

test('the house looks as was chosen, on every page from the first paint', async ({ guest, visit }) => {
  const stranger = await visit('/me', { colorScheme: 'light' })
  const root = stranger.locator('html')
  await expect(stranger.getByRole('heading', { level: 2 })).toHaveText(['화면'])
  await stranger.getByLabel('어둡게').check()
  await stranger.getByLabel('아주 크게').check()
  await stranger.getByRole('button', { name: '저장' }).click()
  for (const path of ['/me', '/', '/check', '/api/docs', '/nowhere', '/me/return']) {
    const answer = await stranger.request.get(path)
    expect(await answer.text(), path).toMatch(/<html[^>]* data-theme="dark" data-size="larger"/)
  }
  await stranger.goto('/')
  await expect(stranger.locator('body')).toHaveCSS('background-color', 'rgb(28, 25, 21)')
  await expect(root).toHaveCSS('font-size', '21px')

  const friend = await guest('친구', { colorScheme: 'dark' })
  await friend.page.goto('/me')
  await friend.page.getByLabel('밝게').check()
  await friend.page.getByLabel('English').check()
  await section(friend.page, '화면').getByRole('button', { name: '저장' }).click()
  await expect(friend.page.locator('html')).toHaveAttribute('lang', 'en')
  await expect(section(friend.page, 'Display')).toContainText('Saved.')
  await friend.page.goto('/')
  await expect(friend.page.locator('body')).toHaveCSS('background-color', 'rgb(246, 241, 229)')
})

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with scripts' : 'without scripts'
  test(`somebody renames, takes their words home and is forgotten ${how}`, async ({ visit, guest, watch }) => {
    watch.expect(/^failed: .*\/pkg\/sarangbang\.\w+\.js csp$/)
    watch.expect(/^failed: .*\/passkey\.\w*\.?js csp$/)
    const friend = await guest('친구')
    await friend.createRoom('서재')
    const room = friend.page.url()
    const page = await visit(room, { javaScriptEnabled })
    await page.getByRole('textbox', { name: ko.nicknameQuestion }).fill('철수')
    await page.getByRole('button', { name: ko.enter, exact: true }).click()
    await page.getByRole('textbox', { name: ko.message, exact: true }).fill('지워질 비밀 회의록')
    await page.getByRole('button', { name: '전송', exact: true }).click()
    await friend.sees('지워질 비밀 회의록')

    await page.goto('/me')
    if (!javaScriptEnabled) await expect(page.getByText('패스키는 자바스크립트가 켜져 있어야')).toBeVisible()
    await page.getByLabel('닉네임 바꾸기').fill('사랑방')
    await page.getByRole('button', { name: '바꾸기', exact: true }).click()
    await expect(page.getByRole('alert').filter({ hasText: '닉네임' })).toBeVisible()
    await expect(page.getByLabel('닉네임 바꾸기')).toHaveValue('사랑방')
    await page.getByLabel('닉네임 바꾸기').fill('새 철수')
    await page.getByRole('button', { name: '바꾸기', exact: true }).click()
    await expect(section(page, '닉네임')).toContainText('저장했습니다.')

    const json = await (await page.request.get('/me/export.json')).json()
    expect(json.rooms.map(({ room, messages }: { room: { name: string }; messages: { content: string }[] }) => [
      room.name,
      messages.map(({ content }) => content),
    ])).toEqual([['서재', ['지워질 비밀 회의록']]])
    const html = await (await page.request.get('/me/export.html')).text()
    expect(html).toContain('새 철수님이 쓴 글')
    expect(html).toContain('지워질 비밀 회의록')

    await section(page, '나를 지우기').locator('summary').click()
    await page.getByLabel('되돌릴 수 없다는 것을 압니다.').check()
    await page.getByRole('button', { name: '네, 모두 지웁니다' }).click()
    await expect(page.getByText('모두 지웠습니다.')).toBeVisible()
    expect(await cookies(page.context())).not.toContain('sarangbang')
    await expect(friend.messages('지워질 비밀 회의록')).toHaveCount(0)
    await expect(friend.rows.filter({ hasText: '떠난 손님' })).toContainText('삭제된')
    await friend.page.goto('/search?q=회의록')
    await expect(friend.page.getByText('찾은 메시지가 없습니다.')).toBeVisible()
  })
}

for (const { locale, tag } of languages) {
  for (const colorScheme of lights) {
    test(`it is accessible in ${locale}, ${colorScheme}`, async ({ visit }) => {
      const words = tag === 'ko' ? ko : en
      const page = await visit('/me', { locale, colorScheme })
      await hasNoViolations(page)
      await page.goto('/me/return?section=return&refused=invalid_token')
      await hasNoViolations(page)
      await page.goto('/')
      const guest = new Guest(page, 'Alice', words)
      await guest.enter()
      await Device.in(page)
      await page.goto('/me')
      await page.locator('.passkey-form button').click()
      await expect(page.locator('.passkey')).toBeVisible()
      for (const summary of await page.locator('summary').all()) await summary.click()
      for (const [theme, size] of [
        ['light', 'small'],
        ['dark', 'larger'],
        ['system', 'normal'],
      ]) {
        await page.locator(`[value="${theme}"]`).check()
        await page.locator(`[value="${size}"]`).check()
        await page.locator('form:has([name="theme"]) button').click()
        await hasNoViolations(page)
      }
      await page.goto('/me?section=nickname&refused=nickname_taken&nickname=Bob')
      await hasNoViolations(page)
    })
  }
}

test('another site makes nobody do anything here', async ({ guest, home }) => {
  const here = await guest('철수')
  for (const path of ['/do/sign-out', '/do/sign-out-everywhere', '/do/forget-me', '/do/remove-passkey', '/me/passkey', '/me/return']) {
    const answer = await here.page.request.post(path, {
      headers: { Origin: 'https://evil.example' },
      form: { sure: 'true', id: 'AAAA' },
      maxRedirects: 0,
    })
    expect(answer.status(), path).toBe(403)
  }
  await here.page.goto(home)
  await expect(here.page.locator('.own-name')).toContainText('철수')
})

test('the colour of a seal is its owner\'s to choose, and everybody sees it', async ({ guest }) => {
  const [cheolsu, younghee] = [await guest('철수'), await guest('영희')]
  await cheolsu.createRoom('인주')
  await younghee.join('인주')
  await cheolsu.say('빨강이 좋아')
  const seal = younghee.messages('빨강이 좋아').locator('.seal')
  const colour = () => seal.evaluate((seal) => getComputedStyle(seal).backgroundColor)
  await expect(seal).toBeVisible()
  const before = await colour()
  await cheolsu.page.goto('/me')
  const choices = section(cheolsu.page, '도장').getByRole('radio')
  const colours = await section(cheolsu.page, '도장').locator('.choice .seal').evaluateAll((seals) => seals.map((seal) => getComputedStyle(seal).backgroundColor))
  const other = colours.findIndex((colour) => colour !== before)
  await choices.nth(other).check()
  await section(cheolsu.page, '도장').getByRole('button', { name: '저장' }).click()
  await expect(section(cheolsu.page, '도장')).toContainText('저장했습니다.')
  await younghee.reload()
  expect(await colour()).toBe(colours[other])
})
