import { expect, test } from './fixtures.ts'
import { Keyboard } from './keyboard.ts'

test('what was typed stays with its room', async ({ guest }) => {
  const me = await guest('철수')
  await me.createRoom('하나')
  const first = new URL(me.page.url()).pathname
  await me.composer.fill('다 쓰지 못한 말')
  await me.leave()
  await me.createRoom('둘')
  await expect(me.composer).toHaveValue('')
  await me.composer.fill('다른 말')
  await me.room('하나').click()
  await me.isIn('하나')
  await expect(me.composer).toHaveValue('다 쓰지 못한 말')
  await me.reload()
  await expect(me.composer).toHaveValue('다 쓰지 못한 말')

  await me.composer.press('Enter')
  await me.sees('다 쓰지 못한 말')
  await me.reload()
  await expect(me.composer, 'it was sent').toHaveValue('')
  await me.room('둘').click()
  await expect(me.composer).toHaveValue('다른 말')
  expect(first).not.toBe(new URL(me.page.url()).pathname)
})

test('the new text of a message is no draft', async ({ guest }) => {
  const me = await guest('철수')
  await me.createRoom('하나')
  await me.say('처음')
  await me.composer.press('ArrowUp')
  await me.composer.fill('고치는 중')
  await me.reload()
  await expect(me.composer).toHaveValue('')
})

test('a syllable in composition is kept as it stands, and not disturbed', async ({ guest }) => {
  const me = await guest('철수')
  await me.createRoom('하나')
  await me.composer.focus()
  const keyboard = await Keyboard.of(me.page)
  await keyboard.types('안', '녕')
  await expect(me.composer).toHaveValue('안녕')
  await keyboard.commits('녕')
  await keyboard.enters()
  await me.sees('안녕')
})

test('nobody finds what another guest typed in this browser', async ({ guest }) => {
  const me = await guest('철수')
  await me.createRoom('하나')
  await me.composer.fill('남몰래')
  const room = me.page.url()
  await me.page.context().clearCookies()
  await me.page.goto(room)
  await me.page.getByRole('textbox', { name: me.words.nicknameQuestion }).fill('영희')
  await me.page.getByRole('button', { name: me.words.enter, exact: true }).click()
  await me.isIn('하나')
  await expect(me.composer).toHaveValue('')
  await expect.poll(() => me.page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('남몰래')
})
