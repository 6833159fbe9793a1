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

describe('the example bot', () => {
  /** @type {House} */
  let house
  /** @type {Bot} */
  let owner
  /** @type {Program | undefined} */
  let program

  before(async () => {
    house = await House.open({ env: { SARANGBANG_WEBHOOKS_ALLOWED_ADDRESSES: '127.0.0.1' } })
    owner = await Bot.enter(house.url, { nickname: '방장' })
  })
  afterEach(async () => {
    await program?.end()
    program = undefined
  })
  after(async () => {
    owner.leave()
    await house.close()
  })

  /** A room of its own for a bot. @param {string} name */
  async function employ(name) {
    const room = await owner.openRoom(`${name}의 방`)
    const { bot, token } = await owner.do('createBot', { roomId: room.id, nickname: name })
    return { room, bot, token }
  }

  /** @param {string} roomId */
  async function answersPing(roomId) {
    await owner.say(roomId, '!ping')
    const isPong = (/** @type {any} */ message) => message.content === 'pong' && message.author.bot
    const event = await owner.hears('messages', (event) => event.roomId === roomId && event.messages.some(isPong))
    assert.ok(event)
  }

  it('in JavaScript answers', async () => {
    const { room, token } = await employ('자바스크립트')
    // Where its package is installed.
    const folder = await mkdtemp(join(tmpdir(), 'sarangbang-example-'))
    try {
      await copyFile(join(root, 'examples/bot.mjs'), join(folder, 'bot.mjs'))
      await symlink(join(root, 'end2end/node_modules'), join(folder, 'node_modules'))
      program = new Program(process.execPath, ['bot.mjs', house.url, room.id], { cwd: folder, env: { TOKEN: token } })
      await program.says(/joinRoom: ok/)
      await answersPing(room.id)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('in Python answers', async () => {
    const { room, token } = await employ('파이썬')
    program = new Program(python, [join(root, 'examples/bot.py'), house.url, room.id], { env: { TOKEN: token } })
    await program.says(/joinRoom: ok/)
    await answersPing(room.id)
  })

  it('in Rust answers', { timeout: BUILD_MS }, async () => {
    const { room, token } = await employ('러스트')
    program = new Program('cargo', cargoRun('bot', house.url, room.id), { env: { TOKEN: token } })
    await program.says(/joinRoom: "ok"/, BUILD_MS)
    await answersPing(room.id)
  })

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
