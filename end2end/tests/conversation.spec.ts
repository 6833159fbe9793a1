import { expect, test } from './fixtures.ts'
import { Guest } from './guest.ts'

test.describe('two guests', () => {
  test('meet in a new room and talk both ways', async ({ guest }) => {
    const cheolsu = await guest('철수')
    const younghee = await guest('영희')

    await cheolsu.createRoom('개발방', '러스트로 만드는 사랑방')
    await expect(younghee.room('개발방')).toBeVisible()
    await expect(younghee.room('개발방')).toContainText('러스트로 만드는 사랑방')
    await younghee.join('개발방')

    await cheolsu.say('영희야 안녕')
    await younghee.sees('영희야 안녕')
    await younghee.say('철수야 반가워')
    await cheolsu.sees('철수야 반가워')
    await cheolsu.sees('영희야 안녕')

    for (const { rows } of [cheolsu, younghee]) {
      await expect(rows).toHaveText([/철수[^]*영희야 안녕/, /영희[^]*철수야 반가워/])
    }
  })

  test('see whose words are whose', async ({ guest }) => {
    const cheolsu = await guest('철수')
    const younghee = await guest('영희')
    await cheolsu.createRoom('수다방')
    await younghee.join('수다방')

    await cheolsu.say('이건 내가 쓴 말')
    await expect(cheolsu.messages('이건 내가 쓴 말')).toContainText('(나)')
    await expect(younghee.messages('이건 내가 쓴 말')).toContainText('철수')
    await expect(younghee.messages('이건 내가 쓴 말')).not.toContainText('(나)')
  })

  test('see who is in the room, and who left it', async ({ guest }) => {
    const cheolsu = await guest('철수')
    const younghee = await guest('영희')
    await cheolsu.createRoom('거실')
    await younghee.join('거실')
    await expect(cheolsu.members).toContainText('영희')
    await expect(younghee.members).toContainText('철수')

    await younghee.leave()
    await expect(cheolsu.members).not.toContainText('영희')
  })

  test('never get the same name', async ({ guest, visit, watch }) => {
    await guest('철수')
    watch.expect(/answered 4\d\d/, /status of 4\d\d/)
    const other = new Guest(await visit(), '철수')
    await other.page.getByRole('textbox', { name: other.words.nicknameQuestion }).fill('철수')
    await other.page.getByRole('button', { name: other.words.enter, exact: true }).click()
    await expect(other.page.getByText('다른 사람이 쓰고 있거나 헷갈리기 쉬운 닉네임입니다.')).toBeVisible()
  })
})

test.describe('three guests', () => {
  test('see the list of rooms change wherever they are', async ({ guest }) => {
    const inLobby = await guest('로비')
    const inRoom = await guest('방안')
    const maker = await guest('주인')
    await inRoom.createRoom('첫째방')
    await expect(inLobby.room('첫째방')).toContainText('1명')

    await maker.createRoom('둘째방')
    await expect(inLobby.room('둘째방')).toContainText('1명')
    await expect(inRoom.room('둘째방')).toContainText('1명')

    await inLobby.join('둘째방')
    await expect(inRoom.room('둘째방')).toContainText('2명')
    await inLobby.leave()
    await expect(inRoom.room('둘째방')).toContainText('1명')
  })

  test('read everything in one order', async ({ guest }) => {
    const guests = [await guest('하나'), await guest('두리'), await guest('세찌')]
    const [host, ...others] = guests
    await host.createRoom('광장')
    for (const other of others) await other.join('광장')

    await Promise.all(guests.map(async (speaker) => {
      for (let line = 1; line <= 5; line += 1) await speaker.say(`${speaker.nickname} ${line}`)
    }))

    for (const reader of guests) await expect(reader.rows).toHaveCount(15)
    const told = await Promise.all(guests.map((reader) => reader.rows.locator('.message-text').allTextContents()))
    expect(new Set(told[0]).size, 'each message once').toBe(15)
    expect(told[1]).toEqual(told[0])
    expect(told[2]).toEqual(told[0])
  })

  test('hear only the room they are in after switching', async ({ guest }) => {
    const mover = await guest('나그네')
    const left = await guest('왼쪽')
    const right = await guest('오른쪽')
    await left.createRoom('왼방')
    await right.createRoom('오른방')

    await mover.join('왼방')
    await expect(left.members).toContainText('나그네')
    await mover.join('오른방')
    await expect(left.members).not.toContainText('나그네')
    await expect(right.members).toContainText('나그네')

    await left.say('왼방에서만 하는 말')
    await left.sees('왼방에서만 하는 말')
    await right.say('오른방에서 하는 말')
    await mover.sees('오른방에서 하는 말')
    await expect(mover.messages('왼방에서만 하는 말')).toHaveCount(0)
  })
})

test('the notice area tells who made and entered which room', async ({ guest }) => {
  const reader = await guest('독자')
  const maker = await guest('철수')
  await maker.createRoom('개발방')
  await expect(reader.notices).toContainText('철수님이 개발방을 만들었습니다.')
  const newcomer = await guest('영희')
  await newcomer.join('개발방')
  await expect(reader.notices).toContainText('영희님이 개발방에 입장했습니다.')
})

test('a reload keeps the guest, the room and its history', async ({ guest }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('기록방')
  await cheolsu.say('지워지지 않는 말')
  await cheolsu.sees('지워지지 않는 말')

  await cheolsu.reload()
  await cheolsu.isIn('기록방')
  await cheolsu.sees('지워지지 않는 말')
  await expect(cheolsu.messages('지워지지 않는 말')).toContainText('(나)')
  await cheolsu.say('다시 와서 하는 말')
  await cheolsu.sees('다시 와서 하는 말')
})

test('the way back leads from the room to the lobby and forth', async ({ guest }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('복도')
  await cheolsu.page.goBack()
  await expect(cheolsu.page.getByRole('heading', { level: 1, name: '채팅방 목록' })).toBeVisible()
  await cheolsu.page.goForward()
  await cheolsu.isIn('복도')
})

test('a stranger with a link gives a nickname and lands in the room', async ({ guest, visit }) => {
  const host = await guest('주인')
  await host.createRoom('초대방')
  await host.say('어서 오세요')
  await host.sees('어서 오세요')

  const stranger = new Guest(await visit(new URL(host.page.url()).pathname), '손님')
  await expect(stranger.page.getByText('초대방')).toBeVisible()
  await stranger.enter()
  await stranger.isIn('초대방')
  await stranger.sees('어서 오세요')
  await expect(host.members).toContainText('손님')
})

test('an unknown room is a page that says so, with the status 404', async ({ guest, watch }) => {
  watch.expect(/404/)
  const { page } = await guest('길손')
  const answer = await page.goto('/r/nosuchroom')
  expect(answer?.status()).toBe(404)
  await expect(page.getByRole('heading', { name: '방을 찾을 수 없습니다.' })).toBeVisible()
})

test('older messages come on scrolling up, and nothing jumps', async ({ guest, bot }) => {
  const storyteller = await bot('이야기꾼')
  const room = await storyteller.openRoom('긴 이야기')
  for (let line = 1; line <= 130; line += 1) await storyteller.say(room.id, `${line}번째 줄`)

  const reader = await guest('독자')
  await reader.join('긴 이야기')
  await expect(reader.messages('130번째 줄')).toBeInViewport()
  await expect(reader.messages('70번째 줄')).toHaveCount(0)

  await reader.feed.hover()
  await expect(async () => {
    await reader.page.mouse.wheel(0, -4000)
    await expect(reader.rows.first().locator('.message-text')).toHaveText('1번째 줄', { timeout: 1_000 })
  }).toPass()
  const lines = await reader.rows.locator('.message-text').allTextContents()
  expect(lines).toEqual(Array.from({ length: 130 }, (_, index) => `${index + 1}번째 줄`))
})

test('who is writing is shown to the others, and told to the house every three seconds at most', async ({ guest }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('수다방')
  const younghee = await guest('영희')
  const told: string[] = []
  younghee.page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => String(payload).includes('"typing"') && told.push(String(payload)))
  })
  await younghee.reload()
  await younghee.join('수다방')
  await younghee.composer.pressSequentially('아직 쓰는 중입니다')
  await expect(cheolsu.page.locator('.typing')).toHaveText('영희님이 입력하고 있습니다…')
  await expect(younghee.page.locator('.typing'), 'who writes knows').toHaveText('')
  expect(told).toHaveLength(1)
  await younghee.composer.press('Enter')
  await cheolsu.sees('아직 쓰는 중입니다')
  await expect(cheolsu.page.locator('.typing')).toHaveText('')
})

test('a lost connection is told of after two seconds', async ({ guest, watch }) => {
  watch.expect(/ERR_INTERNET_DISCONNECTED/)
  const someone = await guest('철수')
  await someone.createRoom('수다방')
  await someone.page.context().setOffline(true)
  const banner = someone.page.locator('.connection-banner', { hasText: '다시 연결하는 중' })
  await expect(banner).toHaveCSS('animation-delay', '2s')
  await expect(banner).toHaveCSS('visibility', 'hidden')
  await expect(banner).toHaveCSS('visibility', 'visible')
})

test('a room that changes while it is pressed is entered', async ({ guest, bot }) => {
  const host = await bot('집주인')
  const { id } = await host.openRoom('붐비는 방')
  const cheolsu = await guest('철수')
  const box = await cheolsu.room('붐비는 방').locator('.room-card-name').boundingBox()
  await cheolsu.page.mouse.move(box!.x + 5, box!.y + 5)
  await cheolsu.page.mouse.down()
  await host.do('joinRoom', { roomId: id })
  await expect(cheolsu.room('붐비는 방')).toContainText('1명')
  await cheolsu.page.mouse.up()
  await cheolsu.isIn('붐비는 방')
})
