// Reactions: everyone sees who gave which, and they can be given with the keyboard alone.
import { expect, test } from './fixtures.ts'
import { Guest } from './guest.ts'

const reaction = (guest: Guest, text: string, emoji: string) =>
  guest.messages(text).getByRole('button', { name: emoji, exact: false })

const react = async (guest: Guest, text: string, emoji: string) => {
  await guest.messages(text).hover()
  await guest.messages(text).getByRole('button', { name: '반응', exact: true }).click()
  await guest.page.getByRole('group', { name: '반응 고르기' }).getByRole('button', { name: emoji }).click()
}

test('a reaction is counted for everyone, and given or taken back by pressing it', async ({ guest }) => {
  const cheolsu = await guest('철수')
  const younghee = await guest('영희')
  await cheolsu.createRoom('점심')
  await younghee.join('점심')
  await cheolsu.say('점심 먹을 사람?')
  await younghee.sees('점심 먹을 사람?')

  await react(younghee, '점심 먹을 사람?', '👍')
  const [his, hers] = [reaction(cheolsu, '점심 먹을 사람?', '👍'), reaction(younghee, '점심 먹을 사람?', '👍')]
  await expect(hers).toHaveText('👍 1')
  await expect(hers).toHaveAttribute('aria-pressed', 'true')
  await expect(his).toHaveAttribute('aria-pressed', 'false')
  await expect(his).toHaveAttribute('title', '영희')

  await his.click()
  await expect(hers).toHaveText('👍 2')
  await expect(hers).toHaveAttribute('title', '영희, 철수')
  await hers.click()
  await expect(his).toHaveText('👍 1')
  await expect(hers).toHaveAttribute('aria-pressed', 'false')

  await younghee.reload()
  await expect(reaction(younghee, '점심 먹을 사람?', '👍'), 'also as the server renders it').toHaveAttribute('title', '철수')
  await his.click()
  await expect(hers).toHaveCount(0)
})

test('reactions need no mouse', async ({ guest }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('혼자')
  await cheolsu.say('나만 있네')
  await cheolsu.sees('나만 있네')
  const { keyboard } = cheolsu.page
  await cheolsu.page.locator('#feed').focus()
  await keyboard.press('ArrowUp')
  await keyboard.press('Tab')
  await expect(cheolsu.messages('나만 있네').getByRole('button', { name: '반응', exact: true })).toBeFocused()
  await keyboard.press('Enter')
  await keyboard.press('Tab')
  await expect(cheolsu.page.getByRole('button', { name: '👍' })).toBeFocused()
  await keyboard.press('Enter')
  await expect(reaction(cheolsu, '나만 있네', '👍')).toHaveText('👍 1')
  await expect(cheolsu.messages('나만 있네'), 'where it was').toBeFocused()
})

test('who is faster than the news that the picker is open stays in it', async ({ guest }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('혼자')
  await cheolsu.say('나만 있네')
  await cheolsu.sees('나만 있네')
  const button = cheolsu.messages('나만 있네').getByRole('button', { name: '반응', exact: true })
  await cheolsu.messages('나만 있네').hover()
  const emoji = cheolsu.page.getByRole('button', { name: '👍' })
  await button.evaluate(async (button: HTMLButtonElement) => {
    const picker = document.getElementById('reaction-picker')!
    const told = new Promise((resolve) => picker.addEventListener('toggle', resolve, { once: true }))
    button.click()
    picker.querySelector('button')!.focus()
    await told
    await new Promise(requestAnimationFrame)
  })
  await expect(emoji).toBeFocused()
})
