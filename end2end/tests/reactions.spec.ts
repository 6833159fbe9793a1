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

test('who reacted is told at a press of the menu key, and names of people need no hovering', async ({ guest }) => {
  const cheolsu = await guest('철수')
  const younghee = await guest('영희')
  await cheolsu.createRoom('누구')
  await younghee.join('누구')
  await cheolsu.say('다들 괜찮아?')
  await younghee.sees('다들 괜찮아?')
  for (const emoji of ['👍', '🎉']) await react(younghee, '다들 괜찮아?', emoji)
  await reaction(cheolsu, '다들 괜찮아?', '👍').click()
  await expect(reaction(cheolsu, '다들 괜찮아?', '👍')).toHaveText('👍 2')
  await reaction(cheolsu, '다들 괜찮아?', '👍').focus()
  await cheolsu.page.keyboard.press('Shift+F10')
  const told = cheolsu.page.getByRole('dialog', { name: '반응한 사람' })
  await expect(told.getByRole('term')).toHaveText(['👍 2', '🎉 1'])
  await expect(told.getByRole('definition')).toHaveText(['영희, 철수', '영희'])
  // The row is drawn anew meanwhile.
  await reaction(younghee, '다들 괜찮아?', '🎉').click()
  await expect(reaction(cheolsu, '다들 괜찮아?', '🎉')).toHaveCount(0)
  await cheolsu.page.keyboard.press('Escape')
  await expect(told).toBeHidden()
  await expect(reaction(cheolsu, '다들 괜찮아?', '👍'), 'where it was').toBeFocused()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true })

  test('a long touch tells who reacted, and gives no reaction', async ({ guest, bot }) => {
    const reader = await guest('철수')
    await reader.createRoom('길게')
    const roomId = new URL(reader.page.url()).pathname.split('/')[2]
    const friend = await bot('영희')
    await friend.do('joinRoom', { roomId })
    const { id } = await friend.say(roomId, '눌러 봐')
    await friend.do('react', { roomId, id, emoji: '👍', given: true })
    const chip = reaction(reader, '눌러 봐', '👍')
    await expect(chip).toBeVisible()
    const { x, y, width, height } = (await chip.boundingBox())!
    const finger = { touchPoints: [{ x: x + width / 2, y: y + height / 2 }] }
    const devtools = await reader.page.context().newCDPSession(reader.page)
    await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', ...finger })
    const told = reader.page.getByRole('dialog', { name: '반응한 사람' })
    await expect(told.getByRole('definition')).toHaveText('영희')
    await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    await told.getByRole('button', { name: '닫기' }).tap()
    await expect(told).toBeHidden()
    await expect(chip).toHaveText('👍 1')
    await chip.tap()
    await expect(chip).toHaveText('👍 2')
  })
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
