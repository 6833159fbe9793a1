import type { Page } from '@playwright/test'

import { expect, onLinux, test } from './fixtures.ts'
import { Plain } from './plain.ts'
import { en, ko } from './words.ts'

const plain = async (visit: (path: string, options: object) => Promise<Page>, nickname: string, words = ko) => {
  const locale = words === en ? 'en-US' : 'ko-KR'
  const someone = new Plain(await visit('/', { javaScriptEnabled: false, locale }), nickname, words)
  await someone.comesIn()
  return someone
}

test.describe('without scripts', () => {
  // Chromium counts a script that it was told not to run as one that the policy blocked.
  test.beforeEach(({ watch }) => watch.expect(/^failed: .*\/pkg\/sarangbang\.\w+\.js csp$/))

  for (const words of [ko, en]) {
    test(`from arrival to a conversation by forms alone, with ${words.house}`, async ({ visit, guest }) => {
      const reader = await plain(visit, '고전', words)
      await expect(reader.page.getByRole('heading', { level: 1, name: words.roomList })).toBeVisible()
      await reader.createRoom('서당', '글만 읽는 방')
      await expect(reader.page.getByRole('button', { name: words.join, exact: true }), 'who made it is in').toBeHidden()
      await reader.say('하늘 천 따 지')
      await expect(reader.messages('하늘 천 따 지')).toContainText(`(${words.me})`)

      const modern = await guest('현대')
      await modern.join('서당')
      await modern.sees('하늘 천 따 지')
      await modern.say('검을 현 누를 황')
      await expect(reader.messages('검을 현 누를 황'), 'without a step of the reader').toBeInViewport()
      await reader.say('집 우 집 주')
      await modern.sees('집 우 집 주')

      await reader.page.locator('.invite-link a').click()
      await expect(reader.page.getByRole('textbox')).toHaveValue(modern.page.url())
      await reader.goes('/')
      await reader.page.getByRole('link', { name: words.search, exact: true }).click()
      await reader.page.getByRole('searchbox').fill('검을 현')
      await reader.page.getByRole('searchbox').press('Enter')
      await expect(reader.page.getByText('누를 황')).toBeVisible()

      await reader.goes('/')
      await reader.presses(words.otherLanguage)
      const other = words === ko ? en : ko
      await expect(reader.page.getByRole('heading', { level: 1, name: other.roomList })).toBeVisible()
      await reader.room('서당').click()
      await reader.presses(other.leave)
      await expect(reader.page.getByRole('heading', { level: 1, name: other.roomList })).toBeVisible()
    })
  }

  test('the frame shows the latest of many and follows what is changed', async ({ visit, guest }) => {
    const host = await guest('집주인')
    await host.createRoom('긴 방')
    for (let line = 1; line <= 52; line += 1) await host.say(`${line}째 줄`)
    const reader = await plain(visit, '글방')
    await reader.goes(host.page.url())
    await expect(reader.messages('52째 줄')).toBeInViewport()
    await expect(reader.messages('1째 줄').first()).not.toBeInViewport()
    await expect(reader.page.locator('#feed'), 'in its place').toBeHidden()
    const older = (await reader.feed.getByRole('link', { name: '이전 메시지 보기' }).boundingBox())?.width
    expect(older, 'no wider than what it says').toBeLessThan(300)

    await host.composer.press('ArrowUp')
    await host.composer.fill('쉰두째 줄')
    await host.composer.press('Enter')
    await expect(reader.messages('쉰두째 줄')).toBeInViewport()
    await expect(reader.messages('52째 줄')).toHaveCount(0)
  })

  test('a room that is locked closes the frame, and says how to go on', async ({ visit, bot }) => {
    const host = await bot('집주인')
    const room = await host.openRoom('사랑채', '')
    const looker = await plain(visit, '구경꾼')
    await looker.goes(`/r/${room.id}`)
    await expect(looker.feed).toBeVisible()
    await host.ask('changeRoom', { roomId: room.id, password: '열려라 참깨' })
    await looker.feed.getByRole('link', { name: '방을 다시 열기' }).click()
    await expect(looker.page.getByText('비밀번호를 아는 사람만')).toBeVisible()
  })

  test('commands work in the form, too', async ({ visit }) => {
    const reader = await plain(visit, '고전')
    await reader.createRoom('서당')
    await reader.say('/me 글을 읽는다')
    await expect(reader.messages('글을 읽는다').locator('em')).toBeVisible()
    await reader.say('/nick 훈장')
    await expect(reader.page.getByRole('button', { name: '훈장' })).toBeVisible()
    await reader.say('/topic 하늘과 땅')
    await expect(reader.page.locator('.room-header')).toContainText('하늘과 땅')
    await reader.say('//topic')
    await expect(reader.messages('/topic')).toHaveCount(1)
    await reader.say('/ncik 선비')
    await expect(reader.page.getByText('그런 명령은 없습니다.')).toBeVisible()
    await expect(reader.composer, 'to be mended').toHaveValue('/ncik 선비')
    await reader.composer.fill('/help')
    await reader.presses(reader.words.send)
    await expect(reader.page.getByRole('heading', { level: 1, name: '도움말' })).toBeVisible()
    await reader.page.goBack({ waitUntil: 'domcontentloaded' })
    await reader.composer.fill('/leave')
    await reader.presses(reader.words.send)
    await expect(reader.page.getByRole('heading', { level: 1, name: reader.words.roomList })).toBeVisible()
  })

  test('a guest joins by a button, once', async ({ visit, guest }) => {
    const maker = await guest('주인')
    await maker.createRoom('사랑채')
    const page = await visit(new URL(maker.page.url()).pathname, { javaScriptEnabled: false })
    await page.getByRole('textbox', { name: maker.words.nicknameQuestion }).fill('손님')
    await page.getByRole('button', { name: maker.words.enter, exact: true }).click()
    const join = page.getByRole('button', { name: maker.words.join, exact: true })
    await join.click()
    await expect(join).toBeHidden()
  })

  test('a refused nickname need not be typed again', async ({ visit, guest }) => {
    await guest('철수')
    const page = await visit('/', { javaScriptEnabled: false })
    const field = page.getByRole('textbox', { name: '닉네임을 입력해 주세요.' })
    await field.fill('철수')
    await page.getByRole('button', { name: '들어가기', exact: true }).click()
    await expect(field).toHaveValue('철수')
    await expect(field).toHaveAttribute('aria-invalid', 'true')
  })

  test('a refused message need not be typed again, and is written once', onLinux, async ({ visit, guest, house }) => {
    const host = await guest('집주인')
    await host.createRoom('가득')
    const late = await plain(visit, '손님')
    const { page } = late
    await late.goes(host.page.url())
    await late.composer.fill('\n</textarea><b>첫 줄</b> &amp;\n둘째 줄')
    await house.fillDisk(true)
    await page.getByRole('button', { name: late.words.send, exact: true }).click()
    await expect(page.getByText('지금은 할 수 없습니다.')).toBeVisible()
    await expect(late.composer).toHaveValue('\n</textarea><b>첫 줄</b> &amp;\n둘째 줄')
    await house.fillDisk(false)
    await page.getByRole('button', { name: late.words.send, exact: true }).click()
    await expect(late.rows).toHaveCount(1)
    await expect(late.composer).toHaveValue('')
    await expect(host.rows).toHaveCount(1)
  })

  test('a form that goes wrong says why and keeps nothing half done', async ({ visit, guest }) => {
    const maker = await guest('먼저')
    await maker.createRoom('하나뿐인 방')

    const late = await plain(visit, '나중')
    const { page } = late
    const form = page.getByRole('region', { name: late.words.createRoom })
    await form.getByRole('textbox', { name: late.words.roomName }).fill('하나뿐인 방')
    await form.getByRole('button', { name: late.words.createRoomSubmit, exact: true }).click()
    await expect(page.getByText('이미 있거나 헷갈리기 쉬운 방 이름입니다.')).toBeVisible()
    await expect(late.room('하나뿐인 방')).toHaveCount(1)
  })
})

test('a page whose program does not come says so, and its forms work', async ({ visit, guest, watch }) => {
  const host = await guest('집주인')
  await host.createRoom('사랑채')
  watch.expect(/\.wasm|Failed to|WebAssembly|ERR_FAILED|fetch/)
  const page = await visit('/')
  await page.route('**/*.wasm', (route) => route.abort())
  await page.getByRole('textbox', { name: ko.nicknameQuestion }).fill('손님')
  await page.getByRole('button', { name: ko.enter, exact: true }).click()
  await expect(page.locator('#scripts-failed')).toBeVisible()
  await page.goto(host.page.url())
  await expect(page.getByRole('alert').filter({ hasText: '글은 쓸 수 있지만' })).toBeVisible()
  await page.getByRole('textbox', { name: ko.message, exact: true }).fill('글로만 씁니다')
  await page.getByRole('button', { name: '전송', exact: true }).click()
  await host.sees('글로만 씁니다')
  await expect(page.locator('#feed')).toContainText('글로만 씁니다')
})
