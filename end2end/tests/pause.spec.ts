import { expect, onLinux, test } from './fixtures.ts'
import { pending } from './guest.ts'

test('what the house cannot store waits without having failed, and arrives once and in order', onLinux, async ({
  guest,
  house,
}) => {
  const cheolsu = await guest('철수')
  const younghee = await guest('영희')
  await cheolsu.createRoom('가득')
  await younghee.join('가득')
  const lines = ['하나', '둘', '셋']

  await house.fillDisk(true)
  for (const line of lines) await cheolsu.say(line)
  await expect(cheolsu.page.getByText(cheolsu.words.paused)).toBeVisible()
  await expect(pending(cheolsu)).toHaveText(lines)
  await expect(cheolsu.feed.getByRole('alert')).toHaveCount(0)
  await house.fillDisk(false)

  for (const { rows } of [younghee, cheolsu]) await expect(rows.locator('.message-text')).toHaveText(lines)
  await expect(pending(cheolsu)).toHaveCount(0)
  await expect(cheolsu.page.getByText(cheolsu.words.paused)).toBeHidden()
})

test.describe('in a house that takes one message a second', () => {
  test.use({
    settings: {
      SARANGBANG_LIMITS_ENABLED: 'true',
      SARANGBANG_LIMITS_MESSAGES_PER_SECOND: '1',
      SARANGBANG_LIMITS_MESSAGES_BURST: '2',
    },
  })

  test('what is written too fast is sent as soon as the house takes it, once and in order', async ({ guest }) => {
    const cheolsu = await guest('철수')
    const younghee = await guest('영희')
    await cheolsu.createRoom('수다')
    await younghee.join('수다')
    const lines = ['하나', '둘', '셋', '넷', '다섯']

    for (const line of lines) await cheolsu.say(line)
    for (const { rows } of [younghee, cheolsu]) await expect(rows.locator('.message-text')).toHaveText(lines)
    await expect(pending(cheolsu)).toHaveCount(0)
  })
})

test.describe('in a house that takes twenty messages a second', () => {
  test.use({
    settings: {
      SARANGBANG_LIMITS_ENABLED: 'true',
      SARANGBANG_LIMITS_MESSAGES_PER_SECOND: '20',
      SARANGBANG_LIMITS_MESSAGES_BURST: '5',
    },
  })

  test('a backlog that is refused in the middle arrives in order', async ({ guest, watch }) => {
    watch.expect(/ERR_INTERNET_DISCONNECTED/)
    const cheolsu = await guest('철수')
    const younghee = await guest('영희')
    await cheolsu.createRoom('밀린 말')
    await younghee.join('밀린 말')
    await cheolsu.page.context().setOffline(true)
    await expect(cheolsu.page.getByText(cheolsu.words.reconnecting)).toBeVisible()
    const lines = Array.from({ length: 40 }, (_, index) => `밀린 말 ${index + 1}`)
    for (const line of lines) await cheolsu.say(line)
    await cheolsu.page.context().setOffline(false)
    for (const { rows } of [younghee, cheolsu]) {
      await expect(rows.locator('.message-text')).toHaveText(lines, { timeout: 30_000 })
    }
  })
})
