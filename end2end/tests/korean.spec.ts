import { expect, test } from './fixtures.ts'
import { Keyboard } from './keyboard.ts'

test.describe('Korean typing', () => {
  test('Enter sent twice, as macOS does, sends one whole message', async ({ guest }) => {
    const cheolsu = await guest('철수')
    const younghee = await guest('영희')
    await cheolsu.createRoom('한글방')
    await younghee.join('한글방')
    await cheolsu.composer.focus()
    const keyboard = await Keyboard.of(cheolsu.page)

    await keyboard.types('안', '녕', '하', '세', '요')
    await keyboard.entersWhileComposing()
    await keyboard.commits('요')
    await keyboard.enters()

    await younghee.sees('안녕하세요')
    await expect(younghee.rows).toHaveCount(1)
    await expect(cheolsu.composer).toHaveValue('')

    // And again at once: nothing of the first line sticks to the second.
    await keyboard.types('반', '가', '워')
    await keyboard.entersWhileComposing()
    await keyboard.commits('워')
    await keyboard.enters()
    await younghee.sees('반가워')
    await expect(younghee.rows).toHaveCount(2)
  })

  test('Enter that only closes a syllable sends nothing, and the next one sends', async ({ guest }) => {
    const cheolsu = await guest('철수')
    await cheolsu.createRoom('한글방')
    await cheolsu.composer.focus()
    const keyboard = await Keyboard.of(cheolsu.page)

    await keyboard.types('사', '랑')
    await keyboard.entersWhileComposing()
    await expect(cheolsu.composer).toHaveValue('사랑')
    await keyboard.commits('랑')
    await expect(cheolsu.composer).toHaveValue('사랑')
    await expect(cheolsu.rows).toHaveCount(0)

    await keyboard.enters()
    await cheolsu.sees('사랑')
    await expect(cheolsu.rows).toHaveCount(1)
    await expect(cheolsu.composer).toHaveValue('')
  })

  test('the button takes an open syllable along, and leaves none behind', async ({ guest }) => {
    const cheolsu = await guest('철수')
    await cheolsu.createRoom('한글방')
    await cheolsu.composer.focus()
    const keyboard = await Keyboard.of(cheolsu.page)

    await keyboard.types('하', '늘')
    await cheolsu.page.getByRole('button', { name: cheolsu.words.send, exact: true }).click()
    await cheolsu.sees('하늘')
    await expect(cheolsu.rows).toHaveCount(1)
    await expect(cheolsu.composer).toHaveValue('')
    await expect(cheolsu.composer).toBeFocused()
  })

  test('messages that arrive do not disturb a syllable in the making', async ({ guest, bot }) => {
    const cheolsu = await guest('철수')
    await cheolsu.createRoom('북적방')
    const roomId = new URL(cheolsu.page.url()).pathname.split('/')[2]
    const talker = await bot('수다쟁이')
    await talker.do('joinRoom', { roomId })
    await cheolsu.composer.focus()
    const keyboard = await Keyboard.of(cheolsu.page)

    await keyboard.types('나', '라')
    for (let line = 1; line <= 5; line += 1) await talker.say(roomId, `${line}번`)
    await expect(cheolsu.rows).toHaveCount(5)
    await expect(cheolsu.composer).toHaveValue('나라')
    await expect(cheolsu.composer).toBeFocused()

    await keyboard.commits('라')
    await keyboard.enters()
    await cheolsu.sees('나라')
  })

  test('Shift and Enter start a new line', async ({ guest }) => {
    const cheolsu = await guest('철수')
    await cheolsu.createRoom('한글방')
    await cheolsu.composer.pressSequentially('첫째')
    await cheolsu.composer.press('Shift+Enter')
    await cheolsu.composer.pressSequentially('둘째')
    await expect(cheolsu.composer).toHaveValue('첫째\n둘째')
    await cheolsu.composer.press('Enter')
    await expect(cheolsu.rows).toHaveCount(1)
    await expect(cheolsu.rows).toContainText(/첫째\s*둘째/)
  })
})
