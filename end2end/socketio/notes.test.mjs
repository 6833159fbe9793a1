// The dialect of the gateway notes, namespace `/chats`.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, afterEach, before, describe, it } from 'node:test'

import { Bot } from '../lib/bot.mjs'
import { Client } from '../lib/client.mjs'
import { House } from '../lib/house.mjs'

/** @type {House} */
let house
/** @type {{ leave(): void }[]} */
let guests = []
let numbers = 100

before(async () => {
  house = await House.open()
})
after(() => house.close())
afterEach(() => {
  for (const guest of guests) guest.leave()
  guests = []
})

const unique = () => (numbers += 1)

/** A client that has entered rooms. @param {(number | string)[]} ids */
async function client(...ids) {
  const connected = await Client.connect(house.url, '/chats')
  guests.push(connected)
  if (ids.length > 0) assert.deepEqual(await connected.ask('enter_chat', ids), { success: true, message: 'ok', data: {} })
  return connected
}

/** @param {string} nickname */
async function bot(nickname) {
  const entered = await Bot.enter(house.url, { nickname: `${nickname}${unique()}` })
  guests.push(entered)
  return entered
}

describe('a message', () => {
  it('goes to everyone in the room, the sender included', async () => {
    const [chatId, elsewhere] = [unique(), unique()]
    const [one, two, outside] = [await client(chatId), await client(chatId), await client(elsewhere)]
    one.socket.emit('send_message', { message: '안녕하세요', chatId })
    assert.equal(await one.hears('receive_message'), '안녕하세요')
    assert.equal(await two.hears('receive_message'), '안녕하세요')
    outside.socket.emit('send_message', { message: '저기', chatId: elsewhere })
    await outside.hears('receive_message')
    assert.deepEqual(outside.all('receive_message'), ['저기'])
  })

  it('goes to all but the sender when it is broadcast', async () => {
    const chatId = unique()
    const [one, two] = [await client(chatId), await client(chatId)]
    one.socket.emit('send_message', { message: '너희만', chatId, broadcast: true })
    one.socket.emit('send_message', { message: '모두', chatId })
    await one.hears('receive_message', (text) => text === '모두')
    await two.hears('receive_message', (text) => text === '모두')
    assert.deepEqual(one.all('receive_message'), ['모두'])
    assert.deepEqual(two.all('receive_message'), ['너희만', '모두'])
  })

  it('is acknowledged when it is stored', async () => {
    const chatId = unique()
    const one = await client(chatId)
    const { success, message, data } = await one.ask('send_message', { message: '저장', chatId })
    assert.deepEqual([success, message, data.message.seq, data.message.content], [true, 'ok', 1, '저장'])
    assert.match(data.message.author.nickname, /^손님 \d{4}$/)
  })

  it('is refused to who did not enter the room', async () => {
    const chatId = unique()
    const [inside, outside] = [await client(chatId), await client()]
    const refused = await outside.ask('send_message', { message: '몰래', chatId })
    assert.deepEqual(refused, { success: false, message: 'not_in_room', data: null })
    outside.socket.emit('send_message', { message: '몰래', chatId })
    await outside.hears('notice')
    await inside.ask('send_message', { message: '안에서', chatId })
    // The ack may come first.
    await inside.hears('receive_message')
    assert.deepEqual(inside.all('receive_message'), ['안에서'])
  })
})

describe('a room', () => {
  it('is found by its id, by its name, as a number and as a text', async () => {
    const host = await bot('주인')
    const name = `${unique()}`
    const room = await host.openRoom(name)
    const [byId, byName] = [await client(room.id), await client(name, unique())]
    await byName.ask('send_message', { message: '숫자로', chatId: Number(name) })
    assert.equal(await byId.hears('receive_message'), '숫자로')
    await byId.ask('send_message', { message: '아이디로', chatId: room.id })
    await byName.hears('receive_message', (text) => text === '아이디로')
    await host.hears('messages', ({ toRev }) => toRev === 2)
    assert.deepEqual(host.messages(room.id).map(({ content }) => content), ['숫자로', '아이디로'])
    const { members } = await host.do('joinRoom', { roomId: room.id })
    assert.equal(members.length, 3, 'guests of this dialect are there like all others')
  })

  it('tells of new messages, not of what becomes of old ones', async () => {
    const host = await bot('주인')
    const name = `${unique()}`
    const room = await host.openRoom(name)
    const guest = await client(name)
    const { id } = await host.say(room.id, '처음')
    await host.do('sendMessage', { roomId: room.id, clientId: randomUUID(), content: '대답', replyTo: id })
    await host.do('react', { roomId: room.id, id, emoji: '👍', given: true })
    // With it goes the answer, which quotes it.
    await host.do('editMessage', { roomId: room.id, id, content: '고침' })
    await host.do('deleteMessage', { roomId: room.id, id })
    await host.say(room.id, '다음')
    await guest.hears('receive_message', (text) => text === '다음')
    assert.deepEqual(guest.all('receive_message'), ['처음', '대답', '다음'])
  })
})

describe('a missing room', () => {
  it('is made for who knows its name, and is in no list', async () => {
    const name = `${unique()}`
    const witness = await bot('증인')
    const [one, two] = [await client(name), await client(name)]
    one.socket.emit('send_message', { message: '우리끼리', chatId: name })
    assert.equal(await two.hears('receive_message'), '우리끼리')
    const { welcome } = await bot('늦은 이')
    assert.ok(!welcome.rooms.some((/** @type {any} */ room) => room.name === name))
    const other = (await witness.do('createRoom', { name: `${unique()}` })).room
    await witness.hears('notice', ({ roomId }) => roomId === other.id)
    assert.ok(!witness.all('notice').some(({ text }) => text.includes(name)), 'nor in a notice')
  })

  it('becomes the room that somebody makes under its name', async () => {
    const name = `${unique()}`
    const inside = await client(name)
    await inside.ask('send_message', { message: '먼저 온 사람', chatId: name })
    const owner = await bot('주인')
    const { room } = await owner.do('createRoom', { name, password: '열려라 참깨' })
    assert.equal(await inside.hears('receive_message', (text) => text.includes('방장')), `${owner.me.nickname}님이 방장이 되었습니다.`)
    assert.equal(room.locked, true)
    const { messages } = await owner.do('joinRoom', { roomId: room.id })
    assert.equal(messages[0].content, '먼저 온 사람')
    await owner.say(room.id, '같은 방입니다')
    await inside.hears('receive_message', (text) => text === '같은 방입니다')
    assert.equal((await inside.ask('enter_chat', [name])).success, true, 'who is in it may come back')
    assert.equal((await (await client()).ask('enter_chat', [name])).message, 'room_not_found', 'and nobody else')
  })

  it('is entered with all others that were asked for, or none is', async () => {
    const [before, fresh, locked] = [unique(), unique(), `${unique()}`]
    await (await bot('주인')).do('createRoom', { name: locked, password: '열려라 참깨' })
    const one = await client(before)
    const [there, other] = [await client(before), await client(fresh)]
    assert.equal((await one.ask('enter_chat', [fresh, before, locked])).message, 'room_not_found')
    assert.equal((await one.ask('send_message', { message: '?', chatId: fresh })).message, 'not_in_room')
    await other.ask('send_message', { message: '너는 모른다', chatId: fresh })
    await there.ask('send_message', { message: '아직 있니', chatId: before })
    await one.hears('receive_message', (text) => text === '아직 있니')
    assert.deepEqual(one.all('receive_message'), ['아직 있니'])
  })

  it('is not made where one with a password is', async () => {
    const name = `${unique()}`
    const owner = await bot('주인')
    await owner.do('createRoom', { name, password: '열려라 참깨' })
    assert.equal((await (await client()).ask('enter_chat', [name])).message, 'room_not_found')
  })
})

describe('a room that ended', () => {
  it('is left by everyone, who hear of it', async () => {
    const name = `${unique()}`
    const owner = await bot('주인')
    const room = await owner.openRoom(name)
    const guest = await client(name)
    await owner.do('closeRoom', { roomId: room.id })
    await guest.hears('notice')
    assert.equal((await guest.ask('send_message', { message: '아직?', chatId: name })).message, 'not_in_room')
    assert.equal((await guest.ask('enter_chat', [room.id])).message, 'room_closed')
    assert.equal((await guest.ask('enter_chat', [name])).success, true, 'a new one by the old name')
  })
})

describe('what is not understood', () => {
  it('gets an ack, and disturbs nobody', async () => {
    const chatId = unique()
    const [bystander, one] = [await client(chatId), await client()]
    for (const payload of [null, 7, 'text', {}, [{}], [null], [['a']], Array(101).fill(1)]) {
      assert.equal((await one.ask('enter_chat', payload)).message, 'bad_request', JSON.stringify(payload))
    }
    assert.equal((await one.ask('enter_chat', ['\u202e'])).message, 'room_name_forbidden')
    for (const payload of [null, 7, 'text', [], {}, { message: 1, chatId }, { message: '?', chatId: {} }, { message: '?', chatId, broadcast: 'yes' }]) {
      assert.equal((await one.ask('send_message', payload)).message, 'bad_request', JSON.stringify(payload))
    }
    assert.equal((await one.ask('leave_chat', [chatId])).message, 'unknown_event')
    await bystander.ask('send_message', { message: '조용하다', chatId })
    await bystander.hears('receive_message')
    assert.deepEqual(bystander.heard, [{ event: 'receive_message', payload: '조용하다' }])
  })
})
