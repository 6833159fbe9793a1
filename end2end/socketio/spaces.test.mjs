// Spaces: houses of their own in one house, made and removed beside it.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { after, afterEach, before, describe, it } from 'node:test'
import { promisify } from 'node:util'

import { Bot } from '../lib/bot.mjs'
import { Client } from '../lib/client.mjs'
import { binary, House } from '../lib/house.mjs'
import { Visit } from '../lib/visit.mjs'

/** @type {House} */
let house
/** @type {{ leave(): void }[]} */
let clients = []

before(async () => {
  house = await House.open({ env: { SARANGBANG_SPACES: 'from-settings' } })
})
after(() => house.close())
afterEach(() => {
  for (const client of clients) client.leave()
  clients = []
})

/** `sarangbang space …` beside the house; what it said. @param {string[]} args */
async function space(...args) {
  const flags = ['--data', join(house.folder, 'data')]
  return (await promisify(execFile)(binary, ['space', ...args, ...flags], { cwd: house.folder })).stdout.trim().split('\n')
}

/** Connects as soon as the namespace is there. @param {string} name */
async function connect(name) {
  const end = Date.now() + 10_000
  for (;;) {
    try {
      const client = await Client.connect(house.url, `/${name}`)
      clients.push(client)
      return client
    } catch (error) {
      assert.match(String(error), /Invalid namespace/)
      if (Date.now() > end) throw error
    }
  }
}

/** @param {string} namespace @param {string} title */
async function makeRoom(namespace, title) {
  const { data } = await new Visit(house.url).ask('POST', '/chat/rooms', { namespace, title, capacity: 0, isPassword: false })
  return data
}

/** Who was inside is out before the door is shut, so somebody may slip in for a moment. @param {string} namespace */
async function isShut(namespace) {
  const end = Date.now() + 5_000
  for (;;) {
    const refusal = await Client.connect(house.url, namespace).then((client) => client.leave(), (error) => error)
    if (refusal) return assert.match(refusal.message, /Invalid namespace/)
    assert.ok(Date.now() < end, `${namespace} is still open`)
  }
}

describe('a space', () => {
  it('that the settings name is there from the start', async () => {
    await Client.connect(house.url, '/from-settings').then((client) => clients.push(client))
    assert.deepEqual(await space('list'), ['anonymous: 0 rooms', 'from-settings: 0 rooms', 'main: 0 rooms'])
  })

  it('is added beside the running house, with its namespace and its lobby', async () => {
    assert.equal((await fetch(`${house.url}/s/garden`)).status, 404)
    assert.deepEqual(await space('add', 'garden'), ['garden: added'])
    const client = await connect('garden')
    const room = await makeRoom('garden', '텃밭')
    const { data: chatter } = await client.ask('joinRoom', { roomId: room.id, chatterId: null })
    assert.ok(chatter.id)
    const visit = new Visit(house.url)
    await visit.ask('POST', `/chat/rooms/${room.id}/access-check`)
    /** @param {string} path */
    const page = async (path) => (await fetch(house.url + path, { headers: { cookie: visit.cookie ?? '' } })).text()
    assert.match(await page('/s/garden'), /텃밭/)
    assert.match(await page(`/r/${room.id}`), /텃밭/)
    assert.doesNotMatch(await page('/'), /텃밭/)
    const { data } = await new Visit(house.url).ask('GET', '/chat/rooms?namespace=garden')
    assert.deepEqual(data.map((/** @type {any} */ { title }) => title), ['텃밭'])
    await assert.rejects(space('add', 'garden'), /there is a space garden already/)
  })

  it('tells of its rooms those who look at it, and nobody else', async () => {
    await space('add', 'attic').catch(() => {})
    await connect('attic')
    const [above, below] = await Promise.all(
      ['attic', 'main'].map((name) => Bot.enter(house.url, { nickname: `보는 이 ${name}`, space: name })),
    )
    assert.ok(above && below)
    clients.push(above, below)
    const room = await makeRoom('attic', '다락')
    await above.hears('rooms', ({ added }) => added.some((/** @type {any} */ one) => one.id === room.id))
    await above.hears('notice', ({ text }) => text.includes('다락'))
    await below.do('createRoom', { name: '아래층' })
    await below.hears('notice', ({ text }) => text.includes('아래층'))
    assert.ok(!JSON.stringify(below.heard).includes(room.id))
    assert.ok(!JSON.stringify(above.heard).includes('아래층'))
    await assert.rejects(Bot.enter(house.url, { nickname: '길 잃은 이', space: 'nowhere' }), /space_not_found/)
  })

  it('is removed when it has no rooms, or with them', async () => {
    await space('add', 'cellar')
    const client = await connect('cellar')
    const room = await makeRoom('cellar', '지하실')
    await client.ask('joinRoom', { roomId: room.id, chatterId: null })
    await assert.rejects(space('remove', 'cellar'), /has 1 rooms; --with-rooms/)
    const gone = new Promise((left) => client.socket.once('disconnect', left))
    assert.deepEqual(await space('remove', 'cellar', '--with-rooms'), ['cellar: removed'])
    assert.equal(await gone, 'io server disconnect')
    await isShut('/cellar')
    assert.equal((await fetch(`${house.url}/s/cellar`)).status, 404)
    assert.equal((await new Visit(house.url).ask('GET', `/chat/rooms/${room.id}`)).status, 410)
    const { status, message } = await new Visit(house.url).ask('POST', '/chat/rooms', { namespace: 'cellar', title: '다시', capacity: 0, isPassword: false })
    assert.deepEqual([status, message], [404, 'space_not_found'])
    assert.ok(!(await space('list')).some((line) => line.startsWith('cellar')))
    await space('add', 'cellar')
    await connect('cellar')
    await space('remove', 'cellar')
  })

  it('has a plain name that no other dialect has, and those of every house stay', async () => {
    for (const name of ['v1', 'chat', 'room', 'chats', 'Main', '공간', 'a/b', 'x'.repeat(33)]) {
      await assert.rejects(space('add', name), /1 to 32 lower-case letters/, name)
    }
    for (const name of ['main', 'anonymous']) {
      await assert.rejects(space('remove', name, '--with-rooms'), /stays/)
    }
    await assert.rejects(space('remove', 'nowhere'), /there is no space nowhere/)
  })
})
