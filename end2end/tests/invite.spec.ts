import { hasNoViolations, languages, lights } from './axe.ts'
import { expect, test } from './fixtures.ts'
import { Guest } from './guest.ts'
import { en, ko } from './words.ts'

test('an invitation brings somebody in who was never here', async ({ guest, visit }) => {
  const host = await guest('주인', { permissions: ['clipboard-read', 'clipboard-write'] })
  await host.createRoom('사랑채')
  const room = host.page.url()
  await host.page.locator('.invite-link a').click()
  await expect(host.page.getByRole('heading', { level: 1, name: '초대하기' })).toBeVisible()
  await expect(host.page.getByRole('img', { name: 'QR 코드' })).toBeVisible()
  await host.page.getByRole('button', { name: '복사' }).click()
  await expect(host.page.getByText('복사했습니다.')).toBeVisible()
  const copied = await host.page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toBe(room)

  const friend = new Guest(await visit(new URL(copied).pathname), '친구')
  await friend.enter()
  await friend.isIn('사랑채')
})

test('who may not enter a room is not invited to it', async ({ bot, guest }) => {
  const host = await bot('주인')
  const { room } = await host.do('createRoom', { name: '비밀', password: '열려라 참깨' })
  const stranger = await guest('구경꾼')
  await stranger.page.goto(`/r/${room.id}/invite`)
  await expect(stranger.page.getByText('비밀번호를 아는 사람만')).toBeVisible()
  await expect(stranger.page.getByRole('img')).toHaveCount(0)
})

for (const { locale, tag } of languages) {
  for (const colorScheme of lights) {
    test(`invitation, help, palette and frame are accessible in ${tag}, ${colorScheme}`, async ({ visit, bot, watch }) => {
      watch.expect(/^failed: .*\/pkg\/sarangbang\.\w+\.js csp$/)
      const host = await bot('주인')
      const { room } = await host.do('createRoom', { name: '사랑채' })
      await host.do('joinRoom', { roomId: room.id })
      await host.say(room.id, '어서 오세요')
      const page = await visit(`/r/${room.id}`, { locale, colorScheme })
      const me = new Guest(page, '철수', tag === 'ko' ? ko : en)
      await me.enter()
      await page.keyboard.press('Control+k')
      await expect(page.getByRole('combobox')).toBeFocused()
      await hasNoViolations(page)
      await page.keyboard.insertText('없는 것')
      await hasNoViolations(page)
      await page.keyboard.press('Escape')
      await page.keyboard.press('?')
      await expect(page.getByRole('dialog')).toBeVisible()
      await hasNoViolations(page)
      await page.goto(`/r/${room.id}/invite`)
      await hasNoViolations(page)
      await page.goto('/help')
      await hasNoViolations(page)
      // The frame by itself: it is never done loading.
      await page.goto(`/r/${room.id}/live`, { waitUntil: 'commit' })
      await expect(page.getByText('어서 오세요')).toBeVisible()
      await hasNoViolations(page)
    })
  }
}
