// The binary as an operator meets it.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'

import { Bot } from '../lib/bot.mjs'
import { binary, House } from '../lib/house.mjs'

/** Runs the binary to its end. @param {string[]} args @param {Record<string, string>} [env] */
async function run(args, env = {}) {
  const cwd = await mkdtemp(join(tmpdir(), 'sarangbang-run-'))
  const child = spawn(binary, args, { cwd, env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  // A binary that serves where it should have refused must not hang the tests.
  const deadline = setTimeout(() => child.kill('SIGKILL'), 10_000)
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (bytes) => (stdout += bytes))
  child.stderr.on('data', (bytes) => (stderr += bytes))
  const [code] = await once(child, 'close')
  clearTimeout(deadline)
  await rm(cwd, { recursive: true })
  return { code, stdout, stderr }
}

/** One clear line and a non-zero end. @param {{ code: number | null, stderr: string }} ended @param {RegExp} reason */
function refuses({ code, stderr }, reason) {
  assert.ok(code !== null && code !== 0, `ended with ${code}`)
  assert.match(stderr, reason)
  assert.equal(stderr.trim().split('\n').length, 1, `one line, not:\n${stderr}`)
  assert.doesNotMatch(stderr, /panicked|RUST_BACKTRACE/)
}

describe('the command line', () => {
  it('explains itself', async () => {
    const { code, stdout } = await run(['--help'])
    assert.equal(code, 0)
    for (const option of ['--config', '--listen', '--data']) assert.match(stdout, new RegExp(option))
  })

  it('tells its version', async () => {
    const { code, stdout } = await run(['--version'])
    assert.equal(code, 0)
    assert.match(stdout, /^sarangbang \d+\.\d+\.\d+/)
  })

  it('refuses an option it does not know', async () => {
    const { code, stderr } = await run(['--no-such-option'])
    assert.ok(code)
    assert.match(stderr, /--no-such-option/)
  })
})

describe('a start that cannot succeed', () => {
  it('names a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = /** @type {import('node:net').AddressInfo} */ (other.address())
    refuses(await run(['--listen', `127.0.0.1:${port}`]), new RegExp(`${port}`))
    other.close()
  })

  it('names an address that is none', async () => {
    const { code, stderr } = await run(['--listen', 'nowhere'])
    assert.ok(code)
    assert.match(stderr, /nowhere/)
  })

  it('names a data folder it cannot write to', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sarangbang-data-'))
    const file = join(folder, 'in-the-way')
    await writeFile(file, 'a file where a folder should be')
    refuses(await run(['--listen', '127.0.0.1:0', '--data', join(file, 'data')]), /in-the-way/)
    await rm(folder, { recursive: true })
  })

  it('names a settings file that is missing', async () => {
    refuses(await run(['--config', 'nowhere.toml']), /nowhere\.toml/)
  })

  it('names a setting it cannot read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sarangbang-settings-'))
    const file = join(folder, 'Leptos.toml')
    await writeFile(file, 'lisssten = "127.0.0.1:0"\n')
    refuses(await run(['--config', file, '--listen', '127.0.0.1:0']), /lisssten/)
    await rm(folder, { recursive: true })
    refuses(await run(['--listen', '127.0.0.1:0'], { SARANGBANG_LIMITS_ENABLED: 'perhaps' }), /SARANGBANG_LIMITS_ENABLED|limits/i)
  })
})

describe('an open house', () => {
  /** @type {House} */
  let house
  before(async () => {
    house = await House.open()
  })
  after(() => house.close())

  it('answers the probes', async () => {
    for (const path of ['/healthz', '/readyz']) assert.equal((await fetch(house.url + path)).status, 200, path)
  })

  it('takes at most 50 MB when idle', { skip: process.platform !== 'linux' }, async () => {
    const status = await readFile(`/proc/${house.pid}/status`, 'utf8')
    const megabytes = Number(status.match(/VmRSS:\s+(\d+)/)?.[1]) / 1024
    assert.ok(megabytes <= 50, `${megabytes.toFixed(1)} MB`)
  })

  it('serves the page under a name without a hash only for a short time', async () => {
    const answer = await fetch(`${house.url}/robots.txt`)
    assert.equal(answer.status, 200)
    assert.doesNotMatch(answer.headers.get('cache-control') ?? '', /immutable/)
  })

  it('keeps what was said when the power goes', async () => {
    const cheolsu = await Bot.enter(house.url, { nickname: '철수' })
    const room = await cheolsu.openRoom('정전')
    const { token } = cheolsu.me
    // The power goes at the very moment the last ack arrives.
    for (let line = 1; line <= 20; line += 1) await cheolsu.say(room.id, `${line}`)
    await house.restart()

    const again = await Bot.enter(house.url, { token })
    assert.equal(again.me.id, cheolsu.me.id)
    const { messages } = await again.do('joinRoom', { roomId: room.id })
    assert.deepEqual(messages.map((/** @type {any} */ message) => message.content), Array.from({ length: 20 }, (_, i) => `${i + 1}`))
    again.leave()
  })

  it('ends within five seconds when asked to, with guests inside, and tells them when to come back', async () => {
    const guest = await Bot.enter(house.url, { nickname: '마지막손님' })
    const asked = Date.now()
    const ended = house.kill('SIGTERM')
    const bye = await guest.hears('bye')
    assert.ok(bye.retryInMs > 0)
    assert.equal(await ended, 0)
    assert.ok(Date.now() - asked < 5_000)
    await house.start()
  })

  it('writes no messages, tokens or nicknames into its log', async () => {
    const guest = await Bot.enter(house.url, { nickname: '비밀손님' })
    const room = await guest.openRoom('조용한 방')
    await guest.say(room.id, '새어 나가면 안 되는 말')
    await guest.ask('sendMessage', { roomId: room.id, content: 12 })
    for (const secret of [guest.me.token, '새어 나가면 안 되는 말', '비밀손님']) {
      assert.ok(!house.log.includes(secret), `the log has ${secret}`)
    }
    guest.leave()
  })
})

it('opens within 300 ms', async () => {
  const times = []
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const start = performance.now()
    const house = await House.open()
    times.push(performance.now() - start)
    await house.close()
  }
  // The best of five: the machine is busy with other tests, the house is the same.
  assert.ok(Math.min(...times) <= 300, `${times.map((ms) => ms.toFixed(0))} ms`)
})
