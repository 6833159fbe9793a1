// All dialects at once: people in one room talk to each other, whichever way they came.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, afterEach, before, describe, it } from 'node:test'

import { io } from 'socket.io-client'

import { Bot } from '../lib/bot.mjs'
import { Client } from '../lib/client.mjs'
import { House } from '../lib/house.mjs'
import { Raw } from '../lib/raw.mjs'

/** @type {House} */
let house
/** @type {Page[]} */
let open = []
before(async () => {
  house = await House.open()
})
after(() => house.close())
afterEach(() => {
  for (const page of open) page.close()
  open = []
})

describe('a conversation', () => {
  it('is held by people of four dialects in one room', async () => {
    const web = await Bot.enter(house.url, { nickname: '웹이' })
    const room = await web.openRoom('한방')
    const [nest, notes] = [await Client.connect(house.url, '/room'), await Client.connect(house.url, '/chats')]
    await nest.ask('joinRoom', { room: '한방', nickname: '네스트', toLeaveRoom: '' })
    await notes.ask('enter_chat', ['한방'])
    const chatter = await Client.connect(house.url, '/main')
    const joined = await chatter.ask('joinRoom', { roomId: room.id, chatterId: null })
    await web.hears('presence', ({ count }) => count === 4)
    await web.hears('messages', ({ toRev }) => toRev === 1)

    await web.say(room.id, '안녕하세요')
    await nest.hears('message', ({ message }) => message === '웹이: 안녕하세요')
    await notes.hears('receive_message', (text) => text === '안녕하세요')
    await chatter.hears('sendMessage', ({ content, chatter }) => content === '안녕하세요' && chatter.nickname === '웹이')
    await nest.ask('message', { room: '한방', nickname: '네스트', message: '반갑습니다' })
    await notes.hears('receive_message', (text) => text === '반갑습니다')
    await notes.ask('send_message', { chatId: '한방', message: '저도요' })
    await nest.hears('message', ({ message }) => /^손님 \d{4}: 저도요$/.test(message))
    await chatter.ask('sendMessage', { roomId: room.id, content: '여기도 있어요' })
    await nest.hears('message', ({ message }) => message === `${joined.data.nickname}: 여기도 있어요`)
    await web.do('sendAlert', { roomId: room.id, clientId: 'alert', content: '여섯 시에 시작합니다' })
    await nest.hears('message', ({ message }) => message === '웹이: 여섯 시에 시작합니다')

    await web.hears('messages', ({ toRev }) => toRev === 6)
    const told = web.messages(room.id)
    assert.deepEqual(told.map(({ seq }) => seq), [1, 2, 3, 4, 5, 6])
    assert.deepEqual(
      told.map(({ content }) => content),
      [`${joined.data.nickname}님이 입장했습니다.`, '안녕하세요', '반갑습니다', '저도요', '여기도 있어요', '여섯 시에 시작합니다'],
    )
    const { messages } = await web.do('sync', { roomId: room.id, rev: 1 })
    assert.deepEqual(messages, told.slice(1), 'and resumed like everything else')
    for (const guest of [web, nest, notes, chatter]) guest.leave()
  })
})

/** The script of the tutorial's page, with what jQuery did to the page kept in fields. */
class Page {
  /** @type {string[]} */
  notices = []
  /** @type {string[]} */
  rooms = []
  /** @type {string[]} */
  lines = []
  currentRoom = ''

  /** @param {string} address @param {string} nickname */
  constructor(address, nickname) {
    open.push(this)
    this.nickname = nickname
    this.socket = io(`${address}/chat`)
    this.roomSocket = io(`${address}/room`)
    this.socket.on('notice', (data) => this.notices.push(data.message))
    this.roomSocket.on('rooms', (data) => {
      this.rooms = data
    })
    this.roomSocket.on('message', (data) => this.lines.push(data.message))
  }

  /** @param {string} room */
  createRoom(room) {
    this.roomSocket.emit('createRoom', { room, nickname: this.nickname })
  }

  /** @param {string} room */
  joinRoom(room) {
    this.roomSocket.emit('joinRoom', { room, nickname: this.nickname, toLeaveRoom: this.currentRoom })
    this.lines = []
    this.currentRoom = room
  }

  /** @param {string} message */
  sendMessage(message) {
    if (this.currentRoom === '') return
    this.lines.push(`나: ${message}`)
    this.roomSocket.emit('message', { message, nickname: this.nickname, room: this.currentRoom })
  }

  close() {
    this.socket.disconnect()
    this.roomSocket.disconnect()
  }
}

describe("the tutorial's page", () => {
  it('works as it is', async () => {
    const [cheolsu, younghee] = [new Page(house.url, '철수'), new Page(house.url, '영희')]
    await shows(() => cheolsu.socket.connected && younghee.socket.connected && younghee.roomSocket.connected)
    cheolsu.createRoom('튜토리얼')
    await shows(() => younghee.rooms.includes('튜토리얼'))
    const late = new Page(house.url, '민수')
    await shows(() => late.rooms.includes('튜토리얼'))
    for (const page of [cheolsu, younghee]) page.joinRoom('튜토리얼')
    await shows(() => cheolsu.notices.includes('영희님이 튜토리얼방에 입장했습니다.'))
    assert.ok(younghee.notices.includes('철수님이 튜토리얼방을 만들었습니다.'))
    cheolsu.sendMessage('안녕')
    await shows(() => younghee.lines.includes('철수: 안녕'))
    younghee.sendMessage('반가워')
    await shows(() => cheolsu.lines.includes('영희: 반가워'))
    assert.deepEqual(cheolsu.lines, ['나: 안녕', '영희: 반가워'])
    cheolsu.createRoom('다음 방')
    await shows(() => cheolsu.rooms.includes('다음 방'))
    cheolsu.joinRoom('다음 방')
    younghee.joinRoom('다음 방')
    await shows(() => cheolsu.notices.includes('영희님이 다음 방방에 입장했습니다.'))
    younghee.sendMessage('여기도')
    await shows(() => cheolsu.lines.includes('영희: 여기도'))
    assert.deepEqual(late.lines, [])
  })
})

describe('a guest of any dialect', () => {
  it('may write as much as everyone else, and no more', async () => {
    const strict = await House.open({
      env: { SARANGBANG_LIMITS_ENABLED: 'true', SARANGBANG_LIMITS_MESSAGES_PER_SECOND: '1', SARANGBANG_LIMITS_MESSAGES_BURST: '2' },
    })
    try {
      const lobby = await Client.connect(strict.url, '/')
      const chat = await Client.connect(strict.url, '/chat')
      const room = await Client.connect(strict.url, '/room')
      const notes = await Client.connect(strict.url, '/chats')
      await room.ask('createRoom', { room: '한도', nickname: '철수' })
      await room.ask('joinRoom', { room: '한도', nickname: '철수', toLeaveRoom: '' })
      await notes.ask('enter_chat', ['한도'])
      /** @type {[Client, string, any][]} */
      const ways = [
        [lobby, 'message', '또'],
        [chat, 'message', { message: '또', nickname: '영희' }],
        [room, 'message', { message: '또', nickname: '철수', room: '한도' }],
        [notes, 'send_message', { message: '또', chatId: '한도' }],
      ]
      for (const [client, event, payload] of ways) {
        const acks = await Promise.all([1, 2, 3, 4].map(() => client.ask(event, payload)))
        assert.deepEqual(acks.slice(0, 2).map(({ success }) => success), [true, true])
        const refused = /** @type {any} */ (acks[3])
        assert.equal(refused.message, 'too_many_requests')
        assert.ok(refused.retryInMs > 0 && refused.retryInMs <= 1_000, `${refused.retryInMs}`)
        client.leave()
      }
    } finally {
      await strict.close()
    }
  })

  it('is not heard with what is too large, and disturbs nobody', async () => {
    const [witness, large] = [await Client.connect(house.url, '/'), await Client.connect(house.url, '/')]
    assert.equal((await large.ask('message', 'x'.repeat(20_000))).message, 'message_too_long')
    const gone = new Promise((ended) => large.socket.once('disconnect', ended))
    large.socket.emit('message', 'x'.repeat(100_000))
    await gone
    await witness.ask('message', '아무 일 없다')
    assert.equal((await witness.hears('message')).split(': ')[1], '아무 일 없다')
  })
})

describe('made-up namespaces', () => {
  it('are refused, a thousand of them, and leave nothing behind', { skip: process.platform !== 'linux' }, async () => {
    const raw = await Raw.open(house.url)
    const knock = async (/** @type {number} */ from) => {
      const names = Array.from({ length: 1_000 }, (_, number) => `/made-up-${from + number}`)
      const unanswered = new Set(names)
      const answered = new Promise((/** @type {(value?: undefined) => void} */ all, closed) => {
        raw.socket.on('message', (frame) => {
          const [, name] = String(frame).match(/^44(.*?),.*Invalid namespace/) ?? []
          if (name !== undefined && unanswered.delete(name) && unanswered.size === 0) all()
        })
        raw.socket.once('close', () => closed(new Error(`closed before ${unanswered.size} answers`)))
      })
      for (const name of names) raw.send(`40${name},{"padding":"${'x'.repeat(1_000)}"}`)
      await answered
    }
    await knock(0)
    const before = await memoryInMegabytes()
    await knock(1_000)
    assert.ok((await memoryInMegabytes()) - before < 4, 'memory flat')
    // The same connection is served still, and so are others.
    raw.send('40/chats,')
    await raw.hears(/^40\/chats,/)
    const client = await Client.connect(house.url, '/')
    assert.equal((await client.ask('message', '아무 일 없다')).success, true)
    for (const guest of [raw.socket, client.socket]) guest.close()
  })
})

async function memoryInMegabytes() {
  const status = await readFile(`/proc/${house.pid}/status`, 'utf8')
  return Number(status.match(/VmRSS:\s+(\d+)/)?.[1]) / 1024
}

/** Waits until the page shows something. @param {() => boolean} condition */
async function shows(condition) {
  const end = Date.now() + 10_000
  while (!condition()) {
    assert.ok(Date.now() < end, `never: ${condition}`)
    await new Promise((turn) => setTimeout(turn, 10))
  }
}
