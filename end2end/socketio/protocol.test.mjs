// The native namespace, as a bot written with the public Socket.IO client meets it.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, afterEach, before, describe, it } from 'node:test'

import { Bot } from '../lib/bot.mjs'
import { House } from '../lib/house.mjs'

/** @type {House} */
let house
/** @type {Bot[]} */
let bots = []
let numbers = 0

before(async () => {
  house = await House.open()
})
after(() => house.close())
afterEach(() => {
  for (const bot of bots) bot.leave()
  bots = []
})

/** A name that no other test uses: a nickname belongs to somebody for weeks. @param {string} name */
const unique = (name) => `${name}${(numbers += 1)}`

/** @param {string} name @param {any} [options] */
async function enter(name, options) {
  const bot = await Bot.enter(house.url, { nickname: unique(name) }, options)
  bots.push(bot)
  return bot
}

const roomName = () => unique('시험방 ')

/** @param {Promise<any>} request @param {string} code */
async function refused(request, code) {
  assert.deepEqual(await request, { success: false, message: code, data: null })
}

describe('connecting', () => {
  it('welcomes with who you are, the rooms and the notices', async () => {
    const host = await enter('주인')
    const room = await host.openRoom(roomName())
    const guest = await enter('손님')
    assert.match(guest.me.nickname, /^손님\d+$/)
    assert.equal(typeof guest.me.token, 'string')
    const listed = guest.welcome.rooms.find((/** @type {any} */ other) => other.id === room.id)
    assert.equal(listed.members, 1)
    assert.ok(guest.welcome.notices.some((/** @type {any} */ notice) => notice.roomId === room.id))
  })

  it('works over long-polling too', async () => {
    const slow = await enter('느림보', { transports: ['polling'] })
    const room = await slow.openRoom(roomName())
    const message = await slow.say(room.id, '천천히')
    assert.equal(message.seq, 1)
  })

  it('climbs from polling to WebSocket without losing anything', async () => {
    const climber = await enter('등산객', { transports: ['polling', 'websocket'] })
    const room = await climber.openRoom(roomName())
    for (let line = 1; line <= 30; line += 1) await climber.say(room.id, `${line}`)
    await climber.hears('messages', ({ toRev }) => toRev === 30)
    assert.deepEqual(climber.messages(room.id).map(({ seq }) => seq), Array.from({ length: 30 }, (_, i) => i + 1))
  })

  it('refuses a connection without an identity', async () => {
    await assert.rejects(Bot.enter(house.url, {}), /nickname_required/)
  })

  it('refuses a token that nobody has', async () => {
    await assert.rejects(Bot.enter(house.url, { token: 'x'.repeat(43) }), /invalid_token/)
  })

  it('refuses a nickname that someone else has, or that only looks different', async () => {
    const { nickname } = (await enter('admin')).me
    await assert.rejects(Bot.enter(house.url, { nickname }), /nickname_taken/)
    await assert.rejects(Bot.enter(house.url, { nickname: nickname.toUpperCase() }), /nickname_taken/)
    await assert.rejects(Bot.enter(house.url, { nickname: nickname.replace('a', 'а') }), /nickname_taken/)
  })

  it('refuses nicknames that hide something', async () => {
    for (const nickname of ['철\u202e수', '철\u200b수', 'ㅤㅤ', '\u115f\u1160']) {
      await assert.rejects(Bot.enter(house.url, { nickname }), /nickname_(forbidden|too_short)/, JSON.stringify(nickname))
    }
  })

  it('loses nothing that is sent right after connecting', async () => {
    const host = await enter('주인')
    const room = await host.openRoom(roomName())
    const { io } = await import('socket.io-client')
    const socket = io(`${house.url}/v1`, { auth: { nickname: unique('성급이') }, forceNew: true, transports: ['websocket'] })
    // Buffered by the client and sent in the same moment as CONNECT is answered.
    const joined = socket.emitWithAck('joinRoom', { roomId: room.id })
    const sent = Array.from({ length: 50 }, (_, index) =>
      socket.emitWithAck('sendMessage', { roomId: room.id, clientId: randomUUID(), content: `${index}` }),
    )
    assert.equal((await joined).success, true)
    const acks = await Promise.all(sent)
    assert.deepEqual(acks.map(({ data }) => data.message.seq), Array.from({ length: 50 }, (_, index) => index + 1))
    socket.disconnect()
  })
})

describe('rooms', () => {
  it('tells everyone of a new room, and of people coming and going', async () => {
    const reader = await enter('독자')
    const host = await enter('주인')
    const room = await host.openRoom(roomName(), '주제')
    await reader.hears('rooms', ({ added }) => added.some((/** @type {any} */ other) => other.id === room.id))
    await reader.hears('rooms', ({ changed, added }) =>
      [...changed, ...added].some((/** @type {any} */ other) => other.id === room.id && other.members === 1),
    )
    await reader.hears('notice', ({ text }) => text.includes('만들었습니다'))
    await host.do('leaveRoom', { roomId: room.id })
    await reader.hears('rooms', ({ changed }) => changed.some((/** @type {any} */ other) => other.id === room.id && other.members === 0))
  })

  it('refuses a second room of the same or a confusable name', async () => {
    const host = await enter('주인')
    await host.do('createRoom', { name: 'Parlour' })
    await refused(host.ask('createRoom', { name: 'parlour' }), 'room_name_taken')
    await refused(host.ask('createRoom', { name: 'Pаrlour' }), 'room_name_taken')
    await refused(host.ask('createRoom', { name: '' }), 'room_name_too_short')
    await refused(host.ask('createRoom', { name: '가'.repeat(41) }), 'room_name_too_long')
  })

  it('answers for a room that does not exist as for one that one is not in', async () => {
    const host = await enter('주인')
    const room = await host.openRoom(roomName())
    const stranger = await enter('길손')
    await refused(stranger.ask('joinRoom', { roomId: 'nosuchroom' }), 'room_not_found')
    for (const request of ['sync', 'history', 'sendMessage', 'sendAlert', 'typing']) {
      const payload = { rev: 0, before: 1, limit: 1, clientId: randomUUID(), content: '거기 누구' }
      const [missing, foreign] = await Promise.all(
        ['nosuchroom', room.id].map((roomId) => stranger.ask(request, { ...payload, roomId })),
      )
      assert.equal(missing.success, false, request)
      assert.deepEqual(missing, foreign, request)
    }
  })

  it('lets nobody write into a room they did not join', async () => {
    const host = await enter('주인')
    const room = await host.openRoom(roomName())
    const stranger = await enter('나그네')
    await refused(stranger.ask('sendMessage', { roomId: room.id, clientId: randomUUID(), content: '몰래' }), 'not_in_room')
  })

  it('tells who comes in, who goes and who takes another name', async () => {
    const host = await enter('주인')
    const room = await host.openRoom(roomName())
    const guest = await enter('손님')
    const { members } = await guest.do('joinRoom', { roomId: room.id })
    assert.deepEqual(members.map((/** @type {any} */ member) => member.id).sort(), [guest.me.id, host.me.id].sort())
    await host.hears('presence', ({ roomId, count }) => roomId === room.id && count === 2)
    const nickname = unique('새이름')
    await guest.do('rename', { nickname })
    await host.hears('presence', ({ joined }) => joined.some((/** @type {any} */ member) => member.nickname === nickname))
    guest.leave()
    await host.hears('presence', ({ roomId, left }) => roomId === room.id && left.includes(guest.me.id))
  })

  it('lets the owner alone make announcements', async () => {
    const host = await enter('주인')
    const room = await host.openRoom(roomName())
    const { message } = await host.do('sendAlert', { roomId: room.id, clientId: randomUUID(), content: '알립니다' })
    assert.equal(message.kind, 'alert')
    const guest = await enter('손님')
    await guest.do('joinRoom', { roomId: room.id })
    await refused(guest.ask('sendAlert', { roomId: room.id, clientId: randomUUID(), content: '나도' }), 'not_owner')
  })
})

describe('messages', () => {
  it('keep the order in which one connection sent them', async () => {
    const host = await enter('주인')
    const room = await host.openRoom(roomName())
    for (let round = 0; round < 5; round += 1) {
      // As many at once as a connection may have unanswered.
      const lines = Array.from({ length: 60 }, (_, index) => round * 60 + index + 1)
      const stored = await Promise.all(lines.map((line) => host.say(room.id, `${line}`)))
      assert.deepEqual(stored.map(({ seq }) => seq), lines)
    }
  })

  it('reach everyone once and in the same order', async () => {
    const host = await enter('주인')
    const room = await host.openRoom(roomName())
    const others = await Promise.all(['하나', '두리', '세찌'].map((name) => enter(name)))
    for (const other of others) await other.do('joinRoom', { roomId: room.id })
    const everyone = [host, ...others]
    await Promise.all(everyone.map(async (bot) => {
      for (let line = 0; line < 25; line += 1) await bot.say(room.id, `${bot.me.nickname} ${line}`)
    }))
    for (const bot of everyone) {
      await bot.hears('messages', ({ roomId, toRev }) => roomId === room.id && toRev === 100)
      assert.deepEqual(bot.messages(room.id).map(({ seq }) => seq), Array.from({ length: 100 }, (_, i) => i + 1))
    }
  })

  it('are stored once, however often they are sent', async () => {
    const host = await enter('주인')
    const room = await host.openRoom(roomName())
    const clientId = randomUUID()
    const tries = await Promise.all([1, 2, 3].map(() => host.say(room.id, '한 번만', clientId)))
    assert.equal(new Set(tries.map(({ id }) => id)).size, 1)
    await house.restart()
    const again = await Bot.enter(house.url, { token: host.me.token })
    bots.push(again)
    const { messages } = await again.do('joinRoom', { roomId: room.id })
    assert.equal(messages.length, 1)
    assert.deepEqual(await again.say(room.id, '한 번만', clientId), tries[0])
  })

  it('carry the author, the time and the place that the house gave them', async () => {
    const host = await enter('주인')
    const room = await host.openRoom(roomName())
    const forged = { author: { id: 'x', nickname: '남' }, seq: 99, rev: 99, id: 1, createdAt: 0, html: '<script></script>' }
    const { message } = await host.do('sendMessage', { roomId: room.id, clientId: randomUUID(), content: '<b>나</b>', ...forged })
    assert.equal(message.author.nickname, host.me.nickname)
    assert.equal(message.seq, 1)
    assert.equal(message.html, '&lt;b&gt;나&lt;/b&gt;')
    assert.ok(Math.abs(Date.now() - message.createdAt) < 60_000)
  })

  it('are refused when empty or too long', async () => {
    const host = await enter('주인')
    const room = await host.openRoom(roomName())
    const send = (/** @type {any} */ content) => host.ask('sendMessage', { roomId: room.id, clientId: randomUUID(), content })
    await refused(send('   \n'), 'message_empty')
    await refused(send('가'.repeat(4001)), 'message_too_long')
    await refused(send(17), 'bad_request')
    assert.equal((await send('가'.repeat(4000))).success, true)
  })

  it('are caught up by revision after being away', async () => {
    const host = await enter('주인')
    const room = await host.openRoom(roomName())
    for (let line = 1; line <= 10; line += 1) await host.say(room.id, `${line}`)
    const { messages, rev, reset } = await host.do('sync', { roomId: room.id, rev: 7 })
    assert.deepEqual(messages.map((/** @type {any} */ message) => message.content), ['8', '9', '10'])
    assert.equal(rev, 10)
    assert.equal(reset, false)
  })

  it('page backwards by seq', async () => {
    const host = await enter('주인')
    const room = await host.openRoom(roomName())
    for (let line = 1; line <= 12; line += 1) await host.say(room.id, `${line}`)
    const { messages } = await host.do('history', { roomId: room.id, before: 8, limit: 3 })
    assert.deepEqual(messages.map((/** @type {any} */ message) => message.seq), [5, 6, 7])
  })

  it('are announced by those who type, to the others only', async () => {
    const host = await enter('주인')
    const room = await host.openRoom(roomName())
    const guest = await enter('손님')
    await guest.do('joinRoom', { roomId: room.id })
    guest.socket.emit('typing', { roomId: room.id })
    const { member } = await host.hears('typing')
    assert.equal(member.nickname, guest.me.nickname)
    await guest.say(room.id, '다 썼다')
    assert.ok(!guest.heard.some(({ event }) => event === 'typing'))
  })
})

describe('wrong requests', () => {
  it('get an answer and disturb nobody', async () => {
    const clumsy = await enter('덜렁이')
    await refused(clumsy.ask('noSuchThing', {}), 'unknown_event')
    await refused(clumsy.ask('joinRoom', 'not an object'), 'bad_request')
    await refused(clumsy.ask('joinRoom', { roomId: { nested: [] } }), 'bad_request')
    await refused(clumsy.ask('createRoom', null), 'bad_request')
    const room = await clumsy.openRoom(roomName())
    assert.equal((await clumsy.say(room.id, '아직 있다')).seq, 1)
  })
})
