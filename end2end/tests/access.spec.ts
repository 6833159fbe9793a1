import { hasNoViolations } from './axe.ts'
import { expect, test } from './fixtures.ts'
import { Guest } from './guest.ts'
import { en, ko } from './words.ts'

const languages = [
  { locale: 'ko-KR', words: ko },
  { locale: 'en-US', words: en },
]

for (const { locale, words } of languages) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`every page is accessible in ${locale}, ${colorScheme}`, async ({ visit, bot, watch }) => {
      watch.expect(/404/)
      const page = await visit('/', { locale, colorScheme })
      const guest = new Guest(page, 'Alice', words)
      await hasNoViolations(page)

      await guest.enter()
      await hasNoViolations(page)

      await guest.createRoom('Parlour', 'where <everyone> talks')
      const roomId = new URL(page.url()).pathname.split('/')[2]
      const talker = await bot('수다쟁이')
      await talker.do('joinRoom', { roomId })
      await talker.say(roomId, '보세요: https://example.com/길')
      await guest.say('an own message')
      await expect(guest.rows).toHaveCount(2)
      await hasNoViolations(page)

      await page.goto('/')
      await expect(guest.room('Parlour')).toBeVisible()
      await hasNoViolations(page)

      await page.goto('/r/nosuchroom')
      await hasNoViolations(page)
      await page.goto('/no/such/page')
      await hasNoViolations(page)
    })
  }
}

test.describe('by keyboard alone', () => {
  test('a guest comes in, makes a room and talks', async ({ visit }) => {
    const page = await visit()
    const guest = new Guest(page, '철수')
    await page.getByRole('textbox', { name: ko.nicknameQuestion }).focus()
    await page.keyboard.type('철수')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: ko.roomList })).toBeVisible()

    await page.getByRole('textbox', { name: ko.roomName }).focus()
    await page.keyboard.type('글쇠방')
    await page.keyboard.press('Enter')
    await guest.isIn('글쇠방')
    await guest.composer.focus()
    await page.keyboard.type('손은 글쇠 위에')
    await page.keyboard.press('Enter')
    await guest.sees('손은 글쇠 위에')
    await expect(guest.composer).toBeFocused()
  })

  test('the list of messages is one stop, and Escape leads back to writing', async ({ guest }) => {
    const cheolsu = await guest('철수')
    await cheolsu.createRoom('글쇠방')
    await cheolsu.say('하나')
    await cheolsu.say('두울')
    await cheolsu.sees('두울')
    await cheolsu.feed.focus()
    await cheolsu.page.keyboard.press('End')
    await expect(cheolsu.messages('두울')).toBeFocused()
    await cheolsu.page.keyboard.press('ArrowUp')
    await expect(cheolsu.messages('하나')).toBeFocused()
    await cheolsu.page.keyboard.press('Escape')
    await expect(cheolsu.composer).toBeFocused()
  })

  test('focus goes to the heading when the page changes', async ({ guest }) => {
    const maker = await guest('주인')
    await maker.createRoom('앞방')
    const walker = await guest('길손')
    await walker.join('앞방')
    await expect(walker.page.getByRole('heading', { level: 1, name: '앞방' })).toBeFocused()
    await expect(walker.page).toHaveTitle(/앞방/)
  })
})

test('new messages are read out, history is not', async ({ guest }) => {
  const cheolsu = await guest('철수')
  const younghee = await guest('영희')
  await cheolsu.createRoom('낭독방')
  await cheolsu.say('옛날이야기')
  await cheolsu.sees('옛날이야기')
  await younghee.join('낭독방')
  await younghee.sees('옛날이야기')
  await cheolsu.say('새 소식')
  await expect(younghee.page.locator('#announcer')).toHaveText('철수: 새 소식')

  // The same words again must be another text, or they would not be read.
  const heard = await younghee.page.locator('#announcer').textContent()
  await cheolsu.say('새 소식')
  await expect.poll(() => younghee.page.locator('#announcer').textContent()).not.toBe(heard)
  await expect(younghee.page.locator('#announcer')).toHaveText('철수: 새 소식')
})
