// Takes a picture of every page, for the documents and for whoever wants to see what a change did.
//
//   node end2end/pictures.mjs            the few in docs/images
//   node end2end/pictures.mjs FOLDER     all of them, to look at
//
// Each page is taken in Korean and English, light and dark, on a desk, a tablet and a phone; names say which: room.png
// is the Korean light desk, room-en-dark-phone.png the other end.
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'

import { chromium } from '@playwright/test'

import { Bot } from './lib/bot.mjs'
import { findChromium } from './lib/chromium.mjs'
import { House } from './lib/house.mjs'
import { evening, png } from './lib/png.mjs'

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '../docs/images'))
const documented = [
  'gate', 'lobby', 'lobby-empty', 'room', 'room-dark', 'room-en', 'room-phone', 'lobby-phone', 'not-found',
]

/** @param {string} name */
const isWanted = (name) => process.argv.length > 2 || documented.includes(name)

const screens = [
  { name: '', viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false },
  { name: '-tablet', viewport: { width: 768, height: 1024 }, isMobile: false, hasTouch: true },
  { name: '-phone', viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
]
const languages = [
  { name: '', locale: 'ko-KR' },
  { name: '-en', locale: 'en-US' },
]
/** @type {{ name: string, colorScheme: 'light' | 'dark' }[]} */
const lights = [
  { name: '', colorScheme: 'light' },
  { name: '-dark', colorScheme: 'dark' },
]

/** People, rooms and a conversation as a house has them on a good evening. @param {string} url */
async function furnish(url) {
  const people = new Map()
  for (const name of ['철수', '영희', '민준', 'Alice']) people.set(name, await Bot.enter(url, { nickname: name }))
  await people.get('민준').openRoom('점심 뭐 먹지', '오늘의 가장 어려운 질문')
  await people.get('Alice').openRoom('Reading club', 'One chapter a week')
  const quiet = await people.get('영희').do('createRoom', { name: '조용한 방', topic: '' })
  const { id } = await people.get('철수').openRoom('개발방', '러스트와 사랑방 이야기')
  for (const name of ['영희', '민준', 'Alice']) await people.get(name).do('joinRoom', { roomId: id })
  await people.get('철수').do('sendAlert', { roomId: id, clientId: 'a', content: '오늘 저녁 여덟 시에 새 판을 올립니다.' })
  /** @type {[string, string][]} */
  const lines = [
    ['철수', '다들 왔어?'],
    ['영희', '응! 방금 들어왔어.'],
    ['영희', '어제 말한 글은 여기: https://doc.rust-lang.org/book/'],
    ['민준', 'ㅋㅋㅋㅋ 나도 읽는 중'],
    ['Alice', 'Hello everyone! My Korean is slow, but I am reading along.'],
    ['철수', '반가워요 Alice ^^ 천천히 해도 괜찮아요.'],
    ['민준', '메시지는 서버가 저장한 다음에야 확인이 오니까, 갑자기 꺼져도 한 번 보인 말은 없어지지 않아요. 그래서 다시 켜면 하던 이야기를 그대로 이어 갈 수 있습니다.'],
    ['Alice', 'مرحبا! Right-to-left works too.'],
    ['영희', '그럼 시작할까?'],
  ]
  for (const [name, line] of lines) await people.get(name).say(id, line)
  const { messages } = await people.get('민준').do('sync', { roomId: id, rev: 0 })
  await people.get('철수').do('editMessage', { roomId: id, id: messages[1].id, content: '다들 왔어요?' })
  await people.get('Alice').do('deleteMessage', { roomId: id, id: messages.at(-2).id })
  const album = await fillAlbum(url, people.get('영희'), people.get('철수'))
  const locked = await people.get('영희').do('createRoom', { name: '비밀 모임', password: '열려라', capacity: 10, expiresInSecs: 86_400 })
  const terms = { name: '끝나 가는 방', topic: '할 말은 지금', capacity: 5, expiresInSecs: 420, announces: true }
  const ending = await people.get('철수').do('createRoom', terms)
  for (const name of ['철수', '영희']) await people.get(name).do('joinRoom', { roomId: ending.room.id })
  await people.get('영희').say(ending.room.id, '곧 끝나네요!')
  const over = await people.get('영희').do('createRoom', { name: '끝난 방' })
  await people.get('영희').do('closeRoom', { roomId: over.room.id })
  const long = await people.get('민준').openRoom('긴 이야기', '처음부터 끝까지')
  for (let n = 1; n <= 100; n++) await people.get('민준').say(long.id, `${n}번째 이야기입니다.`)
  return {
    long: long.id,
    album,
    locked: locked.room.id,
    ending: ending.room.id,
    over: over.room.id,
    id,
    quiet: quiet.room.id,
    reader: people.get('철수'),
    host: people.get('영희'),
  }
}

/**
 * A room in which pictures were sent: one, one upright, and four together. Its id.
 * @param {string} url @param {Bot} younghee @param {Bot} cheolsu
 */
async function fillAlbum(url, younghee, cheolsu) {
  const { id } = await younghee.openRoom('사진첩', '주말에 찍은 것')
  await cheolsu.do('joinRoom', { roomId: id })
  /** @param {Bot} who @param {string} content @param {[string, Buffer][]} files */
  const send = async (who, content, files) => {
    const pictures = []
    for (const [alt, file] of files) {
      const headers = { cookie: `sarangbang=${who.me.token}`, origin: url, 'content-type': 'image/png' }
      const answer = await fetch(`${url}/r/${id}/pictures`, { method: 'POST', headers, body: new Uint8Array(file) })
      const { data } = await answer.json()
      pictures.push({ id: data.picture.id, alt })
    }
    await who.do('sendMessage', { roomId: id, clientId: crypto.randomUUID(), content, pictures })
  }
  const hills = evening(1200, 800)
  await send(younghee, '어제 뒷산에서 본 노을이에요.', [['산 너머로 지는 해', hills]])
  await send(cheolsu, '', [['', evening(600, 1000)]])
  await send(younghee, '색도 골라 주세요', [
    ['노을', hills],
    ['노랑', png(500, 400, () => [230, 190, 90])],
    ['풀빛', png(400, 500, () => [70, 110, 90])],
    ['쪽빛', png(500, 400, () => [60, 70, 110])],
  ])
  await send(cheolsu, '작은 것도 하나', [['점', png(40, 24, () => [196, 88, 40])]])
  return id
}

/**
 * A browser that has the session of a bot: its token is what the cookie holds.
 * @param {import('@playwright/test').Browser} browser @param {string} url
 * @param {import('@playwright/test').BrowserContextOptions} options @param {string} [token]
 */
async function open(browser, url, options, token) {
  const context = await browser.newContext({ ...options, baseURL: url, timezoneId: 'Asia/Seoul' })
  if (token) await context.addCookies([{ name: 'sarangbang', value: token, url }])
  return await context.newPage()
}

/** A page that stands still: fonts loaded, live when it can be. @param {import('@playwright/test').Page} page */
async function settled(page) {
  await page.evaluate(() => document.fonts.ready)
  await page.waitForLoadState('networkidle')
}

/** The same without scripts, where the conversation is never done loading. @param {import('@playwright/test').Page} page */
async function inFrame(page) {
  await page.frameLocator('.live-frame').locator('.message').last().waitFor()
}

await mkdir(folder, { recursive: true })
const house = await House.open()
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] })
try {
  const empty = await open(browser, house.url, { viewport: screens[0].viewport, locale: 'ko-KR' })
  const first = await Bot.enter(house.url, { nickname: '첫손님' })
  await empty.context().addCookies([{ name: 'sarangbang', value: first.me.token, url: house.url }])
  await empty.goto('/')
  await settled(empty)
  await empty.screenshot({ path: join(folder, 'lobby-empty.png') })
  await empty.context().close()
  first.leave()

  const { id, quiet, long, album, locked, ending, over, reader, host } = await furnish(house.url)
  /** @type {{ name: string, path: string, token?: string, scripts?: false, prepare?: (page: import('@playwright/test').Page) => Promise<void> }[]} */
  const pages = [
    { name: 'gate', path: `/r/${id}`, token: undefined },
    { name: 'lobby', path: '/', token: reader.me.token },
    { name: 'room', path: `/r/${id}`, token: reader.me.token },
    {
      name: 'room-editing',
      path: `/r/${id}`,
      token: reader.me.token,
      /** The last message of one's own is being edited. */
      prepare: async (page) => {
        await page.getByRole('textbox').last().press('ArrowUp')
        await page.locator('.message.own').last().hover()
      },
    },
    { name: 'room-empty', path: `/r/${quiet}`, token: reader.me.token },
    { name: 'lobby-options', path: '/', token: reader.me.token, prepare: async (page) => await page.locator('.room-options summary').click() },
    { name: 'settings', path: `/r/${id}/settings`, token: reader.me.token },
    {
      name: 'settings-refused',
      path: `/r/${id}/settings?section=terms&refused=room_name_taken&name=점심 뭐 먹지&topic=&capacity=7`,
      token: reader.me.token,
      prepare: async (page) => await page.locator('.settings-confirm summary').click(),
    },
    { name: 'me-stranger', path: '/me', token: undefined },
    {
      name: 'me',
      path: '/me?section=nickname&refused=nickname_taken&nickname=영희',
      token: reader.me.token,
      prepare: async (page) => {
        for (const summary of await page.locator('summary').all()) await summary.click()
      },
    },
    { name: 'me-return', path: '/me/return?section=return&refused=invalid_token', token: undefined },
    { name: 'search-nothing', path: `/search?q=${encodeURIComponent('없는 말')}`, token: reader.me.token },
    { name: 'search-found', path: `/search?q=${encodeURIComponent('이야기')}`, token: reader.me.token },
    { name: 'search-blank', path: '/search', token: reader.me.token },
    { name: 'search-refused', path: `/search?q=a&room=${id}&since=2026-11-01`, token: reader.me.token },
    { name: 'message', path: `/r/${long}/m/40`, token: reader.me.token },
    { name: 'message-latest', path: `/r/${id}/m/4`, token: reader.me.token },
    {
      name: 'room-palette',
      path: `/r/${id}`,
      token: reader.me.token,
      prepare: async (page) => {
        await page.keyboard.press('Control+k')
        await page.getByRole('combobox').fill('ㅇ')
      },
    },
    {
      name: 'room-help',
      path: `/r/${id}`,
      token: reader.me.token,
      prepare: async (page) => {
        await page.keyboard.press('?')
        await page.getByRole('dialog').waitFor()
      },
    },
    {
      name: 'room-pictures',
      path: `/r/${album}`,
      token: reader.me.token,
      /** One more is about to be sent, and one that is none. */
      prepare: async (page) => {
        const files = [['노을.png', evening(900, 600)], ['글.png', Buffer.from('no picture')]]
        const payload = files.map(([name, buffer]) => ({ name: String(name), mimeType: 'image/png', buffer: Buffer.from(buffer) }))
        await page.locator('input[type=file]').setInputFiles(payload)
        await page.locator('.picture-state.refusal').waitFor()
      },
    },
    { name: 'room-pictures-sent', path: `/r/${album}`, token: reader.me.token },
    { name: 'room-pictures-plain', path: `/r/${album}`, token: reader.me.token, scripts: false },
    { name: 'message-picture', path: `/r/${album}/m/1`, token: reader.me.token },
    { name: 'room-plain', path: `/r/${id}`, token: reader.me.token, scripts: false },
    { name: 'invite', path: `/r/${id}/invite`, token: reader.me.token },
    { name: 'invite-locked', path: `/r/${locked}/invite`, token: host.me.token },
    { name: 'help', path: '/help' },
    { name: 'bell', path: `/r/${id}/bell`, token: reader.me.token },
    { name: 'offline', path: '/offline' },
    { name: 'room-ending', path: `/r/${ending}`, token: reader.me.token },
    { name: 'room-locked', path: `/r/${locked}?refused=wrong_password`, token: reader.me.token },
    { name: 'room-over', path: `/r/${over}`, token: reader.me.token },
    { name: 'not-found', path: '/r/nosuchroom', token: reader.me.token },
  ]
  for (const screen of screens) {
    for (const language of languages) {
      for (const light of lights) {
        for (const { name, path, token, scripts, prepare } of pages) {
          const picture = `${name}${language.name}${light.name}${screen.name}`
          if (!isWanted(picture) || (process.env.ONLY && !new RegExp(process.env.ONLY).test(picture))) continue
          const { viewport, isMobile, hasTouch } = screen
          const { locale } = language
          const options = { viewport, isMobile, hasTouch, locale, colorScheme: light.colorScheme, javaScriptEnabled: scripts }
          const page = await open(browser, house.url, options, token)
          await page.goto(path, { waitUntil: 'domcontentloaded' })
          await (scripts === false ? inFrame(page) : settled(page))
          await prepare?.(page)
          await page.screenshot({ path: join(folder, `${picture}.png`) })
          await page.context().close()
        }
      }
    }
  }
} finally {
  await browser.close()
  await house.close()
}
process.exit()
