// Korean as the input methods of the world's browsers tell of it: one line out, whole, and nothing left behind.
import { expect, test } from './fixtures.ts'
import type { Guest } from './guest.ts'
import { greeting, onGlass, onKeyboards } from './recordings.ts'
import { Replay } from './replay.ts'

/** Two people in a room; the first is about to write. */
async function together(guest: (nickname: string) => Promise<Guest>, friend = '영희') {
  const writer = await guest('철수')
  const reader = await guest(friend)
  await writer.createRoom('한글방')
  await reader.join('한글방')
  await writer.composer.focus()
  return { writer, reader }
}

for (const recording of onKeyboards) {
  test.describe(recording.name, () => {
    test('a line and Enter are one message, and so is the next', async ({ guest }) => {
      const { writer, reader } = await together(guest)
      const replay = await Replay.of(writer.page, recording)
      for (const count of [1, 2]) {
        await replay.types()
        await expect(writer.composer).toHaveValue(greeting)
        await replay.enters()
        await expect(reader.rows.locator('.message-text')).toHaveText(Array(count).fill(greeting))
        await expect(writer.composer).toHaveValue('')
      }
    })

    test('the name of somebody is completed once, and sent once', async ({ guest }) => {
      const { writer, reader } = await together(guest, greeting)
      const replay = await Replay.of(writer.page, recording)
      await expect(writer.members).toContainText(greeting)
      const names = writer.page.getByRole('listbox').getByRole('option')
      await writer.composer.pressSequentially('@')
      await expect(names).toHaveText([greeting])
      await replay.types()
      await expect(names, 'still while the last syllable is open').toHaveText([greeting])
      await replay.enters()
      await expect(writer.composer).toHaveValue(`@${greeting}`)
      await expect(reader.rows).toHaveCount(0)
      await writer.composer.press('Enter')
      await reader.sees(`@${greeting}`)
      await expect(reader.rows).toHaveCount(1)
      await expect(writer.composer).toHaveValue('')
    })

    test('the new text of a message replaces the old one', async ({ guest }) => {
      const { writer, reader } = await together(guest)
      await writer.say('안뇽')
      await writer.sees('안뇽')
      await writer.composer.press('ArrowUp')
      await expect(writer.composer).toHaveValue('안뇽')
      await writer.composer.press('Control+a')
      await writer.composer.press('Delete')
      const replay = await Replay.of(writer.page, recording)
      await replay.types()
      await replay.enters()
      await reader.sees(greeting)
      await expect(reader.rows).toHaveCount(1)
      await expect(writer.composer).toHaveValue('')
    })
  })
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true })

  for (const recording of onGlass) {
    test(`${recording.name}: Enter is a new line, and the button takes the open syllable along`, async ({ guest }) => {
      const { writer, reader } = await together(guest)
      const replay = await Replay.of(writer.page, recording)
      const send = writer.page.getByRole('button', { name: writer.words.send, exact: true })
      await replay.types()
      await replay.enters()
      await expect(writer.composer).toHaveValue(`${greeting}\n`)
      await replay.types()
      await expect(writer.composer).toHaveValue(`${greeting}\n${greeting}`)
      await expect(reader.rows).toHaveCount(0)
      await send.tap()
      await expect(reader.rows).toHaveCount(1)
      await expect(reader.rows.locator('.message-text')).toHaveText(`${greeting}\n${greeting}`, { useInnerText: true })
      await expect(writer.composer).toHaveValue('')

      await replay.types()
      await send.tap()
      await expect(reader.rows).toHaveCount(2)
      await reader.sees(greeting)
      await expect(writer.composer).toHaveValue('')
    })
  }
})
