// A bot in JavaScript that answers `!ping`:
//
//   npm install socket.io-client
//   TOKEN=sbt_… node examples/bot.mjs http://127.0.0.1:3000 <room id>
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'

import { io } from 'socket.io-client'

const [house, roomId] = process.argv.slice(2)
const socket = io(`${house}/v1`, { auth: { token: process.env.TOKEN } })
/** Of what this bot has seen. Without one it begins with what comes next. @type {number | undefined} */
let rev

// One thing after the other: events that come while `joinRoom` or `sync` is under way wait for its answer.
let turn = Promise.resolve()
const inTurn = (/** @type {() => unknown} */ task) => (turn = turn.then(task).then(() => {}, console.error))

// Every connection begins with it, also after a break.
socket.on('welcome', () => inTurn(() => catchUp('joinRoom')))
socket.on('messages', ({ fromRev, toRev, messages }) => inTurn(() => {
  if (rev === undefined || toRev <= rev) return
  // Something before it did not arrive.
  if (fromRev > rev) return catchUp('sync')
  take(toRev, messages)
}))
socket.on('connect_error', (error) => console.error(`cannot connect: ${error.message}`))
// The client comes back by itself, but not when the house ended the connection: then it waits to be told.
socket.on('disconnect', (reason) => reason === 'io server disconnect' && setTimeout(() => socket.connect(), 2_000))

/** @param {string} request */
async function catchUp(request) {
  const { messages, rev: newest, reset } = await ask(request, { roomId, rev })
  take(newest, rev === undefined || reset ? [] : messages)
}

/** @param {number} newest @param {any[]} messages */
function take(newest, messages) {
  rev = newest
  // An edit comes as a message too, and other bots answer as readily as this one.
  const asks = messages.filter(({ content, editedAt, author }) => content === '!ping' && !editedAt && !author.bot)
  for (const _ of asks) ask('sendMessage', { roomId, clientId: randomUUID(), content: 'pong' }).catch(console.error)
}

/** Asks until it is granted, or refused for good. A message with the same clientId is stored once. */
async function ask(/** @type {string} */ request, /** @type {object} */ payload) {
  // Until it has joined again, a new connection may not write.
  const passing = ['too_many_requests', 'busy', 'unavailable', request === 'sendMessage' && 'not_in_room']
  for (;;) {
    const ack = await socket.timeout(20_000).emitWithAck(request, payload).catch(() => undefined)
    if (ack) console.log(`${request}: ${ack.message}`)
    if (ack?.success) return ack.data
    if (ack && !passing.includes(ack.message)) throw new Error(`${request} was refused: ${ack.message}`)
    await pause(ack?.retryInMs ?? 1_000)
  }
}
