// States of a page that last a moment, held so that one can look at them.
import { Bot } from './bot.mjs'
import { evening } from './png.mjs'

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('./scenes.mjs').Scene} Scene */

/**
 * Loads the page anew, on a wire that changes what page and house say to each other, or swallows it.
 * @param {Page} page @param {{ out?: (frame: string) => string, in?: (frame: string) => string }} changes
 */
async function rewire(page, { out = (frame) => frame, in: back = (frame) => frame }) {
  await page.routeWebSocket(/transport=websocket/, (wire) => {
    const house = wire.connectToServer()
    wire.onMessage((frame) => out(String(frame)) && house.send(out(String(frame))))
    house.onMessage((frame) => back(String(frame)) && wire.send(back(String(frame))))
  })
  await page.reload()
  await page.waitForLoadState('networkidle')
}

/** A room of the host into which the reader came before. @param {import('./furnish.mjs').Furnished} house */
async function roomForTwo({ host, reader }) {
  const { id } = await host.openRoom(`둘이 쓰는 방 ${crypto.randomUUID().slice(0, 8)}`)
  await reader.do('joinRoom', { roomId: id })
  return id
}

/** @type {Scene[]} */
export const moments = [
  {
    name: 'room-opening',
    path: () => '/',
    who: 'reader',
    /** The house does not answer yet. */
    prepare: async (page) => {
      await rewire(page, { out: (frame) => (frame.includes('"joinRoom"') ? '' : frame) })
      await page.locator('.room-list .room-card', { hasText: '긴 이야기' }).click()
      await page.locator('.feed .empty:visible').waitFor()
    },
  },
  {
    name: 'room-failed',
    path: ({ id }) => `/r/${id}`,
    who: 'reader',
    /** A message was refused, and waits for its author. */
    prepare: async (page) => {
      await page.locator('#composer-text').fill(`이 말은 너무 깁니다. ${'😀'.repeat(4_000)}`)
      await page.locator('.composer .send').click()
      await page.locator('.pending-message .failure').waitFor()
    },
  },
  {
    name: 'room-paused',
    path: ({ id }) => `/r/${id}`,
    who: 'reader',
    /** The house has no place for messages just now. */
    prepare: async (page) => {
      const full = '$1[{"success":false,"message":"unavailable","data":null}]'
      const refused = (/** @type {string} */ frame) => frame.replace(/^(43\/v1,\d+)\[.*"data":\{"message":.*/s, full)
      await rewire(page, { in: (frame) => (frame.includes('["messages"') ? '' : refused(frame)) })
      await page.locator('#composer-text').fill('이 말은 자리가 나면 갑니다.')
      await page.locator('.composer .send').click()
      await page.locator('.banner:visible', { hasText: /저장할 수 없습니다|cannot store/ }).waitFor()
    },
  },
  {
    name: 'room-too-long',
    path: ({ id }) => `/r/${id}`,
    who: 'reader',
    /** What is being written is far too much for one message. */
    prepare: async (page) => {
      await page.locator('#composer-text').fill('끝나지 않는 이야기. '.repeat(400))
      await page.locator('.composer .send').click()
      await page.locator('#composer-refusal', { hasText: /\S/ }).waitFor()
    },
  },
  {
    name: 'room-renaming',
    path: ({ id }) => `/r/${id}`,
    who: 'reader',
    /** A name was asked for that is somebody else's. */
    prepare: async (page) => {
      await page.locator('#composer-text').fill('/nick 민준')
      await page.locator('.composer .send').click()
      await page.locator('#rename-refusal', { hasText: /\S/ }).waitFor()
    },
  },
  {
    name: 'room-answering',
    path: ({ board }) => `/r/${board}`,
    who: 'reader',
    prepare: async (page) => {
      const row = page.locator('.message:has(.message-actions)').last()
      await row.hover()
      await row.locator('[value=answer]').click()
      await page.locator('.edit-bar').waitFor()
    },
  },
  {
    name: 'lobby-refused',
    path: () => '/',
    who: 'reader',
    /** There is a room of this name. */
    prepare: async (page) => {
      await page.locator('#room-name').fill('긴 이야기')
      await page.locator('#room-name').press('Enter')
      await page.locator('#room-name-refusal', { hasText: /\S/ }).waitFor()
    },
  },
  {
    name: 'room-unread',
    path: ({ id }) => `/r/${id}`,
    who: 'reader',
    /** Somebody spoke while the reader was away. */
    prepare: async (page, house) => {
      const roomId = await roomForTwo(house)
      const { seq } = await house.host.say(roomId, '이건 벌써 읽었고')
      await house.reader.do('markRead', { roomId, seq })
      for (const line of ['이것부터는 아직', '읽지 않았어요']) await house.host.say(roomId, line)
      await page.goto(`/r/${roomId}`)
      await page.locator('.feed .new').waitFor()
    },
  },
  {
    name: 'room-pill',
    path: ({ long }) => `/r/${long}`,
    who: 'reader',
    /** Somebody speaks while the reader is further up. */
    prepare: async (page, { host, long }) => {
      await page.locator('#feed').evaluate((feed) => feed.scrollTo({ top: -900 }))
      await host.do('joinRoom', { roomId: long })
      await host.say(long, '아래에서 한마디')
      await page.locator('.pill:visible').waitFor()
    },
  },
  {
    name: 'room-typing',
    path: ({ id }) => `/r/${id}`,
    who: 'reader',
    /** Somebody types, and another has done nothing for ten minutes. */
    prepare: async (page, { host, id }) => {
      await rewire(page, { in: (frame) => frame.replaceAll('"nickname":"Alice"', '"idle":true,"nickname":"Alice"') })
      await host.do('joinRoom', { roomId: id })
      const types = () => host.socket.emit('typing', { roomId: id })
      const goesOn = setInterval(types, 2_000)
      page.once('close', () => clearInterval(goesOn))
      types()
      await page.locator('.typing bdi:not(:empty)').first().waitFor()
      await page.locator('.member.idle').waitFor({ state: 'attached' })
    },
  },
  {
    name: 'room-uploading',
    path: ({ album }) => `/r/${album}`,
    who: 'reader',
    prepare: async (page, { album }) => {
      await page.route(`**/r/${album}/pictures`, () => {})
      const buffer = Buffer.from(evening(900, 600))
      await page.locator('input[type=file]').setInputFiles([{ name: '노을.png', mimeType: 'image/png', buffer }])
      await page.locator('.picture-progress').waitFor()
    },
  },
  {
    name: 'room-without-program',
    path: ({ id }) => `/r/${id}`,
    who: 'reader',
    /** The page's program does not come. */
    prepare: async (page) => {
      await page.route('**/*.wasm', (route) => route.abort())
      await page.reload()
      await page.locator('#scripts-failed').waitFor()
    },
  },
  {
    name: 'me-kept',
    path: () => '/',
    /** A name that its guest keeps with a passkey. These are made for names of houses, and not for their addresses. */
    prepare: async (page, { url }) => {
      const home = url.replace('127.0.0.1', 'localhost')
      const guest = await Bot.enter(url, { nickname: `지킴이 ${crypto.randomUUID().slice(0, 4)}` })
      await page.context().addCookies([{ name: 'sarangbang', value: guest.me.token, url: home }])
      const devtools = await page.context().newCDPSession(page)
      await devtools.send('WebAuthn.enable')
      const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true }
      await devtools.send('WebAuthn.addVirtualAuthenticator', { options: /** @type {any} */ (options) })
      await page.goto(`${home}/me`)
      await page.locator('#passkeys button:visible').first().click()
      await page.locator('#passkeys .settings-saved').waitFor()
      guest.leave()
    },
  },
]
