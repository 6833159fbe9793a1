// A guest without a browser: the public Socket.IO client on the native namespace `/v1`.
import { randomUUID } from 'node:crypto'

import { io } from 'socket.io-client'

import { Client } from './client.mjs'

/**
 * @typedef {{ nickname?: string, token?: string, space?: string }} Auth
 */

export class Bot extends Client {
  /** The payload of `welcome`. @type {any} */
  welcome

  /**
   * Connects and waits for the welcome.
   * @param {string} url @param {Auth} auth @param {Partial<import('socket.io-client').ManagerOptions>} [options]
   */
  static async enter(url, auth, options = {}) {
    const socket = io(`${url}/v1`, { auth, forceNew: true, transports: ['websocket'], reconnection: false, ...options })
    const bot = new Bot(socket)
    await new Promise((welcomed, refused) => {
      socket.once('connect_error', refused)
      socket.on('welcome', (welcome) => {
        bot.welcome = welcome
        welcomed(undefined)
      })
    })
    return bot
  }

  get me() {
    return this.welcome.me
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

  /** All messages it was told of a room by events, in the order of arrival. @param {string} roomId */
  messages(roomId) {
    const events = this.heard.filter(({ event, payload }) => event === 'messages' && payload.roomId === roomId)
    return events.flatMap(({ payload }) => payload.messages)
  }
}
