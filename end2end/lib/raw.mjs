// Engine.IO spoken by hand, for what no honest client would send.
import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'

import { WebSocket } from 'ws'

/**
 * One HTTP request with exactly these headers.
 * @param {string} url
 * @param {{ method?: string, headers?: Record<string, string>, body?: string | Buffer }} [options]
 * @returns {Promise<{ status: number, headers: http.IncomingHttpHeaders, body: string }>}
 */
export function request(url, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const sent = http.request(url, { method, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (part) => (text += part))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** @param {string} url */
export const socketAddress = (url) => `${url.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`

/**
 * Asks for a WebSocket and tells the status of the answer; 101 is a welcome.
 * @param {string} url @param {Record<string, string>} headers
 * @returns {Promise<number>}
 */
export function upgrade(url, headers) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(socketAddress(url), { headers })
    socket.on('open', () => {
      socket.terminate()
      resolve(101)
    })
    socket.on('unexpected-response', (_, answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    socket.on('error', reject)
  })
}

/** A WebSocket to the endpoint whose frames are seen and sent as they are. */
export class Raw {
  /** @type {string[]} */
  frames = []
  closed = false

  /** @param {WebSocket} socket */
  constructor(socket) {
    this.socket = socket
    socket.on('message', (data) => this.frames.push(String(data)))
    socket.on('close', () => (this.closed = true))
    socket.on('error', () => {})
  }

  /** @param {string} url @param {Record<string, string>} [headers] */
  static async open(url, headers = {}) {
    const raw = new Raw(new WebSocket(socketAddress(url), { headers, perMessageDeflate: false }))
    await raw.hears(/^0\{/)
    return raw
  }

  /** @param {string | Buffer} frame */
  send(frame) {
    this.socket.send(frame)
  }

  /** Waits for a frame like this one, those that came before included. @param {RegExp} pattern */
  async hears(pattern) {
    for (;;) {
      const found = this.frames.find((frame) => pattern.test(frame))
      if (found) return found
      if (this.closed) throw new Error(`closed before ${pattern}; heard ${this.frames.join(' ').slice(0, 500)}`)
      const waiting = new AbortController()
      const news = ['message', 'close'].map((event) => once(this.socket, event, { signal: waiting.signal }))
      await Promise.race(news)
      waiting.abort()
      await Promise.allSettled(news)
    }
  }

  async isClosed() {
    if (!this.closed) await once(this.socket, 'close')
  }

  close() {
    this.socket.terminate()
  }
}

/**
 * A member of a room whose window shuts: it enters, joins, and then never reads again.
 * @param {string} url @param {string} nickname @param {string} roomId
 */
export async function deafMember(url, nickname, roomId) {
  const { hostname, port } = new URL(url)
  const socket = net.connect({ host: hostname, port: Number(port) })
  socket.on('error', () => {})
  await once(socket, 'connect')
  const key = Buffer.alloc(16, 1).toString('base64')
  socket.write(
    `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\n` +
      `Connection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
  )
  let heard = ''
  const until = async (/** @type {RegExp} */ pattern) => {
    while (!pattern.test(heard)) heard += (await once(socket, 'data'))[0].toString('utf8')
  }
  await until(/0\{"sid"/)
  socket.write(masked(`40/v1,${JSON.stringify({ nickname })}`))
  await until(/42\/v1,\["welcome"/)
  socket.write(masked(`42/v1,0["joinRoom",{"roomId":"${roomId}"}]`))
  await until(/43\/v1,0\[/)
  socket.pause()
  return { hangUp: () => socket.destroy() }
}

/** A text frame as clients send it. @param {string} text */
function masked(text) {
  const payload = Buffer.from(text)
  // All zeros is a mask, too; it leaves the payload as it is.
  const mask = Buffer.alloc(4)
  const length = payload.length < 126 ? [0x80 | payload.length] : [0xfe, payload.length >> 8, payload.length & 0xff]
  return Buffer.concat([Buffer.from([0x81, ...length]), mask, payload])
}
