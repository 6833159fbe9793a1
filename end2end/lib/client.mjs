// One socket of the public Socket.IO client, with everything that it was told.
import { io } from 'socket.io-client'

/** @typedef {{ success: boolean, message: string, data: any }} Ack */

export class Client {
  /** @type {import('socket.io-client').Socket} */
  socket
  /** Everything it was told, oldest first. @type {{ event: string, payload: any }[]} */
  heard = []
  /** @type {Set<() => void>} */
  #listeners = new Set()

  /** @param {import('socket.io-client').Socket} socket */
  constructor(socket) {
    this.socket = socket
    socket.onAny((event, payload) => {
      this.heard.push({ event, payload })
      for (const listener of this.#listeners) listener()
    })
  }

  /**
   * Connects to a namespace. Clients with the same `manager` share a connection, as those of one page do.
   * @param {string} url @param {string} namespace
   * @param {{ manager?: import('socket.io-client').Manager }} [options]
   */
  static async connect(url, namespace, { manager } = {}) {
    const socket = manager
      ? manager.socket(namespace)
      : io(url + namespace, { forceNew: true, transports: ['websocket'], reconnection: false })
    const client = new Client(socket)
    await new Promise((connected, refused) => {
      socket.once('connect', () => connected(undefined))
      socket.once('connect_error', refused)
      socket.connect()
    })
    return client
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

  /** The payloads of all events of a name, in the order of arrival. @param {string} event */
  all(event) {
    return this.heard.filter((heard) => heard.event === event).map(({ payload }) => payload)
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
