// A client of the anonymous chat as its original page is: fetch for the REST side, one socket, and a cookie jar as a
// browser has it.
import { io } from 'socket.io-client'

import { Client } from './client.mjs'

export class Visit {
  /** The session, once there is one. @type {string | undefined} */
  cookie

  /** @param {string} url */
  constructor(url) {
    this.url = url
  }

  /**
   * Asks the REST side.
   * @param {string} method @param {string} path @param {any} [body]
   * @returns {Promise<{ status: number, success: boolean, message: string, data: any }>}
   */
  async ask(method, path, body) {
    /** @type {Record<string, string>} */
    const headers = { origin: this.url }
    if (this.cookie) headers.cookie = this.cookie
    if (body !== undefined) headers['content-type'] = 'application/json'
    const answer = await fetch(this.url + path, {
      method,
      headers,
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    })
    this.cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? this.cookie
    const text = await answer.text()
    return { status: answer.status, ...(text.startsWith('{') ? JSON.parse(text) : {}) }
  }

  /** Looks at the house's page, as a browser does first. */
  look() {
    return this.ask('GET', '/')
  }

  /**
   * Connects to a space's namespace, with the session as the browser would.
   * @param {string} [space]
   */
  async connect(space = 'anonymous') {
    const extraHeaders = { origin: this.url, ...(this.cookie ? { cookie: this.cookie } : {}) }
    const socket = io(`${this.url}/${space}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders,
    })
    const client = new Client(socket)
    await new Promise((connected, refused) => {
      socket.once('connect', () => connected(undefined))
      socket.once('connect_error', refused)
    })
    return client
  }
}
