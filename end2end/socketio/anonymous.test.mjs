// The anonymous chat: its REST side and a namespace per space.
import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'

import { Bot } from '../lib/bot.mjs'
import { Client } from '../lib/client.mjs'
import { House } from '../lib/house.mjs'
import { Visit } from '../lib/visit.mjs'

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** @type {House} */
let house
/** @type {{ leave(): void }[]} */
let clients = []
let numbers = 0

before(async () => {
  house = await House.open()
})
after(() => house.close())
afterEach(() => {
  for (const client of clients) client.leave()
  clients = []
})

/** @param {string} name */
const unique = (name) => `${name}${(numbers += 1)}`

/** A room, by its own visitor. @param {Record<string, any>} [terms] */
async function makeRoom(terms = {}) {
  const asked = { namespace: 'anonymous', title: unique('방'), capacity: 10, isPassword: false, ...terms }
  const { status, data } = await new Visit(house.url).ask('POST', '/chat/rooms', asked)
  assert.equal(status, 201)
  return data
}

/** A socket of a visitor. @param {Visit} visit @param {string} [space] */
async function connect(visit, space) {
  const client = await visit.connect(space)
  clients.push(client)
  return client
}

/** Somebody who has a session and is in a room. @param {{ id: string }} room */
async function inside(room) {
  const visit = new Visit(house.url)
  await visit.ask('POST', `/chat/rooms/${room.id}/access-check`, {})
  const client = await connect(visit)
  const { data: chatter } = await client.ask('joinRoom', { roomId: room.id, chatterId: '' })
  return { visit, client, chatter }
}

/** What somebody was told by an event, without who said it. @param {Client} client @param {string} event */
const contents = (client, event) => client.all(event).map(({ content }) => content)

describe("the original client's way", () => {
  it('goes from making a room to paging back', async () => {
    const visit = new Visit(house.url)
    const title = unique('소모임')
    const made = await visit.ask('POST', '/chat/rooms', { namespace: 'anonymous', title, capacity: 5, isPassword: true, password: '비밀' })
    assert.deepEqual([made.status, made.success, made.message], [201, true, 'ok'])
    const { id, createdAt, expiresAt, ...room } = made.data
    assert.deepEqual(room, { namespace: 'anonymous', title, capacity: 5, isPassword: true, isExpired: false, chatters: 0 })
    assert.match(createdAt, TIME)
    assert.equal(Date.parse(expiresAt) - Date.parse(createdAt), 24 * 60 * 60 * 1000, 'a day')

    const younghee = new Visit(house.url)
    const { data: rooms } = await younghee.ask('GET', '/chat/rooms')
    assert.ok(rooms.some((/** @type {any} */ one) => one.id === id && one.title === title))
    assert.deepEqual((await younghee.ask('GET', `/chat/rooms/${id}`)).data, made.data)
    assert.equal((await younghee.ask('GET', `/chat/rooms/${id}/undefined/reentry-check`)).data, false)
    const wrong = await younghee.ask('POST', `/chat/rooms/${id}/access-check`, { password: '아님' })
    assert.deepEqual([wrong.status, wrong.success, wrong.data], [200, true, false])
    const right = await younghee.ask('POST', `/chat/rooms/${id}/access-check`, { password: '비밀' })
    assert.deepEqual([right.status, right.data], [200, true])

    const owner = await connect(visit)
    const { data: host } = await owner.ask('joinRoom', { roomId: id, chatterId: null })
    let socket = await connect(younghee)
    const joined = await socket.ask('joinRoom', { roomId: id, chatterId: null })
    assert.deepEqual([joined.success, joined.message], [true, 'ok'])
    const chatter = joined.data
    assert.deepEqual(Object.keys(chatter).sort(), ['createdAt', 'deletedAt', 'id', 'isActive', 'nickname'])
    assert.deepEqual([chatter.deletedAt, chatter.isActive], [null, true])
    assert.match(chatter.nickname, /^[가-힣]+( [가-힣]+)* [가-힣]+(#\d{4})?$/)
    const came = await owner.hears('sendAlert', ({ chatterId }) => chatterId === chatter.id)
    assert.equal(came.content, `${chatter.nickname}님이 입장했습니다.`)
    const there = await owner.hears('returnChatters', (chatters) => chatters.length === 2)
    assert.deepEqual(new Set(there.map((/** @type {any} */ one) => one.id)), new Set([host.id, chatter.id]))

    const sent = await socket.ask('sendMessage', { roomId: id, content: '안녕하세요' })
    assert.equal(sent.success, true)
    const heard = await owner.hears('sendMessage')
    assert.deepEqual(heard, sent.data)
    assert.deepEqual(await socket.hears('sendMessage'), heard, 'the sender hears it, too')
    assert.match(heard.sentAt, TIME)
    const { id: messageId, sentAt, ...message } = heard
    assert.equal(typeof messageId, 'number')
    assert.deepEqual(message, { type: 'MESSAGE', content: '안녕하세요', roomId: id, chatterId: chatter.id, chatter })
    await socket.ask('sendAlert', { roomId: id, content: '공지합니다' })
    const alert = await owner.hears('sendAlert', ({ content }) => content === '공지합니다')
    assert.deepEqual([alert.type, alert.chatterId], ['ALERT', chatter.id], 'any member may')
    socket.heard = []
    const asked = await socket.ask('returnChatters', { roomId: id })
    assert.deepEqual(await socket.hears('returnChatters'), asked.data)

    // A reload: within a second nobody is told of it.
    assert.equal((await socket.socket.timeout(10_000).emitWithAck('leaveRoom')).success, true)
    socket.leave()
    socket = await connect(younghee)
    assert.equal((await younghee.ask('GET', `/chat/rooms/${id}/${chatter.id}/reentry-check`)).data, true)
    assert.equal((await socket.ask('joinRoom', { roomId: id, chatterId: chatter.id })).data.id, chatter.id)
    await socket.ask('sendMessage', { roomId: id, content: '다시 왔어요' })
    await owner.hears('sendMessage', ({ content }) => content === '다시 왔어요')
    // The owner is gone for good, after which the reload's second is over as well.
    owner.leave()
    await socket.hears('sendAlert', ({ content }) => content === `${host.nickname}님이 퇴장했습니다.`)
    assert.deepEqual(contents(socket, 'sendAlert'), [`${host.nickname}님이 퇴장했습니다.`])

    const page = await younghee.ask('GET', `/chat/messages/${id}/1/${chatter.id}`)
    assert.deepEqual(
      page.data.map((/** @type {any} */ one) => one.content),
      [came.content, '안녕하세요', '공지합니다', '다시 왔어요', `${host.nickname}님이 퇴장했습니다.`],
      'since this chatter came, and not before',
    )
    assert.deepEqual({ ...page.data[1], chatter }, heard)
  })

  it('pages by twenty, the oldest first inside a page', async () => {
    const room = await makeRoom()
    const { visit, client, chatter } = await inside(room)
    for (let number = 1; number <= 44; number += 1) await client.ask('sendMessage', { roomId: room.id, content: `${number}` })
    /** @param {number} number */
    const page = async (number) => {
      const { data } = await visit.ask('GET', `/chat/messages/${room.id}/${number}/${chatter.id}`)
      return data.map((/** @type {any} */ { content }) => content)
    }
    /** @param {number} from @param {number} to */
    const numbers = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => `${from + index}`)
    assert.deepEqual(await page(1), numbers(25, 44))
    assert.deepEqual(await page(2), numbers(5, 24))
    assert.deepEqual(await page(3), [`${chatter.nickname}님이 입장했습니다.`, ...numbers(1, 4)])
    assert.deepEqual(await page(4), [])
  })

  it('changes nicknames, and everyone sees who is there', async () => {
    const room = await makeRoom()
    const { visit, client, chatter } = await inside(room)
    const witness = await inside(room)
    const nickname = unique('느티나무')
    const { status, data } = await visit.ask('PATCH', `/chat/chatters/${chatter.id}/nickname`, { nickname })
    assert.deepEqual([status, data], [200, { ...chatter, nickname }])
    await witness.client.hears('returnChatters', (chatters) => chatters.some((/** @type {any} */ one) => one.nickname === nickname))
    await client.ask('leaveRoom', { roomId: room.id })
    await witness.client.hears('sendAlert', ({ content }) => content === `${nickname}님이 퇴장했습니다.`)
    const taken = await witness.visit.ask('PATCH', `/chat/chatters/${witness.chatter.id}/nickname`, { nickname })
    assert.deepEqual([taken.status, taken.message], [409, 'nickname_taken'])
  })
})

describe('a chatter', () => {
  it('is known again by the session of the first page that one looked at', async () => {
    const room = await makeRoom()
    const visit = new Visit(house.url)
    await visit.look()
    assert.ok(visit.cookie)
    const cookie = visit.cookie
    const [one, two] = [await connect(visit), await connect(visit)]
    const [first, second] = await Promise.all([one, two].map((client) => client.ask('joinRoom', { roomId: room.id, chatterId: null })))
    assert.equal(first?.data.id, second?.data.id, 'two tabs are one person')
    assert.equal((await visit.ask('GET', `/chat/rooms/${room.id}/${first?.data.id}/reentry-check`)).data, true)
    assert.equal(visit.cookie, cookie)
    const bot = await Bot.enter(house.url, {}, { extraHeaders: { cookie, origin: house.url } })
    clients.push(bot)
    assert.equal(bot.me.id, first?.data.id, 'the same guest on the web page')
  })

  it('is somebody new each time without a session', async () => {
    const room = await makeRoom()
    const one = await connect(new Visit(house.url))
    const { data: first } = await one.ask('joinRoom', { roomId: room.id, chatterId: null })
    one.leave()
    const two = await connect(new Visit(house.url))
    const { data: second } = await two.ask('joinRoom', { roomId: room.id, chatterId: first.id })
    assert.notEqual(second.id, first.id)
    assert.equal((await two.ask('joinRoom', { roomId: room.id, chatterId: second.id })).data.id, second.id)
  })

  it('is nobody that another session may be', async () => {
    const room = await makeRoom({ isPassword: true, password: '비밀' })
    const victim = new Visit(house.url)
    await victim.ask('POST', `/chat/rooms/${room.id}/access-check`, { password: '비밀' })
    const { data: chatter } = await (await connect(victim)).ask('joinRoom', { roomId: room.id, chatterId: null })
    const other = new Visit(house.url)
    await other.ask('POST', `/chat/rooms/${room.id}/access-check`, { password: '비밀' })
    const refused = { success: false, message: 'chatter_not_found', data: null }
    assert.deepEqual(await (await connect(other)).ask('joinRoom', { roomId: room.id, chatterId: chatter.id }), refused)
    assert.deepEqual(await other.ask('GET', `/chat/messages/${room.id}/1/${chatter.id}`), { status: 404, ...refused })
    assert.deepEqual(await other.ask('PATCH', `/chat/chatters/${chatter.id}/nickname`, { nickname: '도둑고양이' }), { status: 404, ...refused })
    assert.equal((await other.ask('GET', `/chat/rooms/${room.id}/${chatter.id}/reentry-check`)).data, false)
    const forger = new Visit(house.url)
    forger.cookie = `sarangbang=${'A'.repeat(43)}`
    assert.deepEqual(await (await connect(forger)).ask('joinRoom', { roomId: room.id, chatterId: chatter.id }), refused)
  })
})

describe('a locked room', () => {
  it('asks for the password on the socket, too', async () => {
    const room = await makeRoom({ isPassword: true, password: '비밀' })
    const client = await connect(new Visit(house.url))
    for (const password of [undefined, null, '']) {
      assert.equal((await client.ask('joinRoom', { roomId: room.id, chatterId: null, password })).message, 'password_required')
    }
    assert.equal((await client.ask('joinRoom', { roomId: room.id, chatterId: null, password: '아님' })).message, 'wrong_password')
    assert.equal((await client.ask('sendMessage', { roomId: room.id, content: '몰래' })).message, 'not_in_room')
    assert.equal((await client.ask('returnChatters', { roomId: room.id })).message, 'not_in_room')
    assert.equal((await client.ask('joinRoom', { roomId: room.id, chatterId: null, password: '비밀' })).success, true)
  })

  it('shows what was said to nobody who does not know it', async () => {
    const room = await makeRoom({ isPassword: true, password: '비밀' })
    const visit = new Visit(house.url)
    assert.equal((await visit.ask('POST', `/chat/rooms/${room.id}/access-check`, { password: '' })).data, false)
    assert.equal((await visit.ask('POST', `/chat/rooms/${room.id}/access-check`)).data, false)
    const open = await makeRoom()
    const { data: chatter } = await (await connect(visit)).ask('joinRoom', { roomId: open.id, chatterId: null })
    const page = await visit.ask('GET', `/chat/messages/${room.id}/1/${chatter.id}`)
    assert.deepEqual([page.status, page.message], [404, 'room_not_found'])
    assert.equal((await visit.ask('GET', `/chat/rooms/${room.id}/${chatter.id}/reentry-check`)).data, false)
  })
})

describe('a room', () => {
  it('that is full refuses at the door and on the socket, whichever way people came', async () => {
    const room = await makeRoom({ capacity: 2 })
    await inside(room)
    const web = await Bot.enter(house.url, { nickname: unique('웹이') })
    clients.push(web)
    await web.do('joinRoom', { roomId: room.id })
    const late = new Visit(house.url)
    const door = await late.ask('POST', `/chat/rooms/${room.id}/access-check`, {})
    assert.deepEqual([door.status, door.success, door.message, door.data], [409, false, 'room_full', null])
    assert.equal((await (await connect(late)).ask('joinRoom', { roomId: room.id, chatterId: null })).message, 'room_full')
    assert.equal((await late.ask('GET', `/chat/rooms/${room.id}`)).data.chatters, 2)
  })

  it('that has ended says so, and everyone in it hears of it', async () => {
    const visit = new Visit(house.url)
    const { data: room } = await visit.ask('POST', '/chat/rooms', { namespace: 'anonymous', title: '잠깐', capacity: 0, isPassword: false, expiresInSecs: 60 })
    const { client, visit: member, chatter } = await inside(room)
    const owner = await Bot.enter(house.url, {}, { extraHeaders: { cookie: visit.cookie ?? '', origin: house.url } })
    clients.push(owner)
    await owner.do('closeRoom', { roomId: room.id })
    assert.deepEqual(await client.hears('roomClosed'), { roomId: room.id, reason: 'closed' })
    for (const [event, payload] of /** @type {[string, any][]} */ ([
      ['joinRoom', { roomId: room.id, chatterId: chatter.id }],
      ['sendMessage', { roomId: room.id, content: '아직?' }],
      ['sendAlert', { roomId: room.id, content: '아직?' }],
      ['returnChatters', { roomId: room.id }],
    ])) {
      assert.equal((await client.ask(event, payload)).message, 'room_closed', event)
    }
    for (const [method, path] of [
      ['GET', `/chat/rooms/${room.id}`],
      ['POST', `/chat/rooms/${room.id}/access-check`],
      ['GET', `/chat/messages/${room.id}/1/${chatter.id}`],
      ['GET', `/chat/rooms/${room.id}/${chatter.id}/reentry-check`],
    ]) {
      const { status, success, message, data } = await member.ask(`${method}`, `${path}`)
      assert.deepEqual([status, success, message, data], [410, false, 'room_closed', null], path)
    }
  })

  it('is known in its own space only', async () => {
    const room = await makeRoom()
    const client = await connect(new Visit(house.url), 'main')
    assert.equal((await client.ask('joinRoom', { roomId: room.id, chatterId: null })).message, 'room_not_found')
    const elsewhere = await Bot.enter(house.url, { nickname: unique('웹이') })
    clients.push(elsewhere)
    assert.ok(!elsewhere.welcome.rooms.some((/** @type {any} */ one) => one.id === room.id))
  })

  it('of main has a name of its own, and others may repeat theirs', async () => {
    const title = unique('이름')
    /** @param {string} namespace */
    const make = (namespace) => new Visit(house.url).ask('POST', '/chat/rooms', { namespace, title, capacity: 2, isPassword: false })
    assert.deepEqual([(await make('anonymous')).status, (await make('anonymous')).status], [201, 201])
    assert.equal((await make('main')).status, 201)
    const taken = await make('main')
    assert.deepEqual([taken.status, taken.success, taken.message, taken.data], [409, false, 'room_name_taken', null])
  })

  it('tells of everyone who comes and goes, whichever way', async () => {
    const title = unique('함께')
    const { data: room } = await new Visit(house.url).ask('POST', '/chat/rooms', { namespace: 'main', title, capacity: 0, isPassword: false })
    const watcher = await connect(new Visit(house.url), 'main')
    await watcher.ask('joinRoom', { roomId: room.id, chatterId: null })
    const [web, nest, notes] = [
      await Bot.enter(house.url, { nickname: unique('웹이') }),
      await Client.connect(house.url, '/room'),
      await Client.connect(house.url, '/chats'),
    ]
    clients.push(web, nest, notes)
    await web.do('joinRoom', { roomId: room.id })
    await nest.ask('joinRoom', { room: title, nickname: unique('네스트'), toLeaveRoom: '' })
    await notes.ask('enter_chat', [title])
    await watcher.hears('returnChatters', (chatters) => chatters.length === 4)
    await watcher.hears('sendAlert', ({ content }) => content === `${web.me.nickname}님이 입장했습니다.`)

    await watcher.ask('sendMessage', { roomId: room.id, content: '모두 들리나요' })
    await nest.hears('message', ({ message }) => message.endsWith(': 모두 들리나요'))
    await notes.hears('receive_message', (text) => text === '모두 들리나요')
    await web.hears('messages', ({ messages }) => messages.some((/** @type {any} */ one) => one.content === '모두 들리나요'))
    await web.say(room.id, '네')
    await watcher.hears('sendMessage', ({ content, chatter }) => content === '네' && chatter.nickname === web.me.nickname)
    await web.do('leaveRoom', { roomId: room.id })
    await watcher.hears('sendAlert', ({ content }) => content === `${web.me.nickname}님이 퇴장했습니다.`)
    const seqs = web.messages(room.id).map(({ seq }) => seq)
    assert.deepEqual(seqs, seqs.map((_, index) => (seqs[0] ?? 0) + index), 'stored in one order without holes')
  })
})

describe('what is not understood', () => {
  it('gets a refusal that names it, and disturbs nobody', async () => {
    const room = await makeRoom()
    const { client: bystander } = await inside(room)
    const visit = new Visit(house.url)
    const client = await connect(visit)
    for (const event of ['joinRoom', 'sendMessage', 'sendAlert', 'returnChatters']) {
      for (const payload of [null, 7, 'text', [], {}, { roomId: 1 }, { roomId: room.id, chatterId: {}, content: [] }]) {
        const { message } = await client.ask(event, payload)
        const isKnown = event === 'returnChatters' && payload !== null && typeof payload === 'object' && 'content' in payload
        assert.equal(message, isKnown ? 'not_in_room' : 'bad_request', `${event} ${JSON.stringify(payload)}`)
      }
    }
    assert.equal((await client.ask('leaveRoom', 7)).message, 'bad_request')
    assert.equal((await client.ask('deleteEverything', {})).message, 'unknown_event')
    assert.equal((await client.ask('joinRoom', { roomId: 'nowhere', chatterId: null })).message, 'room_not_found')
    const good = { namespace: 'anonymous', title: '방', capacity: 2, isPassword: false }
    /** @type {[number, any][]} */
    const rooms = [
      [400, ''],
      [400, '{'],
      [400, []],
      [400, { ...good, title: 1 }],
      [400, { ...good, title: '' }],
      [400, { ...good, title: 'x'.repeat(41) }],
      [400, { ...good, capacity: 1 }],
      [400, { ...good, capacity: -1 }],
      [400, { ...good, capacity: 10_001 }],
      [400, { ...good, isPassword: true }],
      [400, { ...good, isPassword: true, password: '' }],
      [400, { ...good, password: '비밀' }],
      [400, { ...good, isPassword: true, password: 'x'.repeat(129) }],
      [400, { ...good, expiresInSecs: 1 }],
      [404, { ...good, namespace: 'nowhere' }],
      [413, { ...good, title: 'x'.repeat(70_000) }],
    ]
    for (const [status, body] of rooms) {
      const answer = await visit.ask('POST', '/chat/rooms', body)
      assert.equal(answer.status, status, JSON.stringify(body).slice(0, 200))
      if (status !== 413) assert.deepEqual([answer.success, answer.data], [false, null])
    }
    for (const [method, path] of [
      ['GET', '/chat/rooms/nowhere'],
      ['GET', '/chat/rooms?namespace=nowhere'],
      ['POST', '/chat/rooms/nowhere/access-check'],
      ['GET', '/chat/messages/nowhere/1'],
      ['GET', '/chat/rooms/nowhere/undefined/reentry-check'],
    ]) {
      const { status, success } = await visit.ask(`${method}`, `${path}`)
      assert.deepEqual([status, success], [404, false], path)
    }
    for (const page of ['0', '-1', 'x', '99999999999']) {
      assert.equal((await visit.ask('GET', `/chat/messages/${room.id}/${page}/undefined`)).status, 400, page)
    }
    assert.deepEqual((await visit.ask('GET', `/chat/messages/${room.id}/1/undefined`)).data, [])
    assert.deepEqual((await visit.ask('GET', `/chat/messages/${room.id}/1`)).data, [])
    bystander.heard = []
    await bystander.ask('sendMessage', { roomId: room.id, content: '조용하다' })
    await bystander.hears('sendMessage')
    assert.deepEqual(bystander.heard.map(({ event }) => event), ['sendMessage'])
  })

  it("is what another site's page asks", async () => {
    const answer = await fetch(`${house.url}/chat/rooms`, {
      method: 'POST',
      headers: { origin: 'https://evil.example', 'content-type': 'text/plain' },
      body: JSON.stringify({ namespace: 'anonymous', title: '남의 방', capacity: 2, isPassword: false }),
    })
    assert.equal(answer.status, 403)
  })
})
