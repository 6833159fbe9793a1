// What is typed with marks is shown formatted: live, on a fresh page, without scripts, and to everybody's eyes and ears.
import { hasNoViolations, lights } from './axe.ts'
import { expect, test } from './fixtures.ts'
import { Guest } from './guest.ts'
import { en, ko } from './words.ts'

const everything = [
  '**굵게**는 *기울임* ~~취소~~ `코드`',
  '> 인용',
  '대답: [문서](https://example.com/docs) https://example.com/길',
  '- 하나',
  '- 둘',
  '1. 첫째',
  '2. 둘째',
  '```rust',
  'fn main() {}',
  '```',
].join('\n')

const long = Array.from({ length: 40 }, (_, line) => `${line + 1}번째 줄`).join('\n')

for (const colorScheme of lights) {
  test(`formatted messages are accessible, ${colorScheme}`, async ({ guest, bot }) => {
    const reader = await guest('철수', { colorScheme })
    await reader.createRoom('꾸밈')
    const roomId = new URL(reader.page.url()).pathname.split('/')[2]
    const writer = await bot('영희')
    await writer.do('joinRoom', { roomId })
    for (const text of [everything, long]) {
      await writer.say(roomId, text)
      await reader.say(text)
    }
    await expect(reader.rows).toHaveCount(4)
    for (const element of ['strong', 'em', 'del', 'blockquote', 'ul > li', 'ol > li', 'pre[data-language=rust]', '.labelled'])
      await expect(reader.rows.first().locator(element).first()).toBeVisible()
    await hasNoViolations(reader.page)
    await reader.page.reload()
    await expect(reader.rows.nth(1).locator('strong')).toHaveText('굵게')
    await reader.page.getByRole('link', { name: '문서' }).first().focus()
    await hasNoViolations(reader.page)
  })
}

test('a long message shows its beginning, and all of it at the press of a key', async ({ visit, bot }) => {
  for (const { locale, words, more, less } of [
    { locale: 'ko-KR', words: ko, more: /더 보기/, less: /접기/ },
    { locale: 'en-US', words: en, more: /Show more/, less: /Show less/ },
  ]) {
    const maker = await bot(`말 많은 ${locale}`)
    const room = await maker.openRoom(`긴 이야기 ${locale}`)
    await maker.say(room.id, long)
    const reader = new Guest(await visit('/', { locale }), `독자 ${locale}`, words)
    await reader.enter()
    await reader.join(room.name)
    const text = reader.rows.locator('.folded')
    const height = async () => (await text.boundingBox())?.height ?? 0
    await expect(text, 'all of it is there to be found and read out').toContainText('40번째 줄')
    expect(await height()).toBeLessThan(320)

    const fold = reader.rows.locator('summary')
    await expect(fold).toHaveAccessibleName(more)
    await fold.press('Enter')
    await expect.poll(height).toBeGreaterThan(800)
    await expect(fold).toHaveAccessibleName(less)
    await fold.press('Enter')
    await expect.poll(height).toBeLessThan(320)
  }
})

test('a link with a label shows where it leads', async ({ guest }) => {
  const reader = await guest('철수')
  await reader.createRoom('이음')
  await reader.say('[문서](https://example.com/docs)')
  const link = reader.rows.getByRole('link', { name: '문서' })
  const address = () => link.evaluate((link) => getComputedStyle(link, '::after').content)
  await expect.poll(address).toBe('none')
  await link.hover()
  await expect.poll(address).toBe('"https://example.com/docs"')
  await reader.page.mouse.move(0, 0)
  await expect.poll(address).toBe('none')
  await reader.composer.press('Shift')
  await link.focus()
  await expect.poll(address).toBe('"https://example.com/docs"')
})

test.describe('without scripts', () => {
  // Chromium counts a script that it was told not to run as one that the policy blocked.
  test.beforeEach(({ watch }) => watch.expect(/^failed: .*\/pkg\/sarangbang\.\w+\.js csp$/))

  test('messages are formatted, and long ones fold', async ({ visit, bot }) => {
    const writer = await bot('영희')
    const room = await writer.openRoom('고요')
    for (const text of [everything, long]) await writer.say(room.id, text)
    const page = await visit('/', { javaScriptEnabled: false })
    const reader = new Guest(page, '고전')
    await page.getByRole('textbox', { name: reader.words.nicknameQuestion }).fill('고전')
    await page.getByRole('button', { name: reader.words.enter, exact: true }).click()
    // It is never done loading: the conversation goes on in a frame.
    await page.goto(`/r/${room.id}`, { waitUntil: 'domcontentloaded' })
    const rows = page.frameLocator('.live-frame').locator('ol.rows > .message')
    await expect(rows.locator('pre')).toHaveText('fn main() {}')
    const isWhole = () => rows.locator('.folded').evaluate((text) => text.clientHeight === text.scrollHeight)
    await expect.poll(isWhole).toBe(false)
    await rows.locator('summary').click()
    await expect.poll(isWhole).toBe(true)
  })
})
