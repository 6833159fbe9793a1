// 공지: the host of a room keeps messages in sight, and everyone sees how many have read them.
import { expect, test } from './fixtures.ts'

test('a message is pinned, counted as read, and let go', async ({ guest }) => {
  const host = await guest('철수')
  await host.createRoom('모임')
  const early = '모임은 목요일입니다'
  await host.say(early)
  await host.sees(early)
  const pins = host.page.locator('.pins')
  await expect(pins).toBeHidden()
  await host.messages(early).hover()
  await host.messages(early).getByRole('button', { name: '고정', exact: true }).click()
  await expect(pins).toContainText(early)
  await pins.locator('summary').click()
  await expect(pins).toContainText('1명 중 1명 읽음')

  const member = await guest('영희')
  await member.join('모임')
  const theirs = member.page.locator('.pins')
  await expect(theirs).toContainText(early)
  await expect(pins).toContainText('2명 중 2명 읽음')
  await expect(member.messages(early).getByRole('button', { name: '고정', exact: true }), 'is for the host').toHaveCount(0)

  await host.messages(early).hover()
  await host.messages(early).getByRole('button', { name: '고정 해제', exact: true }).click()
  await expect(pins).toBeHidden()
  await expect(theirs).toBeHidden()
})
