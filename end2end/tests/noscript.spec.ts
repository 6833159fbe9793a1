import { expect, onlyOnLinux, test } from './fixtures.ts'
import { Guest } from './guest.ts'

test.describe('without scripts', () => {
  // Chromium counts a script that it was told not to run as one that the policy blocked.
  test.beforeEach(({ watch }) => watch.expect(/^failed: .*\/pkg\/sarangbang\.\w+\.js csp$/))

  test('everything essential works by forms alone', async ({ visit, guest }) => {
    const page = await visit('/', { javaScriptEnabled: false })
    const plain = new Guest(page, '고전')
    await page.getByRole('textbox', { name: plain.words.nicknameQuestion }).fill('고전')
    await page.getByRole('button', { name: plain.words.enter, exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: plain.words.roomList })).toBeVisible()

    await plain.createRoom('서당', '글만 읽는 방')
    await expect(page.getByRole('button', { name: plain.words.join, exact: true }), 'who made it is in').toBeHidden()
    await plain.composer.fill('하늘 천 따 지')
    await page.getByRole('button', { name: plain.words.send, exact: true }).click()
    await plain.sees('하늘 천 따 지')
    await expect(plain.messages('하늘 천 따 지')).toContainText('(나)')

    const modern = await guest('현대')
    await modern.join('서당')
    await modern.sees('하늘 천 따 지')
    await modern.say('검을 현 누를 황')
    await modern.sees('검을 현 누를 황')
    await page.reload()
    await plain.sees('검을 현 누를 황')

    await page.getByRole('button', { name: plain.words.leave, exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: plain.words.roomList })).toBeVisible()
  })

  test('a guest joins by a button, once', async ({ visit, guest }) => {
    const maker = await guest('주인')
    await maker.createRoom('사랑채')
    const page = await visit(new URL(maker.page.url()).pathname, { javaScriptEnabled: false })
    await page.getByRole('textbox', { name: maker.words.nicknameQuestion }).fill('손님')
    await page.getByRole('button', { name: maker.words.enter, exact: true }).click()
    const join = page.getByRole('button', { name: maker.words.join, exact: true })
    await join.click()
    await expect(join).toBeHidden()
  })

  test('a refused nickname need not be typed again', async ({ visit, guest }) => {
    await guest('철수')
    const page = await visit('/', { javaScriptEnabled: false })
    const field = page.getByRole('textbox', { name: '닉네임을 입력해 주세요.' })
    await field.fill('철수')
    await page.getByRole('button', { name: '들어가기', exact: true }).click()
    await expect(field).toHaveValue('철수')
    await expect(field).toHaveAttribute('aria-invalid', 'true')
  })

  test('a refused message need not be typed again, and is written once', async ({ visit, guest, house }) => {
    onlyOnLinux()
    const host = await guest('집주인')
    await host.createRoom('가득')
    const page = await visit('/', { javaScriptEnabled: false })
    const late = new Guest(page, '손님')
    await page.getByRole('textbox', { name: late.words.nicknameQuestion }).fill('손님')
    await page.getByRole('button', { name: late.words.enter, exact: true }).click()
    await page.goto(host.page.url())
    await late.composer.fill('\n</textarea><b>첫 줄</b> &amp;\n둘째 줄')
    await house.fillDisk(true)
    await page.getByRole('button', { name: late.words.send, exact: true }).click()
    await expect(page.getByText('지금은 할 수 없습니다.')).toBeVisible()
    await expect(late.composer).toHaveValue('\n</textarea><b>첫 줄</b> &amp;\n둘째 줄')
    await house.fillDisk(false)
    await page.getByRole('button', { name: late.words.send, exact: true }).click()
    await expect(late.rows).toHaveCount(1)
    await expect(late.composer).toHaveValue('')
    await expect(host.rows).toHaveCount(1)
  })

  test('a form that goes wrong says why and keeps nothing half done', async ({ visit, guest }) => {
    const maker = await guest('먼저')
    await maker.createRoom('하나뿐인 방')

    const page = await visit('/', { javaScriptEnabled: false })
    const late = new Guest(page, '나중')
    await page.getByRole('textbox', { name: late.words.nicknameQuestion }).fill('나중')
    await page.getByRole('button', { name: late.words.enter, exact: true }).click()
    const form = page.getByRole('region', { name: late.words.createRoom })
    await form.getByRole('textbox', { name: late.words.roomName }).fill('하나뿐인 방')
    await form.getByRole('button', { name: late.words.createRoomSubmit, exact: true }).click()
    await expect(page.getByText('이미 있거나 헷갈리기 쉬운 방 이름입니다.')).toBeVisible()
    await expect(late.room('하나뿐인 방')).toHaveCount(1)
  })
})
