// A proxy before a house, as offices and trains have them: pages and forms always pass, and with the connections of
// the pages happens what the test wants.
import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'

/** What becomes of a new websocket: `refuse` answers 403, `hang` does not answer. @typedef {'pass' | 'refuse' | 'hang'} Fate */

export class Proxy {
  /** Where it listens: `http://127.0.0.1:<port>`. */
  url = ''
  /** @type {Fate} */
  websockets = 'pass'
  /** @type {'pass' | 'refuse'} */
  polling = 'pass'
  /** How many websockets it let through. */
  passed = 0
  /** @type {http.Server} */
  #server
  /** @type {() => string} */
  #host
  /** The two ends of every websocket that is open. @type {Set<[net.Socket, net.Socket]>} */
  #open = new Set()
  /** The sessions of long-polling that were seen, and those that are frozen. @type {Set<string>} */
  #sessions = new Set()
  /** @type {Set<string>} */
  #frozen = new Set()
  /** Those that hang. @type {Set<import('node:stream').Duplex>} */
  #hanging = new Set()

  /** @param {() => string} host where the house is, as `host:port`; it may move */
  constructor(host) {
    this.#host = host
    this.#server = http.createServer((request, answer) => this.#request(request, answer))
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, /** @type {net.Socket} */ (socket), head))
  }

  /** @param {{ host: string }} house */
  static async before(house) {
    const proxy = new Proxy(() => house.host)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    const { port } = /** @type {net.AddressInfo} */ (proxy.#server.address())
    proxy.url = `http://127.0.0.1:${port}`
    return proxy
  }

  /** Lets no connection of any kind through, and ends those that are open. Pages still load. */
  block() {
    this.websockets = this.polling = 'refuse'
    this.cut()
  }

  unblock() {
    this.websockets = this.polling = 'pass'
  }

  /** Ends the websockets that are open. */
  cut() {
    for (const ends of this.#open) for (const end of ends) end.destroy()
  }

  /**
   * Stops carrying anything over the connections that are open, without closing them: websockets and sessions of
   * long-polling. New ones are not concerned.
   */
  freeze() {
    for (const session of this.#sessions) this.#frozen.add(session)
    for (const [inner, outer] of this.#open) {
      inner.unpipe(outer)
      outer.unpipe(inner)
      // Read on, so that neither side notices a full buffer.
      inner.resume()
      outer.resume()
    }
  }

  async close() {
    for (const socket of this.#hanging) socket.destroy()
    this.cut()
    this.#server.closeAllConnections()
    await new Promise((closed) => this.#server.close(closed))
  }

  /** @param {http.IncomingMessage} request @param {http.ServerResponse} answer */
  #request(request, answer) {
    const isPolling = request.url?.startsWith('/socket.io/')
    if (isPolling && this.polling === 'refuse') return void answer.writeHead(403).end()
    const session = request.url?.match(/[?&]sid=([^&]+)/)?.[1] ?? ''
    if (session) this.#sessions.add(session)
    const isFrozen = () => this.#frozen.has(session)
    if (isFrozen()) return
    const [hostname, port] = this.#host().split(':')
    const { method, url: path, headers } = request
    const onward = http.request({ hostname, port, method, path, headers }, (reply) => {
      if (isFrozen()) return void reply.resume()
      answer.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.pipe(answer)
    })
    onward.on('error', () => {
      if (isFrozen()) return
      if (answer.headersSent) answer.destroy()
      else answer.writeHead(502).end()
    })
    answer.on('close', () => onward.destroy())
    request.pipe(onward)
  }

  /** @param {http.IncomingMessage} request @param {net.Socket} inner @param {Buffer} head */
  #upgrade(request, inner, head) {
    inner.on('error', () => {})
    if (this.websockets === 'refuse') {
      return void inner.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    }
    if (this.websockets === 'hang') return void this.#hanging.add(inner)
    this.passed += 1
    const [hostname, port] = this.#host().split(':')
    const outer = net.connect(Number(port), hostname)
    outer.on('error', () => inner.destroy())
    const ends = /** @type {[net.Socket, net.Socket]} */ ([inner, outer])
    this.#open.add(ends)
    for (const [one, other] of [ends, [outer, inner]]) {
      one.on('close', () => {
        other.destroy()
        this.#open.delete(ends)
      })
    }
    const lines = []
    for (let at = 0; at < request.rawHeaders.length; at += 2) {
      lines.push(`${request.rawHeaders[at]}: ${request.rawHeaders[at + 1]}`)
    }
    outer.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
    if (head.length) outer.write(head)
    inner.pipe(outer)
    outer.pipe(inner)
  }
}
