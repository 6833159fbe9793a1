// Every page and state of the furnished house, and the way there: for pictures, and for whatever must hold on all of
// them.
import { moments } from './moments.mjs'
import { evening } from './png.mjs'

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('./furnish.mjs').Furnished} Furnished */

/**
 * @typedef {object} Scene
 * @property {string} name
 * @property {(house: Furnished) => string} path
 * @property {'reader' | 'host'} [who] whose browser it is; a stranger's otherwise
 * @property {false} [scripts]
 * @property {(page: Page, house: Furnished) => Promise<unknown>} [prepare] what is done there
 */

const query = encodeURIComponent

/** Opens the palette and types. @param {Page} page */
async function palette(page) {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('ㅇ')
  await page.getByRole('option').first().waitFor()
}

/** The buttons at the last message that one may answer. @param {Page} page */
async function lastActions(page) {
  const actions = page.locator('.message:has(.message-actions)').last()
  await actions.hover()
  return actions
}

/** @type {Scene[]} */
export const scenes = [
  { name: 'gate', path: ({ id }) => `/r/${id}` },
  { name: 'entrance', path: () => '/' },
  { name: 'lobby', path: () => '/', who: 'reader' },
  { name: 'lobby-of-space', path: () => '/s/anonymous', who: 'reader' },
  {
    name: 'lobby-options',
    path: () => '/',
    who: 'reader',
    prepare: (page) => page.locator('.room-options summary').click(),
  },
  { name: 'room', path: ({ id }) => `/r/${id}`, who: 'reader' },
  { name: 'room-board', path: ({ board }) => `/r/${board}`, who: 'reader' },
  {
    name: 'room-pins',
    path: ({ board }) => `/r/${board}`,
    who: 'reader',
    prepare: (page) => page.locator('.pins-summary').click(),
  },
  {
    name: 'room-actions',
    path: ({ board }) => `/r/${board}`,
    who: 'reader',
    prepare: lastActions,
  },
  {
    name: 'room-reacting',
    path: ({ board }) => `/r/${board}`,
    who: 'reader',
    prepare: async (page) => {
      const message = await lastActions(page)
      await message.locator('[popovertarget="reaction-picker"]').click()
      await page.locator('#reaction-picker').waitFor()
    },
  },
  {
    name: 'room-reactions',
    path: ({ board }) => `/r/${board}`,
    who: 'reader',
    /** Who gave them. */
    prepare: async (page) => {
      await page.locator('.reaction').first().click({ button: 'right' })
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'room-deleting',
    path: ({ board }) => `/r/${board}`,
    who: 'reader',
    prepare: async (page) => {
      const message = await lastActions(page)
      await message.locator('[value=deletion]').click()
      await page.getByRole('alertdialog').waitFor()
    },
  },
  {
    name: 'room-mentioning',
    path: ({ id }) => `/r/${id}`,
    who: 'reader',
    prepare: async (page) => {
      await page.locator('#composer-text').pressSequentially('안녕 @')
      await page.locator('#mention-list').waitFor()
    },
  },
  {
    name: 'room-writing',
    path: ({ id }) => `/r/${id}`,
    who: 'reader',
    prepare: (page) => page.locator('#composer-text').fill('한 줄 또 한 줄\n'.repeat(20)),
  },
  {
    name: 'room-editing',
    path: ({ id }) => `/r/${id}`,
    who: 'reader',
    /** The last message of one's own is being edited. */
    prepare: async (page) => {
      await page.locator('#composer-text').press('ArrowUp')
      await page.locator('.message.own').last().hover()
    },
  },
  {
    name: 'room-people',
    path: ({ id }) => `/r/${id}`,
    who: 'reader',
    /** Beside the conversation where there is room for that. */
    prepare: async (page) => {
      const button = page.locator('.room-header .people')
      if (await button.isVisible()) await button.click()
    },
  },
  {
    name: 'room-offline',
    path: ({ id }) => `/r/${id}`,
    who: 'reader',
    prepare: async (page) => {
      await page.context().setOffline(true)
      await page.locator('.connection-banner:visible').waitFor()
      await page.locator('#composer-text').fill('이 말은 기다립니다.')
      await page.locator('.composer .send').click()
      await page.locator('.pending-message .sending').waitFor()
    },
  },
  { name: 'room-empty', path: ({ quiet }) => `/r/${quiet}`, who: 'reader' },
  {
    name: 'room-ending',
    path: ({ quiet }) => `/r/${quiet}`,
    who: 'reader',
    prepare: async (page, { host }) => {
      const terms = { topic: '할 말은 지금', capacity: 5, expiresInSecs: 420, announces: true }
      const { room } = await host.do('createRoom', { name: `끝날 방 ${crypto.randomUUID().slice(0, 8)}`, ...terms })
      await page.goto(`/r/${room.id}`)
      await page.locator('.end-notice .banner:visible').waitFor()
    },
  },
  { name: 'room-palette', path: ({ id }) => `/r/${id}`, who: 'reader', prepare: palette },
  {
    name: 'room-help',
    path: ({ id }) => `/r/${id}`,
    who: 'reader',
    prepare: async (page) => {
      await page.keyboard.press('?')
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'room-pictures',
    path: ({ album }) => `/r/${album}`,
    who: 'reader',
    /** One more is about to be sent, and one that is none. */
    prepare: async (page) => {
      const files = [['노을.png', evening(900, 600)], ['글.png', Buffer.from('no picture')]]
      const payload = files.map(([name, buffer]) => ({ name: String(name), mimeType: 'image/png', buffer: Buffer.from(buffer) }))
      await page.locator('input[type=file]').setInputFiles(payload)
      await page.locator('.picture-state.refusal').waitFor()
    },
  },
  { name: 'room-pictures-sent', path: ({ album }) => `/r/${album}`, who: 'reader' },
  { name: 'room-pictures-plain', path: ({ album }) => `/r/${album}`, who: 'reader', scripts: false },
  { name: 'room-plain', path: ({ id }) => `/r/${id}`, who: 'reader', scripts: false },
  { name: 'room-locked', path: ({ locked }) => `/r/${locked}?refused=wrong_password`, who: 'reader' },
  { name: 'room-full', path: ({ full }) => `/r/${full}`, who: 'reader' },
  { name: 'room-kicked', path: ({ strict }) => `/r/${strict}`, who: 'reader' },
  { name: 'room-over', path: ({ over }) => `/r/${over}`, who: 'reader' },
  {
    name: 'room-closed',
    path: ({ quiet }) => `/r/${quiet}`,
    who: 'reader',
    /** While somebody was writing in it. */
    prepare: async (page, { host }) => {
      const { room } = await host.do('createRoom', { name: `닫힐 방 ${crypto.randomUUID().slice(0, 8)}` })
      await page.goto(`/r/${room.id}`)
      await page.waitForLoadState('networkidle')
      await page.locator('#composer-text').fill('다 쓰지 못한 이야기')
      await host.do('closeRoom', { roomId: room.id })
      await page.locator('.unsent .pending-message').waitFor()
    },
  },
  { name: 'settings', path: ({ id }) => `/r/${id}/settings`, who: 'reader' },
  {
    name: 'settings-refused',
    path: ({ id }) => `/r/${id}/settings?section=terms&refused=room_name_taken&name=${query('점심 뭐 먹지')}&topic=&capacity=7`,
    who: 'reader',
    prepare: (page) => page.locator('#closing summary').click(),
  },
  {
    name: 'settings-bots',
    path: ({ quiet }) => `/r/${quiet}`,
    who: 'reader',
    /** Of a room to which a bot was let a moment ago. */
    prepare: async (page, { reader }) => {
      const { id } = await reader.openRoom(`봇 쓰는 방 ${crypto.randomUUID().slice(0, 8)}`)
      await page.goto(`/r/${id}/settings`)
      await page.locator('#bot-name').fill(`날씨 ${crypto.randomUUID().slice(0, 8)}`)
      await page.locator('#bot-name').press('Enter')
      await page.locator('#bot-secret').waitFor()
    },
  },
  { name: 'settings-people', path: ({ board, host }) => `/r/${board}/settings?person=${host.me.id}#people`, who: 'reader' },
  { name: 'invite', path: ({ id }) => `/r/${id}/invite`, who: 'reader' },
  { name: 'invite-locked', path: ({ locked }) => `/r/${locked}/invite`, who: 'host' },
  { name: 'message', path: ({ long }) => `/r/${long}/m/40`, who: 'reader' },
  { name: 'message-missing', path: ({ long }) => `/r/${long}/m/4000`, who: 'reader' },
  { name: 'message-latest', path: ({ id }) => `/r/${id}/m/4`, who: 'reader' },
  { name: 'message-picture', path: ({ album }) => `/r/${album}/m/1`, who: 'reader' },
  { name: 'search-nothing', path: () => `/search?q=${query('없는 말')}`, who: 'reader' },
  { name: 'search-found', path: () => `/search?q=${query('이야기')}`, who: 'reader' },
  { name: 'search-blank', path: () => '/search', who: 'reader' },
  { name: 'search-refused', path: ({ id }) => `/search?q=a&room=${id}&since=2026-11-01`, who: 'reader' },
  {
    name: 'me',
    path: () => `/me?section=nickname&refused=nickname_taken&nickname=${query('영희')}`,
    who: 'reader',
    prepare: async (page) => {
      for (const summary of await page.locator('summary').all()) await summary.click()
    },
  },
  { name: 'me-stranger', path: () => '/me' },
  { name: 'me-return', path: () => '/me/return?section=return&refused=invalid_token' },
  { name: 'bell', path: ({ id }) => `/r/${id}/bell`, who: 'reader' },
  { name: 'offline', path: () => '/offline' },
  { name: 'help', path: () => '/help' },
  { name: 'check', path: () => '/check' },
  { name: 'api', path: () => '/api/docs' },
  { name: 'not-found', path: () => '/r/nosuchroom', who: 'reader' },
  ...moments,
]

/** The least life of a room is a minute, so this one is for those who have one. @type {Scene} */
export const expired = {
  name: 'room-expired',
  path: ({ expired }) => `/r/${expired}`,
  who: 'reader',
  prepare: async (page) => {
    while (!(await page.locator('.dead-end').isVisible())) await page.reload()
  },
}

/**
 * Goes there, and waits until it stands still. The page's context has the address of the house as its base.
 * @param {Page} page @param {Scene} scene @param {Furnished} house
 */
export async function enter(page, scene, house) {
  const { path, who, scripts, prepare } = scene
  if (who) await page.context().addCookies([{ name: 'sarangbang', value: house[who].me.token, url: house.url }])
  await page.goto(path(house), { waitUntil: 'domcontentloaded' })
  if (scripts === false) {
    // The conversation is never done loading.
    await page.frameLocator('.live-frame').locator('.message').last().waitFor()
  } else {
    await page.evaluate(() => document.fonts.ready)
    await page.waitForLoadState('networkidle')
  }
  await prepare?.(page, house)
}
