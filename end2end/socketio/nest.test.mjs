// Room chat of the NestJS tutorial, namespaces `/chat` and `/room`.
import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'

import { Manager } from 'socket.io-client'

import { Bot } from '../lib/bot.mjs'
import { Client } from '../lib/client.mjs'
import { House } from '../lib/house.mjs'

/** @type {House} */
let house
/** @type {{ leave(): void }[]} */
let guests = []
let numbers = 0

before(async () => {
  house = await House.open()
})
after(() => house.close())
afterEach(() => {
  for (const guest of guests) guest.leave()
  guests = []
})

/** @param {string} name */
const unique = (name) => `${name}${(numbers += 1)}`

/** @param {string} nickname */
async function bot(nickname) {
  const entered = await Bot.enter(house.url, { nickname })
  guests.push(entered)
  return entered
}

/** A page: both namespaces over one connection. */
async function page() {
  const manager = new Manager(house.url, { transports: ['websocket'], reconnection: false })
  const opened = {
    chat: await Client.connect(house.url, '/chat', { manager }),
    room: await Client.connect(house.url, '/room', { manager }),
  }
  guests.push(opened.chat, opened.room)
  return opened
}

/** A page whose guest is in a new room. @param {string} nickname @param {string} room */
async function pageIn(nickname, room) {
  const opened = await page()
  await opened.room.ask('createRoom', { room, nickname })
  assert.equal((await opened.room.ask('joinRoom', { room, nickname, toLeaveRoom: '' })).success, true)
  return opened
}

describe('rooms', () => {
  it('are listed to a newcomer at once, and to everyone when one is made, wherever that was', async () => {
    const host = await bot(unique('주인'))
    const [old, web, nest] = [unique('옛방 '), unique('웹방 '), unique('네스트방 ')]
    await host.openRoom(old)
    const { room } = await page()
    const [first] = [await room.hears('rooms')]
    assert.ok(first.includes(old))
    await host.openRoom(web)
    await room.hears('rooms', (names) => names.includes(web))
    room.socket.emit('createRoom', { room: nest, nickname: unique('철수') })
    const all = await room.hears('rooms', (names) => names.includes(nest))
    assert.deepEqual(all.slice(-3), [old, web, nest], 'in the order in which they were made')
    const listed = await host.hears('rooms', ({ added }) => added.some((/** @type {any} */ one) => one.name === nest))
    assert.equal(listed.added[0].members, 0, 'who makes a room is not in it yet')
  })

  it('are told of in the lobby when they are made and entered', async () => {
    const [visitor, host] = [unique('철수'), unique('영희')]
    const [nest, web] = [unique('개발'), unique('잡담')]
    const { chat, room } = await page()
    room.socket.emit('createRoom', { room: nest, nickname: visitor })
    await chat.hears('notice', ({ message }) => message === `${visitor}님이 ${nest}방을 만들었습니다.`)
    room.socket.emit('joinRoom', { room: nest, nickname: visitor, toLeaveRoom: '' })
    await chat.hears('notice', ({ message }) => message === `${visitor}님이 ${nest}방에 입장했습니다.`)
    const witness = await bot(host)
    await witness.openRoom(web)
    await chat.hears('notice', ({ message }) => message === `${host}님이 ${web}방에 입장했습니다.`)
    assert.ok(witness.welcome.notices.some((/** @type {any} */ { text }) => text === `${visitor}님이 ${nest}방을 만들었습니다.`))
  })

  it('keep their names: a second one is refused', async () => {
    const { chat, room } = await page()
    const [name, nickname] = [unique('하나'), unique('철수')]
    assert.deepEqual(await room.ask('createRoom', { room: name, nickname }), { success: true, message: 'ok', data: {} })
    const refused = { success: false, message: 'room_name_taken', data: null }
    assert.deepEqual(await room.ask('createRoom', { room: name, nickname }), refused)
    const other = await page()
    other.room.socket.emit('createRoom', { room: name, nickname: unique('영희') })
    await other.chat.hears('notice', ({ message }) => message.startsWith('이미 있거나'))
    const marker = unique('다음')
    await room.ask('createRoom', { room: marker, nickname })
    await chat.hears('notice', ({ message }) => message.includes(marker))
    assert.ok(!chat.all('notice').some(({ message }) => message.startsWith('이미 있거나')), 'nobody else is told')
  })

  it('that are missing are not joined, and nothing else happens', async () => {
    const [name, nickname] = [unique('집'), unique('철수')]
    const { chat, room } = await pageIn(nickname, name)
    const ack = await room.ask('joinRoom', { room: '없는 방', nickname, toLeaveRoom: name })
    assert.deepEqual(ack, { success: false, message: 'room_not_found', data: null })
    assert.equal((await room.ask('message', { room: name, nickname, message: '아직 여기' })).success, true)
    assert.ok(!chat.all('notice').some(({ message }) => message.includes('없는 방')))
  })
})

describe('a room', () => {
  it('carries what is said to all others in it, and to nobody else', async () => {
    const [name, one, two] = [unique('대화'), unique('철수'), unique('영희')]
    const first = await pageIn(one, name)
    const second = await page()
    await second.room.ask('joinRoom', { room: name, nickname: two, toLeaveRoom: '' })
    const outside = await pageIn(unique('민수'), unique('바깥'))
    first.room.socket.emit('message', { message: '안녕', nickname: one, room: name })
    assert.deepEqual(await second.room.hears('message'), { message: `${one}: 안녕` })
    second.room.socket.emit('message', { message: '반가워', nickname: two, room: name })
    assert.deepEqual(await first.room.hears('message'), { message: `${two}: 반가워` })
    assert.deepEqual(first.room.all('message'), [{ message: `${two}: 반가워` }], 'no echo')
    assert.deepEqual(outside.room.all('message'), [])
  })

  it('is left for another one', async () => {
    const [one, two] = [unique('하나'), unique('둘')]
    const [mover, stayer] = [unique('철수'), unique('영희')]
    const moving = await pageIn(mover, one)
    const staying = await page()
    for (const room of [one, two]) {
      await staying.room.ask('createRoom', { room, nickname: stayer })
      await staying.room.ask('joinRoom', { room, nickname: stayer, toLeaveRoom: '' })
    }
    await moving.room.ask('joinRoom', { room: two, nickname: mover, toLeaveRoom: one })
    await staying.room.ask('message', { message: '첫째 방', nickname: stayer, room: one })
    await staying.room.ask('message', { message: '둘째 방', nickname: stayer, room: two })
    await moving.room.hears('message', ({ message }) => message.endsWith('둘째 방'))
    assert.equal(moving.room.all('message').length, 1)
    const refused = await moving.room.ask('message', { message: '?', nickname: mover, room: one })
    assert.equal(refused.message, 'not_in_room')
  })

  it('tells who came and went in the house\'s words, not as what somebody says', async () => {
    const owner = await bot(unique('주인'))
    const { room } = await owner.do('createRoom', { name: unique('알림'), announces: true })
    const witness = await page()
    await witness.room.ask('joinRoom', { room: room.name, nickname: unique('증인'), toLeaveRoom: '' })
    const comer = unique('철수')
    const coming = await page()
    await coming.room.ask('joinRoom', { room: room.name, nickname: comer, toLeaveRoom: '' })
    await witness.room.hears('message', ({ message }) => message === `${comer}님이 입장했습니다.`)
  })

  it('stores what is said, in the order in which it was sent', async () => {
    const [name, nickname] = [unique('기록'), unique('철수')]
    const { room } = await pageIn(nickname, name)
    const sent = Array.from({ length: 50 }, (_, line) => room.ask('message', { message: `${line}`, nickname, room: name }))
    for (const ack of await Promise.all(sent)) assert.equal(ack.success, true)
    const reader = await bot(unique('독자'))
    const found = reader.welcome.rooms.find((/** @type {any} */ one) => one.name === name)
    const { messages, members } = await reader.do('joinRoom', { roomId: found.id })
    assert.deepEqual(messages.map((/** @type {any} */ { content }) => Number(content)), Array.from({ length: 50 }, (_, line) => line))
    assert.deepEqual(messages.map((/** @type {any} */ { seq }) => seq), Array.from({ length: 50 }, (_, line) => line + 1))
    assert.ok(messages.every((/** @type {any} */ { author }) => author.nickname === nickname))
    assert.ok(members.some((/** @type {any} */ member) => member.nickname === nickname), 'and shows who is there')
  })
})

describe('a room on terms', () => {
  it('that ends is in the list no more, and who was in it is out and hears of it', async () => {
    const owner = await bot(unique('주인'))
    const name = unique('잠깐')
    const room = await owner.openRoom(name)
    const { chat, room: rooms } = await page()
    const bystander = await page()
    await rooms.ask('joinRoom', { room: name, nickname: unique('손'), toLeaveRoom: '' })
    await owner.do('closeRoom', { roomId: room.id })
    for (const client of [chat, rooms]) assert.match((await client.hears('notice', ({ message }) => /끝/.test(message))).message, /방/)
    await bystander.room.hears('rooms', (names) => !names.includes(name))
    assert.deepEqual(bystander.room.all('notice'), [])
    assert.equal((await rooms.ask('message', { message: '아직?', nickname: unique('손'), room: name })).message, 'not_in_room')
  })

  it('is listed and found while everyone may come in, by the name that it has', async () => {
    const owner = await bot(unique('주인'))
    const [name, other] = [unique('문'), unique('딴문')]
    const { room } = await owner.do('createRoom', { name })
    const { room: rooms } = await page()
    await rooms.hears('rooms', (names) => names.includes(name))
    await owner.do('changeRoom', { roomId: room.id, name: other })
    await rooms.hears('rooms', (names) => names.includes(other) && !names.includes(name))
    await owner.do('changeRoom', { roomId: room.id, unlisted: true })
    await rooms.hears('rooms', (names) => !names.includes(other))
    const join = () => rooms.ask('joinRoom', { room: other, nickname: unique('손'), toLeaveRoom: '' })
    assert.equal((await join()).message, 'room_not_found')
    await owner.do('changeRoom', { roomId: room.id, unlisted: false, password: '열려라 참깨' })
    assert.equal((await join()).message, 'room_not_found')
    const newcomer = await page()
    await newcomer.room.hears('rooms', (names) => !names.includes(other))
  })

  it('that is full leaves who knocks where they were', async () => {
    const owner = await bot(unique('주인'))
    const [full, old] = [unique('만원'), unique('헌방')]
    const { room } = await owner.do('createRoom', { name: full, capacity: 2 })
    await owner.do('joinRoom', { roomId: room.id })
    const [inside, { room: outside }] = [await page(), await page()]
    await inside.room.ask('joinRoom', { room: full, nickname: unique('손'), toLeaveRoom: '' })
    const nickname = unique('손')
    await outside.ask('createRoom', { room: old, nickname })
    await outside.ask('joinRoom', { room: old, nickname, toLeaveRoom: '' })
    assert.equal((await outside.ask('joinRoom', { room: full, nickname, toLeaveRoom: old })).message, 'room_full')
    assert.equal((await outside.ask('message', { message: '여기 있어요', nickname, room: old })).success, true)
  })
})

describe('the lobby', () => {
  it('carries talk to all others, as a string, and keeps none of it', async () => {
    const [one, two] = [await page(), await page()]
    const nickname = unique('철수')
    one.chat.socket.emit('message', { message: '누구 있나요', nickname })
    assert.equal(await two.chat.hears('message'), `${nickname}: 누구 있나요`)
    const other = unique('영희')
    two.chat.socket.emit('message', { message: '여기요', nickname: other })
    assert.equal(await one.chat.hears('message'), `${other}: 여기요`)
    assert.deepEqual(one.chat.all('message'), [`${other}: 여기요`], 'no echo')
  })
})

describe('a nickname', () => {
  it('that somebody else has comes with a mark, everywhere', async () => {
    const [nickname, name] = [unique('철수'), unique('가면')]
    const owner = await bot(nickname)
    const room = await owner.openRoom(name)
    const { chat, room: rooms } = await page()
    const watcher = await page()
    await rooms.ask('joinRoom', { room: name, nickname, toLeaveRoom: '' })
    await rooms.ask('message', { message: '나야', nickname, room: name })
    const { messages } = await owner.hears('messages', ({ messages }) => messages[0].content === '나야')
    const { author } = messages[0]
    assert.match(author.nickname, new RegExp(`^${nickname}#\\d{4}$`))
    assert.notEqual(author.id, owner.me.id)
    chat.socket.emit('message', { message: '로비에서도', nickname })
    assert.equal(await watcher.chat.hears('message'), `${author.nickname}: 로비에서도`, 'the same person in both namespaces')
    await watcher.chat.hears('notice', ({ message }) => message.startsWith(`${author.nickname}님이`))
    const { members } = await owner.hears('presence', ({ roomId, count }) => roomId === room.id && count === 2)
    assert.deepEqual(members.map((/** @type {any} */ member) => member.nickname).sort(), [nickname, author.nickname].sort())
  })

  it('that is another one later is a rename', async () => {
    const [before, later, name] = [unique('철수'), unique('영희'), unique('개명')]
    const witness = await bot(unique('증인'))
    const room = await witness.openRoom(name)
    const { room: rooms } = await page()
    await rooms.ask('joinRoom', { room: name, nickname: before, toLeaveRoom: '' })
    await rooms.ask('message', { message: '하나', nickname: before, room: name })
    await rooms.ask('message', { message: '둘', nickname: later, room: name })
    await witness.hears('messages', ({ messages }) => messages.at(-1).content === '둘')
    const [one, two] = witness.messages(room.id)
    assert.deepEqual([one.author.nickname, two.author.nickname], [before, later])
    assert.equal(one.author.id, two.author.id)
    const { members } = await witness.do('joinRoom', { roomId: room.id })
    assert.equal(members.length, 2)
  })

  it('is free again when its guest has gone, and the guest is gone from the room', async () => {
    const [nickname, name] = [unique('철수'), unique('나들이')]
    const witness = await bot(unique('증인'))
    const room = await witness.openRoom(name)
    const gone = await page()
    await gone.room.ask('joinRoom', { room: name, nickname, toLeaveRoom: '' })
    await witness.hears('presence', ({ roomId, count }) => roomId === room.id && count === 2)
    gone.room.leave()
    await witness.hears('presence', ({ roomId, left }) => roomId === room.id && left.length === 1)
    assert.match((await gone.chat.ask('message', { message: '아직', nickname })).message, /ok/, 'one namespace is left')
    await assert.rejects(Bot.enter(house.url, { nickname }), /nickname_taken/)
    gone.chat.leave()
    const again = await eventually(() => bot(nickname))
    assert.equal(again.me.nickname, nickname)
  })

  it('is free after a crash, too', async () => {
    const nickname = unique('철수')
    const { chat } = await page()
    await chat.ask('message', { message: '여기', nickname })
    await house.restart()
    assert.equal((await bot(nickname)).me.nickname, nickname)
  })

  it('keeps the rules of the house', async () => {
    const { chat, room } = await page()
    for (const [nickname, code] of [['가', 'nickname_too_short'], ['가'.repeat(21), 'nickname_too_long'], ['철\u202e수', 'nickname_forbidden']]) {
      assert.equal((await chat.ask('message', { message: '안녕', nickname })).message, code)
      assert.equal((await room.ask('createRoom', { room: unique('방'), nickname })).message, code)
    }
  })
})

describe('what is not understood', () => {
  it('gets an ack, or a notice to its client alone, and disturbs nobody', async () => {
    const bystander = await page()
    const { chat, room } = await page()
    for (const payload of [null, 7, 'text', [], {}, { room: 1, nickname: [] }, { message: {}, nickname: '철수', room: ['방'] }]) {
      for (const event of ['createRoom', 'joinRoom', 'message']) {
        assert.equal((await room.ask(event, payload)).message, 'bad_request', `${event} ${JSON.stringify(payload)}`)
      }
      assert.equal((await chat.ask('message', payload)).message, 'bad_request', JSON.stringify(payload))
    }
    assert.equal((await room.ask('deleteEverything', {})).message, 'unknown_event')
    assert.equal((await chat.ask('createRoom', {})).message, 'unknown_event')
    assert.deepEqual(chat.all('notice'), [], 'who gets acks needs no notices')
    room.socket.emit('joinRoom', 'nowhere')
    await chat.hears('notice')
    chat.socket.emit('message', { message: '끝', nickname: unique('철수') })
    await bystander.chat.hears('message')
    assert.deepEqual(bystander.chat.all('notice'), [])
  })
})

/**
 * Tries until it works; for what another process does in its own time.
 * @template T
 * @param {() => Promise<T>} attempt
 * @returns {Promise<T>}
 */
async function eventually(attempt) {
  const end = Date.now() + 10_000
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (Date.now() > end) throw error
    }
  }
}
