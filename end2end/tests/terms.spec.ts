import { hasNoViolations, languages, lights } from './axe.ts'
import { expect, test } from './fixtures.ts'
import { Guest } from './guest.ts'
import { en, ko } from './words.ts'

/** What the create form has behind its quiet summary. */
interface Terms {
  password?: string
  capacity?: string
  life?: string
  unlisted?: boolean
}

async function createOnTerms(guest: Guest, name: string, { password, capacity, life, unlisted }: Terms) {
  const { page, words } = guest
  const form = page.getByRole('region', { name: words.createRoom })
  await form.getByRole('textbox', { name: words.roomName }).fill(name)
  await form.getByText(words.options, { exact: true }).click()
  if (password) await form.getByLabel(words.password).fill(password)
  if (capacity) await form.getByLabel(words.capacity).fill(capacity)
  if (life) await form.getByLabel(words.life).selectOption(life)
  if (unlisted) await form.getByLabel(words.unlisted).check()
  await form.getByRole('button', { name: words.createRoomSubmit, exact: true }).click()
}

for (const javaScriptEnabled of [true, false]) {
  test(`a room without terms shows none, ${javaScriptEnabled ? 'live' : 'without scripts'}`, async ({ visit, bot, watch }) => {
    watch.expect(/^failed: .*\/pkg\/sarangbang\.\w+\.js csp$/)
    const host = await bot('주인')
    const plain = await host.openRoom('열린 방')
    await host.do('createRoom', { name: '잠긴 방', password: '열려라' })
    const visitor = new Guest(await visit('/', { javaScriptEnabled }), '손님')
    await visitor.page.getByRole('textbox', { name: ko.nicknameQuestion }).fill('손님')
    await visitor.page.getByRole('button', { name: ko.enter, exact: true }).click()
    await expect(visitor.room('잠긴 방').locator('.room-card-lock')).toBeVisible()
    await expect(visitor.room('열린 방').locator('.room-card-lock')).toBeHidden()
    // Without scripts a room's page is never done loading: the conversation goes on in a frame.
    await visitor.page.goto(`/r/${plain.id}`, { waitUntil: 'domcontentloaded' })
    await expect(visitor.page.locator('.room-header .room-end')).toBeHidden()
  })

  const how = javaScriptEnabled ? 'live' : 'by form'
  test(`a room is made on terms, ${how}, and the list shows them`, async ({ visit, guest, watch }) => {
    watch.expect(/^failed: .*\/pkg\/sarangbang\.\w+\.js csp$/)
    const page = await visit('/', { javaScriptEnabled })
    const host = new Guest(page, '집주인')
    await page.getByRole('textbox', { name: ko.nicknameQuestion }).fill('집주인')
    await page.getByRole('button', { name: ko.enter, exact: true }).click()

    await createOnTerms(host, '비밀 모임', { password: '열려라', capacity: '1', life: '86400' })
    // The browser itself minds the bounds; what gets past it is the house's to refuse.
    await expect(page.getByLabel(ko.capacity)).toHaveJSProperty('validity.valid', false)
    await page.getByLabel(ko.capacity).fill('3')
    await page.getByRole('button', { name: ko.createRoomSubmit, exact: true }).click()
    await host.isIn('비밀 모임')
    await expect(page.getByText(/^1일 남음$/).first()).toBeVisible()

    const friend = await guest('친구')
    const card = friend.room('비밀 모임')
    await expect(card).toContainText('비밀번호가 있는 방')
    await expect(card).toContainText('/3명')
    await expect(card).toContainText('1일 남음')

    await card.click()
    const password = friend.page.getByRole('textbox', { name: ko.password })
    await password.fill('아니')
    await friend.page.getByRole('button', { name: ko.join, exact: true }).click()
    await expect(friend.page.getByText('비밀번호가 맞지 않습니다.')).toBeVisible()
    await expect(password).toHaveAttribute('aria-invalid', 'true')
    await password.fill('열려라')
    await friend.page.getByRole('button', { name: ko.join, exact: true }).click()
    await friend.isIn('비밀 모임')
  })
}

test('a refused form keeps what was typed without scripts', async ({ visit, guest, watch }) => {
  watch.expect(/^failed: .*\/pkg\/sarangbang\.\w+\.js csp$/)
  await (await guest('먼저')).createRoom('하나뿐인 방')
  const page = await visit('/', { javaScriptEnabled: false })
  const late = new Guest(page, '나중')
  await page.getByRole('textbox', { name: ko.nicknameQuestion }).fill('나중')
  await page.getByRole('button', { name: ko.enter, exact: true }).click()
  await page.getByRole('textbox', { name: ko.topic }).fill('같은 이름')
  await createOnTerms(late, '하나뿐인 방', { capacity: '7', life: '3600' })
  await expect(page.getByText('이미 있거나 헷갈리기 쉬운 방 이름입니다.')).toBeVisible()
  await expect(page.getByRole('textbox', { name: ko.roomName })).toHaveValue('하나뿐인 방')
  await expect(page.getByRole('textbox', { name: ko.topic })).toHaveValue('같은 이름')
  await expect(page.getByLabel(ko.capacity)).toHaveValue('7')
  await expect(page.getByLabel(ko.life)).toHaveValue('3600')
  await expect(page.getByLabel(ko.unlisted)).not.toBeChecked()
})

test('an unlisted room is found by its address only', async ({ guest }) => {
  const host = await guest('집주인')
  await createOnTerms(host, '숨은 방', { unlisted: true })
  await host.isIn('숨은 방')
  const friend = await guest('친구')
  await expect(friend.room('숨은 방')).toHaveCount(0)
  await friend.page.goto(host.page.url())
  await friend.isIn('숨은 방')
})

test('the end is counted down, told before and shown', async ({ bot, visit }) => {
  const host = await bot('집주인')
  const { room } = await host.do('createRoom', { name: '잠깐', topic: '', expiresInSecs: 660 + 20 })
  const page = await visit('/')
  const guest = new Guest(page, '손님')
  await guest.enter()
  await guest.join('잠깐')
  const notice = page.locator('.end-notice')
  await expect(page.locator('.room-end')).toHaveText('11분 남음')
  await expect(notice.getByText('이 방은 10분 안에 끝납니다.')).toBeHidden()
  await host.do('changeRoom', { roomId: room.id, expiresInSecs: 600 + 20 })
  await expect(page.locator('.room-end')).toHaveText('10분 남음')

  await host.do('changeRoom', { roomId: room.id, expiresInSecs: 63 })
  await expect(notice.getByText('이 방은 10분 안에 끝납니다.')).toBeVisible()
  await expect(notice.getByRole('link', { name: ko.extend })).toBeHidden()
  await expect(notice.getByText('이 방은 1분 안에 끝납니다.')).toBeVisible()
  await expect(page.locator('.room-end')).toHaveText(/^5\d초 남음$/)

  await host.do('closeRoom', { roomId: room.id })
  await expect(page.getByRole('heading', { level: 1, name: '방장이 닫은 방입니다.' })).toBeVisible()
  await expect(page.getByText('이제 내보낼 수 없고')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: '방장이 닫은 방입니다.' })).toBeVisible()
})

test('coming and going are told in the room, in the language of its reader', async ({ bot, guest }) => {
  const host = await bot('집주인')
  const { room } = await host.do('createRoom', { name: '알리는 방', announces: true })
  const reader = await guest('독자')
  await reader.join('알리는 방')
  const other = await bot('손님')
  await other.do('joinRoom', { roomId: room.id })
  await expect(reader.feed.getByText('손님님이 입장했습니다.')).toBeVisible()
  await expect(reader.page.locator('#announcer')).toContainText('손님님이 입장했습니다.')
  await other.do('leaveRoom', { roomId: room.id })
  await expect(reader.feed.getByText('손님님이 퇴장했습니다.')).toBeVisible()
  await reader.page.getByRole('button', { name: ko.otherLanguage }).click()
  await expect(reader.page.getByRole('log').getByText('손님 left.')).toBeVisible()
})

for (const { locale, tag } of languages) {
  for (const colorScheme of lights) {
    test(`rooms on terms are accessible in ${locale}, ${colorScheme}`, async ({ visit, bot }) => {
      const words = tag === 'ko' ? ko : en
      const host = await bot('집주인')
      const terms = { name: 'Locked', topic: '', password: 'sesame', capacity: 10, expiresInSecs: 3600 }
      const { room } = await host.do('createRoom', terms)
      const soon = await host.do('createRoom', { name: 'Soon', topic: 'over', expiresInSecs: 300 })
      const page = await visit('/', { locale, colorScheme })
      const guest = new Guest(page, 'Alice', words)
      await guest.enter()
      await page.getByRole('region', { name: words.createRoom }).getByText(words.options, { exact: true }).click()
      await hasNoViolations(page)
      await page.goto(`/r/${room.id}`)
      await hasNoViolations(page)
      await page.goto('/')
      await guest.join('Soon')
      await expect(page.locator('.end-notice .banner')).toBeVisible()
      await hasNoViolations(page)
      await host.do('closeRoom', { roomId: soon.room.id })
      await expect(page.locator('.dead-end')).toBeVisible()
      await hasNoViolations(page)
    })
  }
}
