// What a cold visit to a room costs, beside what it may cost. Fails above the limit.
//
//   node end2end/budgets.mjs      after bin/build
import { readFile } from 'node:fs/promises'
import http from 'node:http'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'

import { Bot } from './lib/bot.mjs'
import { House } from './lib/house.mjs'
import { visitor } from './lib/visitor.mjs'

const KB = 1000
const pkg = join(import.meta.dirname, '../target/site/pkg')

/** @typedef {{ item: string, size: number, target?: number, limit?: number, remark?: string }} Line */

/** @returns {Promise<Line[]>} */
async function assets() {
  const lines = []
  for (const extension of ['wasm', 'js', 'css']) {
    const { length } = await readFile(join(pkg, `sarangbang.${extension}.br`))
    lines.push({ item: `  ${extension}`, size: length })
  }
  const size = lines.reduce((sum, line) => sum + line.size, 0)
  return [{ item: 'WASM + JS + CSS', size, target: 120 * KB, limit: 170 * KB }, ...lines]
}

/** @returns {Promise<Line>} */
async function fonts() {
  const css = await readFile(join(pkg, 'sarangbang.css'), 'utf8')
  return { item: 'web fonts', size: (css.match(/@font-face/g) ?? []).length, target: 0, limit: 0 }
}

/** The room's page with fifty messages as people write them, as large as the house sends it. */
async function roomPage() {
  const house = await House.open()
  try {
    const bot = await Bot.enter(house.url, { nickname: '이야기꾼' })
    const room = await bot.openRoom('예산을 재는 방', '쉰 마디의 대화')
    for (let line = 0; line < 50; line += 1) await bot.say(room.id, speech(line))
    bot.leave()
    const { cookie } = await visitor(house.url, '독자')
    return await sent(`${house.url}/r/${room.id}`, cookie)
  } finally {
    await house.close()
  }
}

/** @param {string} url @param {string} cookie @returns {Promise<Line>} */
async function sent(url, cookie) {
  const { promise, resolve, reject } = withResolvers()
  http.get(url, { headers: { cookie, 'accept-encoding': 'br' } }, resolve).on('error', reject)
  const answer = await promise
  const chunks = []
  for await (const chunk of answer) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  const line = { item: 'HTML with 50 messages', target: 14 * KB, limit: 25 * KB }
  if (answer.headers['content-encoding'] === 'br') return { ...line, size: body.length }
  if (!body.includes(speech(49))) throw new Error('the page does not show the messages')
  const packed = brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
  return { ...line, size: packed.length, remark: `sent uncompressed: ${kilobytes(body.length)}` }
}

/** @param {number} line */
function speech(line) {
  const phrases = [
    '점심 뭐 먹을까?',
    '어제 올린 글 봤어? 댓글이 벌써 서른 개가 넘었더라.',
    'ㅋㅋㅋㅋㅋ',
    '배포는 네 시에 하기로 했어요. 그 전에 한 번만 더 봐 주세요.',
    'Sounds good, I will have a look after lunch.',
    'https://example.com/posts/rust-web 이거 한번 읽어 봐',
  ]
  return `${phrases[line % phrases.length]} (${line})`
}

/** @param {number} bytes */
const kilobytes = (bytes) => `${(bytes / KB).toFixed(1)} kB`

/** @returns {{ promise: Promise<import('node:http').IncomingMessage>, resolve: (answer: any) => void, reject: (error: Error) => void }} */
function withResolvers() {
  /** @type {any} */
  const hands = {}
  const promise = new Promise((resolve, reject) => Object.assign(hands, { resolve, reject }))
  return { promise, ...hands }
}

/** @param {Line} line */
function verdict({ size, target, limit }) {
  if (target === undefined || limit === undefined) return ''
  if (size > limit) return 'OVER THE LIMIT'
  return size > target ? 'above the target' : 'ok'
}

const lines = [...(await assets()), await fonts(), await roomPage()]
const unit = (/** @type {Line} */ line, /** @type {number | undefined} */ size) =>
  size === undefined ? '' : line.item === 'web fonts' ? String(size) : kilobytes(size)
console.log('item                          size      target       limit')
for (const line of lines) {
  const columns = [unit(line, line.size), unit(line, line.target), unit(line, line.limit)]
  const row = line.item.padEnd(22) + columns.map((column) => column.padStart(12)).join('')
  console.log([row, verdict(line), line.remark].filter(Boolean).join('  '))
}
if (lines.some((line) => verdict(line) === 'OVER THE LIMIT')) process.exitCode = 1
