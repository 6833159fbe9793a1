import { expect, test } from './fixtures.ts'
import { Guest } from './guest.ts'
import { en, ko } from './words.ts'

test('the page speaks the language the browser asks for', async ({ visit }) => {
  const korean = await visit('/', { locale: 'ko-KR' })
  await expect(korean.locator('html')).toHaveAttribute('lang', 'ko')
  await expect(korean.getByRole('button', { name: ko.enter })).toBeVisible()

  const english = await visit('/', { locale: 'en-US' })
  await expect(english.locator('html')).toHaveAttribute('lang', 'en')
  await expect(english.getByRole('button', { name: en.enter })).toBeVisible()
})

test('the switch is kept, in the lobby and in rooms', async ({ visit }) => {
  const page = await visit('/', { locale: 'ko-KR' })
  await page.getByRole('button', { name: ko.otherLanguage }).click()
  const guest = new Guest(page, 'Alice', en)
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await guest.enter()
  await guest.createRoom('Parlour')
  await guest.say('hello there')
  await guest.sees('hello there')
  await expect(guest.messages('hello there')).toContainText('(you)')

  await guest.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await guest.isIn('Parlour')
})

test('guests of both languages talk in one room', async ({ guest, visit }) => {
  const cheolsu = await guest('철수')
  const alice = new Guest(await visit('/', { locale: 'en-GB' }), 'Alice', en)
  await alice.enter()
  await cheolsu.createRoom('두 언어')
  await expect(alice.notices).toContainText('철수 opened 두 언어')
  await alice.join('두 언어')
  await alice.say('Good morning')
  await cheolsu.sees('Good morning')
  await cheolsu.say('좋은 아침')
  await alice.sees('좋은 아침')
})
