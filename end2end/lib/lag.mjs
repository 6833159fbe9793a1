// A way to the house that takes its time, like most ways do.
import { once } from 'node:events'
import net from 'node:net'

/**
 * Opens a way to an address on which everything arrives later, in both directions.
 * @param {string} url @param {number} milliseconds
 * @returns {Promise<{ url: string, close(): void }>}
 */
export async function lag(url, milliseconds) {
  const { hostname, port } = new URL(url)
  const relay = (/** @type {net.Socket} */ from, /** @type {net.Socket} */ to) => {
    from.on('data', (data) => setTimeout(() => to.writable && to.write(data), milliseconds))
    from.on('close', () => setTimeout(() => to.destroy(), milliseconds))
    from.on('error', () => {})
  }
  const server = net.createServer((near) => {
    const far = net.connect(Number(port), hostname)
    relay(near, far)
    relay(far, near)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port: ours } = /** @type {net.AddressInfo} */ (server.address())
  return { url: `http://127.0.0.1:${ours}`, close: () => server.close() }
}
