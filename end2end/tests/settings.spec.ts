import { hasNoViolations, languages, lights } from './axe.ts'
import { expect, test } from './fixtures.ts'
import { Guest } from './guest.ts'
import { en, ko } from './words.ts'

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with scripts' : 'without scripts'
  test(`an owner decides about the room ${how}`, async ({ visit, guest, watch }) => {
    watch.expect(/^failed: .*\/pkg\/sarangbang\.\w+\.js csp$/)
    const page = await visit('/', { javaScriptEnabled })
    const host = new Guest(page, '집주인')
    await page.getByRole('textbox', { name: ko.nicknameQuestion }).fill('집주인')
    await page.getByRole('button', { name: ko.enter, exact: true }).click()
    await host.createRoom('서재', '조용히')
    const room = page.url()
    const friend = await guest('친구')
    await friend.join('서재')
    await expect(friend.page.getByRole('link', { name: ko.settings })).toBeHidden()

    await page.getByRole('link', { name: ko.settings }).click()
    await expect(page.getByRole('heading', { level: 1, name: ko.settings })).toBeVisible()
    await page.getByRole('textbox', { name: ko.roomName }).fill('큰 서재')
    await page.getByLabel('정원').fill('5')
    await page.getByLabel('드나드는 사람 알리기').check()
    await page.getByRole('button', { name: '저장', exact: true }).click()
    await expect(page.getByRole('region', { name: '방 정보' })).toContainText('저장했습니다.')
    await expect(friend.page.getByRole('heading', { level: 1, name: '큰 서재' })).toBeVisible()

    await page.getByLabel('새 비밀번호').fill('열려라')
    await page.getByRole('button', { name: '비밀번호 정하기' }).click()
    await expect(page.getByRole('button', { name: '비밀번호 없애기' })).toBeVisible()

    await page.getByRole('button', { name: '1시간 뒤에 끝내기' }).click()
    await expect(page.getByText(/1시간 남음/)).toBeVisible()
    await page.getByRole('button', { name: '하루 늘리기' }).click()
    await expect(page.getByText(/1일 남음/)).toBeVisible()
    await expect(friend.page.locator('.room-end')).toHaveText('1일 남음')

    await page.getByRole('textbox', { name: ko.roomName }).fill('가'.repeat(41))
    await page.getByRole('button', { name: '저장', exact: true }).click()
    await expect(page.getByText('방 이름이 너무 깁니다.')).toBeVisible()
    await expect(page.getByRole('textbox', { name: ko.roomName })).toHaveValue('가'.repeat(41))

    await expect(page.getByRole('button', { name: '네, 지금 닫습니다' })).toBeHidden()
    await page.locator('summary').filter({ hasText: '방 닫기' }).click()
    await page.getByRole('button', { name: '네, 지금 닫습니다' }).click()
    await expect(page).toHaveURL(room)
    for (const where of [page, friend.page]) {
      await expect(where.getByRole('heading', { level: 1, name: '방장이 닫은 방입니다.' })).toBeVisible()
    }
  })
}

test('the page is none to anybody else', async ({ guest, watch }) => {
  watch.expect(/404/)
  const host = await guest('집주인')
  await host.createRoom('서재')
  const friend = await guest('친구')
  await friend.page.goto(`${host.page.url()}/settings`)
  await expect(friend.page.getByRole('heading', { level: 1, name: '페이지를 찾을 수 없습니다.' })).toBeVisible()
})

for (const { locale, tag } of languages) {
  for (const colorScheme of lights) {
    test(`it is accessible in ${locale}, ${colorScheme}`, async ({ visit }) => {
      const words = tag === 'ko' ? ko : en
      const page = await visit('/', { locale, colorScheme })
      const host = new Guest(page, 'Alice', words)
      await host.enter()
      await host.createRoom('Parlour')
      const settings = `${page.url()}/settings`
      await page.goto(settings)
      await hasNoViolations(page)
      await page.goto(`${settings}?section=terms&refused=room_name_taken&name=Parlour`)
      await hasNoViolations(page)
      await page.goto(`${settings}?section=lock`)
      await page.locator('summary').click()
      await hasNoViolations(page)
    })
  }
}
