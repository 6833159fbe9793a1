// Pages of other origins, as far as the official client in Node can be one, and the client script that they load.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'

import { Bot } from '../lib/bot.mjs'
import { House } from '../lib/house.mjs'
import { request } from '../lib/raw.mjs'

const FRIEND = 'https://friend.example'
const STRANGER = 'https://stranger.example'

let names = 0

/** @param {House} house @param {string} origin @param {string} transport */
async function connects(house, origin, transport) {
  const options = { transports: [transport], extraHeaders: { origin } }
  const bot = await Bot.enter(house.url, { nickname: `손님${(names += 1)}` }, options).catch(() => undefined)
  bot?.leave()
  return bot !== undefined
}

describe('the origins that may connect', () => {
  for (const transport of ['websocket', 'polling']) {
    it(`are by default the house's own, over ${transport}`, async () => {
      const house = await House.open()
      try {
        assert.ok(await connects(house, house.url, transport))
        assert.ok(!(await connects(house, FRIEND, transport)))
        assert.ok(!(await connects(house, 'null', transport)))
      } finally {
        await house.close()
      }
    })

    it(`are those that the operator names, over ${transport}`, async () => {
      const house = await House.open({ env: { SARANGBANG_ALLOWED_ORIGINS: `http://other.example:8080, ${FRIEND}` } })
      try {
        assert.ok(await connects(house, FRIEND, transport))
        assert.ok(await connects(house, 'http://other.example:8080', transport))
        assert.ok(!(await connects(house, STRANGER, transport)))
      } finally {
        await house.close()
      }
    })

    it(`are all, where the operator says so, over ${transport}`, async () => {
      const house = await House.open({ env: { SARANGBANG_ALLOWED_ORIGINS: '*' } })
      try {
        assert.ok(await connects(house, STRANGER, transport))
        assert.ok(await connects(house, 'null', transport))
      } finally {
        await house.close()
      }
    })
  }
})

describe('the client script', () => {
  /** @type {House} */
  let house
  before(async () => {
    house = await House.open()
  })
  after(() => house.close())

  for (const file of ['socket.io.js', 'socket.io.min.js', 'socket.io.esm.min.js']) {
    it(`is served as ${file}, to pages of any origin`, async () => {
      const answer = await request(`${house.url}/socket.io/${file}`, { headers: { origin: STRANGER } })
      assert.equal(answer.status, 200)
      assert.match(String(answer.headers['content-type']), /^text\/javascript/)
      assert.equal(answer.headers['cross-origin-resource-policy'], 'cross-origin')
      assert.equal(answer.headers['access-control-allow-origin'], '*')
      const original = new URL(`../node_modules/socket.io-client/dist/${file}`, import.meta.url)
      assert.equal(answer.body, await readFile(original, 'utf8'))
    })
  }

  it('is sent compressed, and not again to a browser that has it', async () => {
    const address = `${house.url}/socket.io/socket.io.min.js`
    const first = await request(address, { headers: { 'accept-encoding': 'br' } })
    assert.equal(first.headers['content-encoding'], 'br')
    assert.equal(first.headers['cache-control'], 'public, no-cache')
    const known = { 'accept-encoding': 'br', 'if-none-match': String(first.headers.etag) }
    assert.equal((await request(address, { headers: known })).status, 304)
  })

  it('can be switched off, and the endpoint stays', async () => {
    const bare = await House.open({ env: { SARANGBANG_SERVE_CLIENT: 'false' } })
    try {
      assert.equal((await request(`${bare.url}/socket.io/socket.io.js`)).status, 404)
      assert.ok(await connects(bare, bare.url, 'polling'))
    } finally {
      await bare.close()
    }
  })
})
