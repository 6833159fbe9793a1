// The rows of the threat list that hold from the first release, tried from outside. What a browser has to show for
// them is in tests/safety.spec.ts, names that deceive are in protocol.test.mjs.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { after, afterEach, before, describe, it } from 'node:test'

import { Bot } from '../lib/bot.mjs'
import { House } from '../lib/house.mjs'
import { deafMember, Raw, request, upgrade } from '../lib/raw.mjs'
import { visitor } from '../lib/visitor.mjs'

/** Larger than the house takes in one piece. */
const TOO_LARGE = 'x'.repeat(100_000)

/** @type {House} */
let house
/** @type {{ close(): void }[]} */
let open = []
let names = 0

before(async () => {
  house = await House.open({ env: { SARANGBANG_REALTIME_UNREAD_TIMEOUT_MS: '2000' } })
})
after(() => house.close())
afterEach(() => {
  for (const socket of open) socket.close()
  open = []
})

const someone = () => `손님${(names += 1)}`

async function enter() {
  const bot = await Bot.enter(house.url, { nickname: someone() })
  open.push({ close: () => bot.leave() })
  return bot
}

/** @param {Record<string, string>} [headers] */
async function raw(headers) {
  const socket = await Raw.open(house.url, headers)
  open.push(socket)
  return socket
}

/** Somebody else is served as ever. */
async function othersAreServed() {
  const other = await enter()
  const room = await other.openRoom(someone())
  assert.equal((await other.say(room.id, '아무 일 없다')).seq, 1)
}

async function memoryInMegabytes() {
  const status = await readFile(`/proc/${house.pid}/status`, 'utf8')
  return Number(status.match(/VmRSS:\s+(\d+)/)?.[1]) / 1024
}

describe('1: a foreign page', () => {
  const polling = () => `${house.url}/socket.io/?EIO=4&transport=polling`

  it('opens no socket with the session of its visitor', async () => {
    const { cookie } = await visitor(house.url, someone())
    assert.equal(await upgrade(house.url, { cookie, origin: house.url }), 101, 'our own page')
    assert.equal(await upgrade(house.url, { cookie, origin: 'https://evil.example' }), 403)
    assert.equal(await upgrade(house.url, { cookie, origin: 'null' }), 403)
    assert.equal(await upgrade(house.url, { cookie }), 403)
  })

  it('polls nothing', async () => {
    const { cookie } = await visitor(house.url, someone())
    const status = async (/** @type {Record<string, string>} */ headers) =>
      (await request(polling(), { headers: { cookie, ...headers } })).status
    assert.equal(await status({ 'sec-fetch-site': 'same-origin' }), 200, 'our own page, which sends no Origin')
    assert.equal(await status({ origin: 'https://evil.example' }), 403)
    for (const site of ['cross-site', 'same-site', 'none']) assert.equal(await status({ 'sec-fetch-site': site }), 403)
  })

  it('may connect when the operator trusts it', async () => {
    const friendly = await House.open({ env: { SARANGBANG_ALLOWED_ORIGINS: 'https://friend.example' } })
    try {
      const { cookie } = await visitor(friendly.url, someone())
      assert.equal(await upgrade(friendly.url, { cookie, origin: 'https://friend.example' }), 101)
      assert.equal(await upgrade(friendly.url, { cookie, origin: 'https://evil.example' }), 403)
    } finally {
      await friendly.close()
    }
  })
})

describe('2: a form on a foreign page', () => {
  /** @type {Record<string, string>[]} */
  const foreign = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'https://other.example' },
    {},
  ]

  it('changes nothing', async () => {
    const host = await enter()
    const room = await host.openRoom(someone())
    const guest = await visitor(house.url, someone())
    const pages = await Promise.all(['/', `/r/${room.id}`].map(async (path) => (await guest.get(path)).text()))
    const actions = new Set(pages.flatMap((html) => [...html.matchAll(/<form[^>]* action="([^"]+)"/g)].map(([, action]) => action)))
    assert.ok(actions.size >= 5, `the pages have forms: ${[...actions]}`)

    for (const action of actions) {
      for (const headers of foreign) {
        const { status } = await request(house.url + action, {
          method: 'POST',
          headers: { cookie: guest.cookie, 'content-type': 'application/x-www-form-urlencoded', ...headers },
          body: `name=x&nickname=mallory&room_id=${room.id}&content=x&client_id=1&language=en&back=/`,
        })
        assert.equal(status, 403, `${action} from ${JSON.stringify(headers)}`)
      }
      const { status } = await request(house.url + action, { headers: { cookie: guest.cookie } })
      assert.ok(status === 405 || status === 404, `GET ${action} answers ${status}`)
    }

    const { messages } = await host.do('sync', { roomId: room.id, rev: 0 })
    assert.deepEqual(messages, [])
  })
})

describe('3: too much at once', () => {
  it('closes a socket that sends too large a frame', async () => {
    const socket = await raw()
    socket.send(`40/v1,${JSON.stringify({ nickname: someone(), padding: TOO_LARGE })}`)
    await socket.isClosed()
    await othersAreServed()
  })

  it('closes a socket that sends too large a message in pieces', async () => {
    const socket = await raw()
    socket.send(`40/v1,${JSON.stringify({ nickname: someone() })}`)
    await socket.hears(/^42\/v1,\["welcome"/)
    for (let piece = 0; piece < 20 && !socket.closed; piece += 1) {
      socket.socket.send('x'.repeat(10_000), { fin: false })
    }
    await socket.isClosed()
    await othersAreServed()
  })

  it('refuses too large a body, and keeps nothing of it', { skip: process.platform !== 'linux' }, async () => {
    const guest = await visitor(house.url, someone())
    const action = (await (await guest.get('/')).text()).match(/action="([^"]*create_?room[^"]*)"/i)?.[1]
    const before = await memoryInMegabytes()
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const { status } = await request(house.url + action, {
        method: 'POST',
        headers: { cookie: guest.cookie, origin: house.url, 'content-type': 'application/x-www-form-urlencoded' },
        body: `name=${'x'.repeat(2_000_000)}`,
      }).catch(() => ({ status: 413 }))
      assert.equal(status, 413)
    }
    assert.ok((await memoryInMegabytes()) - before < 30)
  })
})

describe('4: broken packets', () => {
  const broken = [
    '9', '4', '49/v1,', '42/v1', '42/v1,', '42/v1,[', '42/v1,{}', '42/v1,[]', '42/v1,[1]', '42/v1,99999999999999999999["x"]',
    '5999-/v1,["sendMessage",{"_placeholder":true,"num":0}]', '51-/v1,["sendMessage",{"_placeholder":true,"num":0}]',
    '43/v1,7[]', '44/v1,{}', '40/nowhere,', '41', 'b4AAAA', '0{}', '\u0000', `42/v1,1["joinRoom",${'['.repeat(20_000)}`,
    `42/v1,1["joinRoom",${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}]`,
  ]

  it('disturb nobody and break nothing', async () => {
    const log = house.log.length
    for (const frame of broken) {
      const socket = await raw()
      socket.send(`40/v1,${JSON.stringify({ nickname: someone() })}`)
      await socket.hears(/^42\/v1,\["welcome"/)
      socket.send(frame)
      // Either it is thrown out, or it is answered as before.
      socket.send('42/v1,5["noSuchThing",{}]')
      await Promise.race([socket.isClosed(), socket.hears(/^43\/v1,5\[/)])
    }
    await othersAreServed()
    assert.doesNotMatch(house.log.slice(log), /panicked/)
  })

  it('so do bytes that are no text', async () => {
    const socket = await raw()
    socket.send(Buffer.from([0xff, 0xfe, 0x34, 0x30]))
    const noText = await raw()
    noText.socket.send(Buffer.from([0x34, 0x30, 0xff, 0xff]), { binary: false })
    await noText.isClosed()
    await othersAreServed()
  })
})

describe('6: a reader who does not read', () => {
  it('is cut off, while the others hear everything at once', { timeout: 90_000 }, async () => {
    const host = await enter()
    const room = await host.openRoom(someone())
    const deaf = await deafMember(house.url, someone(), room.id)
    await host.hears('presence', ({ roomId, count }) => roomId === room.id && count === 2)

    // More than the buffers of both kernels hold.
    const long = '가'.repeat(3_900)
    const slowest = { ms: 0 }
    const isAlone = () => host.heard.some(({ event, payload }) => event === 'presence' && payload.left.length > 0)
    const patience = Date.now() + 60_000
    while (!isAlone() && Date.now() < patience) {
      const start = performance.now()
      await host.say(room.id, long)
      slowest.ms = Math.max(slowest.ms, performance.now() - start)
    }
    assert.ok(isAlone(), 'the deaf member is out of the room')
    assert.ok(slowest.ms < 2_000, `the slowest send took ${slowest.ms.toFixed(0)} ms`)
    deaf.hangUp()
  })
})

describe('11: what one may not see', () => {
  it('is the same 404 as what does not exist', async () => {
    const guest = await visitor(house.url, someone())
    for (const path of ['/r/nosuchroom', '/r/aaaaaaaa', '/r/%2e', '/nowhere']) {
      assert.equal((await guest.get(path)).status, 404, path)
    }
  })
})

describe('17: session cookies', () => {
  const cookieName = async () => (await visitor(house.url, someone())).cookie.split('=')[0]

  it('that are forged, empty or broken are nobody', async () => {
    const name = await cookieName()
    for (const value of ['', 'forged', 'x'.repeat(43), '%00', '"', 'a'.repeat(4_000)]) {
      const { status, body } = await request(house.url, { headers: { cookie: `${name}=${value}` } })
      assert.equal(status, 200)
      assert.match(body, /class="nickname-form"/, `${value.slice(0, 50)} is asked for a nickname`)
    }
  })

  it('are hidden from scripts and from other sites', async () => {
    const gate = await (await fetch(house.url)).text()
    const action = gate.match(/<form[^>]*class="nickname-form"[^>]*>/)?.[0].match(/action="([^"]+)"/)?.[1]
    const { headers } = await request(house.url + action, {
      method: 'POST',
      headers: { origin: house.url, 'content-type': 'application/x-www-form-urlencoded' },
      body: `nickname=${encodeURIComponent(someone())}&back=/`,
    })
    const session = headers['set-cookie']?.find((cookie) => cookie.includes('HttpOnly')) ?? ''
    assert.match(session, /SameSite=Lax/)
    assert.match(session, /Path=\//)
    const [, secret] = session.match(/^[^=]+=([^;]+)/) ?? []
    assert.ok(Buffer.from(secret ?? '', 'base64url').length >= 32, '256 bits')
  })

  it('of a secure house never travel in the clear', async () => {
    const secure = await House.open({ env: { SARANGBANG_PUBLIC_URL: 'https://chat.example.org' } })
    try {
      const { cookie } = await visitor(secure.url, someone())
      assert.match(cookie, /^__Host-/)
    } finally {
      await secure.close()
    }
  })

  it('never lead away from the house', async () => {
    const gate = await (await fetch(house.url)).text()
    const action = gate.match(/<form[^>]*class="nickname-form"[^>]*>/)?.[0].match(/action="([^"]+)"/)?.[1]
    for (const back of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '\t//evil.example']) {
      const { headers } = await request(house.url + action, {
        method: 'POST',
        headers: { origin: house.url, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ nickname: someone(), back }).toString(),
      })
      const target = new URL(headers.location ?? '/', house.url)
      assert.equal(target.origin, house.url, `back=${JSON.stringify(back)} leads to ${headers.location}`)
    }
  })
})

describe('20: again and again', () => {
  it('a second CONNECT makes no second guest and no second place', async () => {
    const host = await enter()
    const room = await host.openRoom(someone())
    const socket = await raw()
    const nickname = someone()
    socket.send(`40/v1,${JSON.stringify({ nickname })}`)
    await socket.hears(/^42\/v1,\["welcome"/)
    socket.send(`40/v1,${JSON.stringify({ nickname: someone() })}`)
    socket.send(`42/v1,1["joinRoom",{"roomId":"${room.id}"}]`)
    await Promise.race([socket.isClosed(), socket.hears(/^43\/v1,1\[/)])
    socket.close()
    await othersAreServed()
    const { members } = await host.do('joinRoom', { roomId: room.id })
    assert.ok(members.length <= 2)
  })

  it('a storm of connections leaves no ghosts', async () => {
    const host = await enter()
    const room = await host.openRoom(someone())
    const stormy = await Bot.enter(house.url, { nickname: someone() })
    const { token, id } = stormy.me
    stormy.leave()
    for (let round = 0; round < 10; round += 1) {
      const storm = await Promise.all(Array.from({ length: 10 }, () => Bot.enter(house.url, { token })))
      await Promise.all(storm.map((bot) => bot.do('joinRoom', { roomId: room.id })))
      for (const bot of storm) bot.leave()
    }
    await host.hears('presence', ({ roomId, left }) => roomId === room.id && left.includes(id))
    const { members } = await host.do('joinRoom', { roomId: room.id })
    assert.deepEqual(members.map((/** @type {any} */ member) => member.id), [host.me.id])
  })

  it('the same message, sent again, is one message', async () => {
    const host = await enter()
    const room = await host.openRoom(someone())
    const clientId = randomUUID()
    const first = await host.say(room.id, '하나', clientId)
    assert.deepEqual(await host.say(room.id, '하나', clientId), first)
    const { messages } = await host.do('sync', { roomId: room.id, rev: 0 })
    assert.equal(messages.length, 1)
  })
})
