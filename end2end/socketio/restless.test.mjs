// People who come into rooms of the anonymous chat and go again, all the time.
import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'

import { Client } from '../lib/client.mjs'
import { House } from '../lib/house.mjs'
import { Visit } from '../lib/visit.mjs'

/** @type {House} */
let house
/** @type {Client[]} */
let clients = []

before(async () => {
  house = await House.open()
})
after(() => house.close())
afterEach(() => {
  for (const client of clients) client.leave()
  clients = []
})

/** A room for any number of people. @param {House} house */
async function makeRoom(house) {
  const asked = { namespace: 'anonymous', title: '방', capacity: 0, isPassword: false }
  const { status, data } = await new Visit(house.url).ask('POST', '/chat/rooms', asked)
  assert.equal(status, 201)
  return data
}

/** A visitor's socket. @param {House} house */
async function connect(house) {
  const client = await new Visit(house.url).connect()
  clients.push(client)
  return client
}

describe('coming and going', () => {
  it('does not flood a large room with lists, and the last list is true', async () => {
    const room = await makeRoom(house)
    const crowd = await Promise.all(Array.from({ length: 150 }, () => connect(house)))
    await Promise.all(crowd.map((client) => client.ask('joinRoom', { roomId: room.id, chatterId: null })))
    const [watcher] = crowd
    await watcher.hears('returnChatters', (chatters) => chatters.length === crowd.length)
    watcher.heard = []
    const restless = await connect(house)
    const start = Date.now()
    /** @type {string | undefined} */
    let id
    while (Date.now() - start < 3_000) {
      id = (await restless.ask('joinRoom', { roomId: room.id, chatterId: id ?? null })).data.id
      await restless.ask('leaveRoom')
    }
    // A list in more than a second for so many people: 150 × 150 × 50 µs.
    const lists = watcher.all('returnChatters').length
    assert.ok(lists <= 5, `${lists} lists in ${Date.now() - start} ms`)

    watcher.heard = []
    await restless.ask('joinRoom', { roomId: room.id, chatterId: id ?? null })
    await watcher.hears('returnChatters', (chatters) => chatters.some((/** @type {any} */ one) => one.id === id))
    watcher.heard = []
    await restless.ask('leaveRoom')
    await watcher.hears('returnChatters', (chatters) => chatters.length === crowd.length)
  })

  it('is limited for each person', async () => {
    const strict = await House.open({ env: { SARANGBANG_LIMITS_ENABLED: 'true' } })
    try {
      const room = await makeRoom(strict)
      const [restless, calm] = [await connect(strict), await connect(strict)]
      const join = (/** @type {Client} */ client) => client.ask('joinRoom', { roomId: room.id, chatterId: null })
      /** @type {any} */
      let answer
      let times = 0
      for (; times < 100 && answer?.success !== false; times += 1) {
        await restless.ask('leaveRoom')
        answer = await join(restless)
      }
      assert.equal(answer.message, 'too_many_requests')
      assert.ok(answer.retryInMs > 0 && answer.retryInMs <= 1_000, `${answer.retryInMs}`)
      assert.ok(times > 30, `only ${times} times`)
      for (times = 0; times < 100; times += 1) assert.equal((await join(calm)).success, true, 'who is there already comes in freely')
    } finally {
      await strict.close()
    }
  })
})
