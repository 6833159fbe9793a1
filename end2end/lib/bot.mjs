// A guest without a browser: the public Socket.IO client on the native namespace `/v1`.
import { randomUUID } from 'node:crypto'

import { io } from 'socket.io-client'

/**
 * @typedef {{ success: boolean, message: string, data: any }} Ack
 * @typedef {{ nickname: string } | { token: string } | {}} Auth
 */

export class Bot {
  /** @type {import('socket.io-client').Socket} */
  socket
  /** The payload of `welcome`. @type {any} */
  welcome
  /** Everything it was told since, oldest first. @type {{ event: string, payload: any }[]} */
  heard = []
  /** @type {Set<() => void>} */
  #listeners = new Set()

  /** @param {import('socket.io-client').Socket} socket */
  constructor(socket) {
    this.socket = socket
    socket.onAny((event, payload) => {
      if (event === 'welcome') this.welcome = payload
      this.heard.push({ event, payload })
      for (const listener of this.#listeners) listener()
    })
  }

  /**
   * Connects and waits for the welcome.
   * @param {string} url @param {Auth} auth @param {Partial<import('socket.io-client').ManagerOptions>} [options]
   */
  static async enter(url, auth, options = {}) {
    const socket = io(`${url}/v1`, { auth, forceNew: true, transports: ['websocket'], reconnection: false, ...options })
    const bot = new Bot(socket)
    await new Promise((welcomed, refused) => {
      socket.once('connect_error', refused)
      socket.once('welcome', welcomed)
    })
    return bot
  }

  get me() {
    return this.welcome.me
  }

  /**
   * Sends a request and waits for its ack.
   * @param {string} event @param {any} [payload]
   * @returns {Promise<Ack>}
   */
  ask(event, payload = {}) {
    return this.socket.timeout(10_000).emitWithAck(event, payload)
  }

  /**
   * Sends a request that must succeed.
   * @param {string} event @param {any} [payload]
   * @returns {Promise<any>} the ack's data
   */
  async do(event, payload) {
    const ack = await this.ask(event, payload)
    if (!ack.success) throw new Error(`${event} was refused: ${ack.message}`)
    return ack.data
  }

  /** Makes a room and joins it. @param {string} name @param {string} [topic] */
  async openRoom(name, topic) {
    const { room } = await this.do('createRoom', { name, topic })
    await this.do('joinRoom', { roomId: room.id })
    return room
  }

  /** @param {string} roomId @param {string} content @param {string} [clientId] */
  async say(roomId, content, clientId = randomUUID()) {
    const { message } = await this.do('sendMessage', { roomId, clientId, content })
    return message
  }

  /**
   * Waits until something it was told satisfies the condition; what was told before counts too.
   * @param {string} event @param {(payload: any) => boolean} [condition]
   * @returns {Promise<any>} the payload
   */
  async hears(event, condition = () => true) {
    const find = () => this.heard.find((heard) => heard.event === event && condition(heard.payload))
    const { promise, resolve, reject } = withResolvers()
    const check = () => {
      const found = find()
      if (found) resolve(found.payload)
    }
    const tooLong = setTimeout(() => reject(new Error(`never heard ${event}; heard ${this.#summary()}`)), 10_000)
    this.#listeners.add(check)
    check()
    try {
      return await promise
    } finally {
      clearTimeout(tooLong)
      this.#listeners.delete(check)
    }
  }

  /** All messages it was told of a room by events, in the order of arrival. @param {string} roomId */
  messages(roomId) {
    const events = this.heard.filter(({ event, payload }) => event === 'messages' && payload.roomId === roomId)
    return events.flatMap(({ payload }) => payload.messages)
  }

  #summary() {
    return JSON.stringify(this.heard.slice(-5)).slice(0, 1000)
  }

  leave() {
    this.socket.disconnect()
  }
}

/** `Promise.withResolvers` is not in Node 20 yet. */
function withResolvers() {
  /** @type {(value: any) => void} */
  let resolve = () => {}
  /** @type {(reason: Error) => void} */
  let reject = () => {}
  const promise = new Promise((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}
