// The room's page with fifty messages as people write them, as large as the house sends it.
import { once } from 'node:events'
import http from 'node:http'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'

import { speech } from './talk.mjs'

/** @param {string} url @param {string} cookie @returns {Promise<import('./table.mjs').Line>} */
export async function page(url, cookie) {
  const request = http.get(url, { headers: { cookie, 'accept-encoding': 'br' } })
  /** @type {[http.IncomingMessage]} */
  const [answer] = /** @type {any} */ (await once(request, 'response'))
  const chunks = []
  for await (const chunk of answer) chunks.push(chunk)
  const sent = Buffer.concat(chunks)
  const isPacked = answer.headers['content-encoding'] === 'br'
  const body = isPacked ? brotliDecompressSync(sent) : sent
  if (!body.includes(speech(49))) throw new Error('the page does not show the messages')
  const line = { item: 'HTML with 50 messages', unit: /** @type {const} */ ('bytes'), target: 14_000, limit: 25_000 }
  if (isPacked) return { ...line, value: sent.length }
  const packed = brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
  return { ...line, value: packed.length, remark: `sent uncompressed: ${(body.length / 1000).toFixed(1)} kB` }
}
