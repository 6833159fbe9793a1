// The example bots, started as the README says, each in a house with somebody who asks.
import assert from 'node:assert/strict'
import { copyFile, mkdtemp, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, describe, it } from 'node:test'

import { Bot } from '../lib/bot.mjs'
import { House } from '../lib/house.mjs'
import { Program } from '../lib/process.mjs'
import { cargoRun, python, root } from '../lib/tools.mjs'

/** Cargo may have to build first. */
const BUILD_MS = 15 * 60_000

/** How often a bot comes into a room in which somebody writes without a pause. */
const COMINGS = 6

/** What a bot prints when it is in its room. */
const JOINED = /joinRoom: "?ok"?/

const bots = [
  { language: 'JavaScript', command: process.execPath, args: ['bot.mjs'] },
  { language: 'Python', command: python, args: [join(root, 'examples/bot.py')] },
  { language: 'Rust', command: 'cargo', args: cargoRun('bot') },
]

describe('the example bot', () => {
  /** @type {House} */
  let house
  /** @type {Bot} */
  let owner
  /** The way back to the owner. @type {string} */
  let token
  /** Where the package of the bot in JavaScript is installed. @type {string} */
  let folder
  /** @type {Program | undefined} */
  let program

  before(async () => {
    house = await House.open({ env: { SARANGBANG_WEBHOOKS_ALLOWED_ADDRESSES: '127.0.0.1' } })
    owner = await Bot.enter(house.url, { nickname: '집주인' })
    token = owner.me.token
    folder = await mkdtemp(join(tmpdir(), 'sarangbang-example-'))
    await copyFile(join(root, 'examples/bot.mjs'), join(folder, 'bot.mjs'))
    await symlink(join(root, 'end2end/node_modules'), join(folder, 'node_modules'))
  })
  afterEach(async () => {
    await program?.end()
    program = undefined
  })
  after(async () => {
    owner.leave()
    await house.close()
    await rm(folder, { recursive: true })
  })

  /** Starts a bot and waits until it is in the room. @param {typeof bots[number]} bot @param {string} roomId @param {string} token */
  async function start({ command, args }, roomId, token) {
    program = new Program(command, [...args, house.url, roomId], { cwd: folder, env: { TOKEN: token } })
    await program.says(JOINED, BUILD_MS)
    return program
  }

  /** A room of its own for a bot. @param {string} name */
  async function employ(name) {
    const room = await owner.openRoom(`${name}의 방`)
    const { bot, token } = await owner.do('createBot', { roomId: room.id, nickname: name })
    return { room, bot, token }
  }

  /** @param {string} roomId @param {string} [botId] */
  async function answersPing(roomId, botId) {
    const asked = await owner.say(roomId, '!ping')
    const isPong = (/** @type {any} */ { content, author, seq }) =>
      content === 'pong' && seq > asked.seq && author.bot && author.id === (botId ?? author.id)
    const event = await owner.hears('messages', (event) => event.roomId === roomId && event.messages.some(isPong))
    assert.ok(event)
  }

  for (const kind of bots) {
    const { language } = kind

    describe(`in ${language}`, { timeout: BUILD_MS }, () => {
      it('answers', async () => {
        const { room, token } = await employ(language)
        await start(kind, room.id, token)
        await answersPing(room.id)
      })

      it('hears what is said when it came in while others wrote', async () => {
        const room = await owner.openRoom(`바쁜 ${language}의 방`)
        // What is written just while it comes in is a matter of luck, so it comes in again and again.
        for (let coming = 1; coming <= COMINGS; coming += 1) {
          const { bot, token } = await owner.do('createBot', { roomId: room.id, nickname: `${language} ${coming}호` })
          await writeUntil(start(kind, room.id, token), room.id)
          await answersPing(room.id, bot.id)
          await program?.end()
          await owner.do('revokeBot', { roomId: room.id, botId: bot.id })
        }
      })

      it('comes back to a house that was ended in order', () => comesBackAfter('SIGTERM'))
      it('comes back to a house that was killed', () => comesBackAfter('SIGKILL'))
    })

    /** @param {NodeJS.Signals} signal */
    async function comesBackAfter(signal) {
      const { room, token: bots } = await employ(`${language} ${signal}`)
      const started = await start(kind, room.id, bots)
      await house.kill(signal)
      await house.start()
      owner = await Bot.enter(house.url, { token })
      await owner.do('joinRoom', { roomId: room.id })
      await started.says(new RegExp(`${JOINED.source}[^]*${JOINED.source}`))
      await answersPing(room.id)
    }
  }

  /** Writes without a pause until something has happened. @param {Promise<unknown>} happens @param {string} roomId */
  async function writeUntil(happens, roomId) {
    let isOver = false
    const over = happens.finally(() => (isOver = true))
    for (let line = 1; !isOver; line += 1) await owner.say(roomId, `${line}`)
    await over
  }

  it('that hears by webhook answers', async () => {
    const { room, bot, token } = await employ('웹훅')
    const of = { roomId: room.id, botId: bot.id }
    // The secret is told when the address is set; the port is known once the program listens.
    const port = await freePort()
    const { secret } = await owner.do('setWebhook', { ...of, url: `http://127.0.0.1:${port}/` })
    const env = { TOKEN: token, SECRET: secret }
    program = new Program(python, [join(root, 'examples/webhook.py'), house.url, `${port}`], { env })
    await program.says(/listening on/)
    await answersPing(room.id)
    const forged = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}' })
    assert.equal(forged.status, 403)
  })
})

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  await new Promise((closed) => server.close(closed))
  return port
}
