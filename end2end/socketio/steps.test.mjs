// The first steps of the tutorial, namespace `/`.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import { Bot } from '../lib/bot.mjs'
import { Client } from '../lib/client.mjs'
import { House } from '../lib/house.mjs'

/** @type {House} */
let house
before(async () => {
  house = await House.open()
})
after(() => house.close())

describe('the first steps', () => {
  it('tell everyone what a client says, the sender included, by the first characters of its id', async () => {
    const [one, two] = [await Client.connect(house.url, '/'), await Client.connect(house.url, '/')]
    one.socket.emit('message', '안녕하세요')
    const line = `client-${one.socket.id?.slice(0, 4)}: 안녕하세요`
    assert.equal(await one.hears('message'), line)
    assert.equal(await two.hears('message'), line)
    assert.match(line, /^client-.{4}: 안녕하세요$/)
    for (const client of [one, two]) client.leave()
  })

  it('keep the order of one client, and stay in their lobby', async () => {
    const bot = await Bot.enter(house.url, { nickname: '이웃' })
    const [client, lobby] = [await Client.connect(house.url, '/'), await Client.connect(house.url, '/chat')]
    for (let line = 1; line <= 100; line += 1) client.socket.emit('message', `${line}`)
    await client.hears('message', (text) => text.endsWith(': 100'))
    const said = client.all('message').map((text) => Number(text.split(': ')[1]))
    assert.deepEqual(said, Array.from({ length: 100 }, (_, index) => index + 1))
    // What is said after it has come to the neighbours, so this has not.
    await bot.openRoom('옆방')
    await lobby.hears('notice')
    assert.deepEqual(lobby.all('message'), [])
    assert.ok(!bot.heard.some(({ payload }) => JSON.stringify(payload).includes('client-')))
    for (const guest of [bot, client, lobby]) guest.leave()
  })

  it('answer what they do not take: with an ack, or with a notice to the client alone', async () => {
    const [client, other] = [await Client.connect(house.url, '/'), await Client.connect(house.url, '/')]
    assert.deepEqual(await client.ask('message', { text: '객체' }), { success: false, message: 'bad_request', data: null })
    assert.deepEqual(await client.ask('message', ' '), { success: false, message: 'message_empty', data: null })
    assert.deepEqual(await client.ask('nonsense', '?'), { success: false, message: 'unknown_event', data: null })
    assert.deepEqual(await client.ask('message', '들리나요'), { success: true, message: 'ok', data: {} })
    client.socket.emit('message')
    assert.deepEqual(await client.hears('notice'), { message: '요청을 이해하지 못했습니다. 새로 고침한 뒤 다시 해 보세요.' })
    client.socket.emit('message', '끝')
    await other.hears('message', (text) => text.endsWith(': 끝'))
    assert.deepEqual(other.all('notice'), [])
    for (const guest of [client, other]) guest.leave()
  })
})
