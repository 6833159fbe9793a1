// Who was sent out of a room of the anonymous chat learns why, and reads there no more.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import { Bot } from '../lib/bot.mjs'
import { House } from '../lib/house.mjs'
import { Visit } from '../lib/visit.mjs'

/** @type {House} */
let house

before(async () => {
  house = await House.open()
})
after(() => house.close())

/** Comes into a room. @param {string} roomId */
async function inside(roomId) {
  const visit = new Visit(house.url)
  await visit.ask('POST', `/chat/rooms/${roomId}/access-check`, {})
  const client = await visit.connect()
  const { data: chatter } = await client.ask('joinRoom', { roomId, chatterId: '' })
  return { visit, client, chatter }
}

describe('who was sent out', () => {
  it('is told by the socket and by the REST side, and may read no more', async () => {
    const maker = new Visit(house.url)
    const terms = { namespace: 'anonymous', title: '소모임', capacity: 10, isPassword: false }
    const { data: room } = await maker.ask('POST', '/chat/rooms', terms)
    // The session of the original page is one on the house's own namespace, too.
    const owner = await Bot.enter(house.url, { token: maker.cookie?.split('=')[1], space: 'anonymous' })
    const { visit, client, chatter } = await inside(room.id)
    await client.ask('sendMessage', { roomId: room.id, content: '여기 있어요' })
    const page = () => visit.ask('GET', `/chat/messages/${room.id}/1/${chatter.id}`)
    assert.deepEqual((await page()).data.map((/** @type {any} */ message) => message.content).slice(-1), ['여기 있어요'])

    await owner.do('joinRoom', { roomId: room.id })
    const { messages } = await owner.do('sync', { roomId: room.id, rev: 0 })
    const { author } = messages.find((/** @type {any} */ { content }) => content === '여기 있어요')
    // That somebody came in is noted soon, and not at once.
    const end = Date.now() + 10_000
    const kick = () => owner.ask('kick', { roomId: room.id, guestId: author.id })
    for (let ack = await kick(); !ack.success; ack = await kick()) {
      assert.ok(ack.message === 'member_not_found' && Date.now() < end, ack.message)
    }
    assert.deepEqual(await client.hears('roomClosed'), { roomId: room.id, reason: 'kicked' })
    const { status, success, message } = await page()
    assert.deepEqual([status, success], [403, false])
    assert.equal(message, 'kicked')
    assert.equal((await client.ask('joinRoom', { roomId: room.id, chatterId: chatter.id })).message, 'kicked')
    client.leave()
    owner.leave()
  })
})
