import { House } from '../lib/house.mjs'
import { Bot } from '../lib/bot.mjs'
import { expect, test as base } from './fixtures.ts'
import { Site } from './site.ts'

/** A page of somebody else, as tutorials have them: the client comes from the house, by one script element. */
const tutorial = (house: string, attributes: string, start: string) => `<!DOCTYPE html>
<meta charset="utf-8"><title>elsewhere</title>
<ul id="lines"></ul>
${
  attributes === 'module'
    ? `<script type="module">import { io } from '${house}/socket.io/socket.io.esm.min.js'; globalThis.io = io; (${start})()</script>`
    : `<script src="${house}/socket.io/${attributes}"></script><script>(${start})()</script>`
}`

const test = base.extend<{ elsewhere: Site }>({
  elsewhere: async ({}, use) => {
    const site = await Site.open()
    await use(site)
    await site.close()
  },
})

/** Connects, says something in the room, and lists what is said there. Runs in the page. */
function talk(house: string, room: string, transport: string) {
  return `() => {
    const socket = io('${house}/v1', { transports: ['${transport}'], auth: { nickname: '나그네' }, reconnection: false })
    socket.on('connect_error', ({ message }) => (document.title = 'refused: ' + message))
    socket.on('messages', ({ messages }) => {
      for (const { content } of messages) lines.append(Object.assign(document.createElement('li'), { textContent: content }))
    })
    socket.on('welcome', async () => {
      await socket.emitWithAck('joinRoom', { roomId: '${room}' })
      await socket.emitWithAck('sendMessage', { roomId: '${room}', clientId: 'a', content: '멀리서 왔습니다' })
      document.title = 'in'
    })
  }`
}

const ways = [
  { client: 'socket.io.js', transport: 'websocket' },
  { client: 'socket.io.min.js', transport: 'polling' },
  { client: 'module', transport: 'websocket' },
]

for (const { client, transport } of ways) {
  test(`a page of a listed origin talks over ${transport} with the client of the house (${client})`, async ({
    browser,
    elsewhere,
  }) => {
    const house = await House.open({ env: { SARANGBANG_ALLOWED_ORIGINS: `https://other.example, ${elsewhere.origin}` } })
    try {
      const host = await Bot.enter(house.url, { nickname: '주인' })
      const room = await host.openRoom('사랑채')
      elsewhere.html = tutorial(house.url, client, talk(house.url, room.id, transport))
      const page = await browser.newPage()
      await page.goto(elsewhere.origin)
      await expect(page).toHaveTitle('in')
      await host.hears('messages', ({ messages }) => messages[0].content === '멀리서 왔습니다')
      await host.say(room.id, '어서 오세요')
      await expect(page.getByRole('listitem')).toHaveText(['멀리서 왔습니다', '어서 오세요'])
      await page.close()
      host.leave()
    } finally {
      await house.close()
    }
  })
}

for (const transport of ['websocket', 'polling']) {
  test(`a page of any other origin loads the client and is refused over ${transport}`, async ({ page, elsewhere, house }) => {
    elsewhere.html = tutorial(house.url, 'socket.io.js', talk(house.url, 'none', transport))
    await page.goto(elsewhere.origin)
    await expect(page).toHaveTitle(/^refused: /)
  })
}

test('a house that is open to all lets any page in', async ({ page, elsewhere }) => {
  const house = await House.open({ env: { SARANGBANG_ALLOWED_ORIGINS: '*' } })
  try {
    const host = await Bot.enter(house.url, { nickname: '주인' })
    const room = await host.openRoom('한마당')
    elsewhere.html = tutorial(house.url, 'socket.io.js', talk(house.url, room.id, 'polling'))
    await page.goto(elsewhere.origin)
    await expect(page).toHaveTitle('in')
    host.leave()
  } finally {
    await house.close()
  }
})
