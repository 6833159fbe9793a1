// A crowd of clients in one room, on raw WebSockets, that checks what each of them is told.
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'

// The WebSocket that socket.io-client itself stands on.
import { WebSocket } from 'ws'

/** How many connect at a time. */
const DOORS = 50
/** How long the last message may take to reach the last client. */
const PATIENCE_MS = 30_000

/** One client: the least of Socket.IO that a member of a room needs. */
class Member {
  /** The seq of the last message it was told. */
  seq = 0
  #asked = 0
  /** @type {Map<number, (ack: any) => void>} */
  #acks = new Map()
  /** @type {WebSocket} */
  #socket
  #crowd

  /** @param {WebSocket} socket @param {Crowd} crowd */
  constructor(socket, crowd) {
    this.#socket = socket
    this.#crowd = crowd
  }

  /** @param {string} url @param {string} nickname @param {Crowd} crowd @returns {Promise<Member>} */
  static enter(url, nickname, crowd) {
    return new Promise((welcomed, failed) => {
      const address = `${url.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`
      const socket = new WebSocket(address, { perMessageDeflate: false })
      const member = new Member(socket, crowd)
      socket.on('error', failed)
      socket.on('close', (code) => {
        failed(new Error(`${nickname} was closed out: ${code}`))
        crowd.lost(nickname, code)
      })
      socket.on('message', (data) => {
        const frame = String(data)
        if (frame.startsWith('0{')) socket.send(`40/v1,${JSON.stringify({ nickname })}`)
        else if (frame === '2') socket.send('3')
        else if (frame.startsWith('44/v1,')) failed(new Error(`${nickname} was refused: ${frame}`))
        else if (frame.startsWith('42/v1,["welcome"')) welcomed(member)
        else member.#hears(frame)
      })
    })
  }

  /** @param {string} frame */
  #hears(frame) {
    if (frame.startsWith('42/v1,["messages"')) {
      this.#crowd.told(this, frame)
    } else if (frame.startsWith('43/v1,')) {
      const [, id, answer] = frame.match(/^43\/v1,(\d+)([^]*)$/) ?? []
      this.#acks.get(Number(id))?.(JSON.parse(answer)[0])
      this.#acks.delete(Number(id))
    }
  }

  /** @param {string} event @param {object} payload @returns {Promise<any>} */
  ask(event, payload) {
    const id = this.#asked++
    this.#socket.send(`42/v1,${id}${JSON.stringify([event, payload])}`)
    return new Promise((answered, refused) => {
      this.#acks.set(id, (ack) => (ack.success ? answered(ack.data) : refused(new Error(`${event}: ${ack.message}`))))
    })
  }

  leave() {
    this.#socket.removeAllListeners('close')
    this.#socket.close()
  }
}

export class Crowd {
  /** @type {Member[]} */
  #members = []
  #roomId = ''
  #deliveries = 0
  #frames = 0
  /** @type {string[]} */
  #faults = []
  /** When a clientId was sent. @type {Map<string, number>} */
  #sentAt = new Map()
  /** @type {number[]} */
  #acks = []
  /** @type {number[]} */
  #arrivals = []
  /** All members get the same bytes, so the last few frames are read once for everyone. @type {Map<string, any>} */
  #read = new Map()

  /** Connects everyone and brings them into one room. @param {string} url @param {number} size */
  static async gather(url, size) {
    const crowd = new Crowd()
    const names = Array.from({ length: size }, (_, index) => `손님${index}`)
    for (let first = 0; first < size; first += DOORS) {
      const group = names.slice(first, first + DOORS)
      crowd.#members.push(...(await Promise.all(group.map((name) => Member.enter(url, name, crowd)))))
    }
    const [host] = crowd.#members
    const { room } = await host.ask('createRoom', { name: '광장' })
    crowd.#roomId = room.id
    for (let first = 0; first < size; first += DOORS) {
      const group = crowd.#members.slice(first, first + DOORS)
      await Promise.all(group.map(async (member) => {
        const { messages } = await member.ask('joinRoom', { roomId: room.id })
        member.seq = messages.at(-1)?.seq ?? 0
      }))
    }
    return crowd
  }

  /** Sends messages at an even pace, each by the next member. @param {number} total @param {number} rate */
  async talk(total, rate) {
    const start = performance.now()
    for (let index = 0; index < total; index += 1) {
      const due = start + (index * 1000) / rate - performance.now()
      if (due > 1) await pause(due)
      void this.#say(index)
    }
  }

  /** @param {number} index */
  async #say(index) {
    const clientId = `load-${index}`
    const now = performance.now()
    this.#sentAt.set(clientId, now)
    const speaker = this.#members[index % this.#members.length]
    try {
      await speaker.ask('sendMessage', { roomId: this.#roomId, clientId, content: `${index}번째 말입니다. 잘 들리나요?` })
      this.#acks.push(performance.now() - now)
    } catch (error) {
      this.#faults.push(String(error))
    }
  }

  /** @param {Member} member @param {string} frame */
  told(member, frame) {
    const now = performance.now()
    let event = this.#read.get(frame)
    if (!event) {
      event = JSON.parse(frame.slice(frame.indexOf('[')))[1]
      if (this.#read.size > 64) this.#read.clear()
      this.#read.set(frame, event)
    }
    if (event.roomId !== this.#roomId) return
    this.#frames += 1
    for (const message of event.messages) {
      this.#deliveries += 1
      if (message.seq !== member.seq + 1) this.#faults.push(`seq ${message.seq} came after ${member.seq}`)
      member.seq = message.seq
      this.#arrivals.push(now - (this.#sentAt.get(message.clientId) ?? now))
    }
  }

  /** @param {string} nickname @param {number} code */
  lost(nickname, code) {
    this.#faults.push(`${nickname} was closed out: ${code}`)
  }

  /** Waits until everyone was told everything, or patience ends. @param {number} total */
  async settle(total) {
    const wanted = total * this.#members.length
    const end = performance.now() + PATIENCE_MS
    const done = () => this.#deliveries >= wanted && this.#acks.length >= total
    while (!done() && performance.now() < end) await pause(50)
    // A doubled message would come right behind: one more round trip of everyone brings it to light.
    if (done()) await Promise.all(this.#members.map((member) => member.ask('sync', { roomId: this.#roomId, rev: total })))
    return {
      deliveries: this.#deliveries,
      frames: this.#frames,
      faults: this.#faults,
      acks: Float64Array.from(this.#acks).sort(),
      arrivals: Float64Array.from(this.#arrivals).sort(),
    }
  }

  disperse() {
    for (const member of this.#members) member.leave()
  }
}
