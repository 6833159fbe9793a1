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

// Every connection begins with it, also after a break.
socket.on('welcome', async () => {
  const { success, message, data } = await socket.emitWithAck('joinRoom', { roomId, rev })
  console.log(`joinRoom: ${message}`)
  if (!success) return
  if (rev !== undefined && !data.reset) await answer(data.messages)
  rev = data.rev
})

socket.on('messages', async ({ fromRev, toRev, messages }) => {
  // What came in between was told with the answer to `joinRoom`, or is asked for at the next connection.
  if (rev === undefined || toRev <= rev || fromRev > rev) return
  rev = toRev
  await answer(messages)
})

socket.on('connect_error', (error) => console.error(`cannot connect: ${error.message}`))
// The client comes back by itself, but not when the house ended the connection: then it waits to be told.
socket.on('disconnect', (reason) => reason === 'io server disconnect' && setTimeout(() => socket.connect(), 2_000))

/** @param {any[]} messages */
async function answer(messages) {
  for (const { author, content, editedAt } of messages) {
    // An edit comes as a message too, and other bots answer as readily as this one.
    if (content === '!ping' && !editedAt && !author.bot) await say('pong')
  }
}

/** Sends a message until it is stored; with the same clientId it is stored once. @param {string} content */
async function say(content) {
  const message = { roomId, clientId: randomUUID(), content }
  for (;;) {
    const ack = await socket.timeout(20_000).emitWithAck('sendMessage', message).catch(() => undefined)
    if (ack?.success) return
    if (ack && !['too_many_requests', 'busy', 'unavailable'].includes(ack.message)) return console.error(ack.message)
    await pause(ack?.retryInMs ?? 1_000)
  }
}
