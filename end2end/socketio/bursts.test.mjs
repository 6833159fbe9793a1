// Many people talking at once, heard by those who cannot catch up later: in their dialects every message is an event of
// its own, and nothing brings one back that was missed.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'

import { io } from 'socket.io-client'

import { Bot } from '../lib/bot.mjs'
import { Client } from '../lib/client.mjs'
import { House } from '../lib/house.mjs'
import { lag } from '../lib/lag.mjs'

const WRITERS = 10
const EACH = 200

/** @type {House} */
let house
/** A way to the house that is as long as that to the next city. @type {Awaited<ReturnType<typeof lag>>} */
let far
before(async () => {
  house = await House.open()
  far = await lag(house.url, 20)
})
after(async () => {
  far.close()
  await house.close()
})

/** How people of each dialect come into a room, and what they hear of a message there. */
const dialects = {
  '/room': {
    come: (/** @type {Client} */ client, /** @type {any} */ room) =>
      client.ask('joinRoom', { room: room.name, nickname: '듣는이', toLeaveRoom: '' }),
    event: 'message',
    text: (/** @type {any} */ { message }) => message.split(': ')[1],
  },
  '/chats': {
    come: (/** @type {Client} */ client, /** @type {any} */ room) => client.ask('enter_chat', [room.name]),
    event: 'receive_message',
    text: (/** @type {any} */ message) => message,
  },
  '/main': {
    come: (/** @type {Client} */ client, /** @type {any} */ room) =>
      client.ask('joinRoom', { roomId: room.id, chatterId: null }),
    event: 'sendMessage',
    text: (/** @type {any} */ { content }) => content,
  },
}

/** @param {string} url @param {string} namespace @param {'polling' | 'websocket'} transport */
async function connect(url, namespace, transport) {
  const socket = io(url + namespace, { transports: [transport], forceNew: true, reconnection: false })
  const client = new Client(socket)
  await new Promise((connected, refused) => socket.once('connect', () => connected(undefined)).once('connect_error', refused))
  return client
}

/**
 * What somebody has heard once the last of these texts is among it, or they are gone; in order, other talk left out.
 * @param {Client} client @param {string} event @param {(payload: any) => string} text @param {string[]} texts
 */
async function hears(client, event, text, texts) {
  const [wanted, last] = [new Set(texts), texts.at(-1)]
  await new Promise((/** @type {(value?: undefined) => void} */ done) => {
    client.socket.on(event, (payload) => text(payload) === last && done())
    client.socket.on('disconnect', () => done())
    if (!client.socket.connected || client.all(event).some((payload) => text(payload) === last)) done()
  })
  return client.all(event).map(text).filter((heard) => wanted.has(heard))
}

describe('two thousand messages at once', { timeout: 120_000 }, () => {
  it('are heard by a reader of every dialect, by polling and by websocket, all of them and in order', async () => {
    const bots = await Promise.all(Array.from({ length: WRITERS }, (_, n) => Bot.enter(house.url, { nickname: `수다쟁이 ${n}` })))
    const room = await bots[0].openRoom('시끄러운 방')
    await Promise.all(bots.map((bot) => bot.do('joinRoom', { roomId: room.id })))
    const readers = []
    for (const [namespace, dialect] of Object.entries(dialects)) {
      for (const transport of /** @type {const} */ (['polling', 'websocket'])) {
        const client = await connect(far.url, namespace, transport)
        assert.equal((await dialect.come(client, room)).success, true)
        readers.push({ name: `${namespace} by ${transport}`, client, dialect })
      }
    }

    const written = bots.flatMap((bot, writer) =>
      Array.from({ length: EACH }, async (_, number) => {
        const content = `${writer}-${number}`
        const { message } = await bot.do('sendMessage', { roomId: room.id, clientId: randomUUID(), content })
        return message
      }),
    )
    const inOrder = (await Promise.all(written)).sort((one, other) => one.seq - other.seq).map(({ content }) => content)
    for (const { name, client, dialect } of readers) {
      assert.deepEqual(await hears(client, dialect.event, dialect.text, inOrder), inOrder, name)
    }

    // And after the burst everything is as before: what is asked is answered, what is said is heard.
    for (const { client, dialect } of readers) assert.equal((await dialect.come(client, room)).success, true)
    await bots[0].say(room.id, '끝')
    for (const { client, dialect } of readers) await client.hears(dialect.event, (payload) => dialect.text(payload) === '끝')
    for (const guest of [...bots, ...readers.map(({ client }) => client)]) guest.leave()
  })

  it('are heard in the lobbies, the acks of who asks meanwhile in their place', async () => {
    for (const [namespace, say] of /** @type {[string, (text: string) => any][]} */ ([
      ['/', (text) => text],
      ['/chat', (text) => ({ message: text, nickname: '말하는이' })],
    ])) {
      const speaker = await connect(house.url, namespace, 'websocket')
      const readers = await Promise.all([connect(far.url, namespace, 'polling'), connect(far.url, namespace, 'websocket')])
      const texts = Array.from({ length: WRITERS * EACH }, (_, number) => `말 ${number}`)
      const said = Promise.all(texts.map((text) => speaker.ask('message', say(text))))
      for (const reader of readers) {
        assert.deepEqual(await hears(reader, 'message', (line) => line.split(': ')[1], texts), texts, namespace)
      }
      assert.ok((await said).every(({ success }) => success))
      for (const guest of [speaker, ...readers]) guest.leave()
    }
  })
})
