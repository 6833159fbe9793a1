import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server of somebody else's page: it has a port of its own, so the page has another origin than the house. */
export class Site {
  /** What it serves, at every address. */
  html = ''
  #server = createServer((_, answer) => answer.writeHead(200, { 'content-type': 'text/html' }).end(this.html))

  static async open() {
    const site = new Site()
    site.#server.listen(0, '127.0.0.1')
    await once(site.#server, 'listening')
    return site
  }

  get origin() {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close() {
    this.#server.close()
    this.#server.closeAllConnections()
    await once(this.#server, 'close')
  }
}
