// Many clients in one room, many messages a second: does every message reach everyone, once and in order?
//
//   bin/load --clients 1000 --rate 50 --seconds 20
//
// Clients speak raw WebSocket, because a thousand full clients would measure themselves. With --url an already open
// house on this machine is used; its limiters must be off.
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'

import { House } from './lib/house.mjs'
import { Crowd } from './lib/crowd.mjs'

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '1000' },
    rate: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '20' },
    url: { type: 'string' },
  },
})
const clients = bounded('clients', values.clients, 1, 5_000)
const rate = bounded('rate', values.rate, 1, 1_000)
const seconds = bounded('seconds', values.seconds, 1, 300)

/** @param {string} name @param {string} value @param {number} min @param {number} max */
function bounded(name, value, min, max) {
  const number = Number(value)
  if (!Number.isInteger(number) || number < min || number > max) {
    console.error(`--${name} takes a whole number from ${min} to ${max}`)
    process.exit(2)
  }
  return number
}

/** The resident memory of a process in MB, where the system tells. @param {number | undefined} pid */
async function memory(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kilobytes = status.match(/VmRSS:\s+(\d+)/)?.[1]
  return kilobytes ? `${(Number(kilobytes) / 1024).toFixed(0)} MB` : 'unknown'
}

const house = values.url ? undefined : await House.open()
const url = values.url ?? house?.url ?? ''
if (!/^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\/?$/.test(url)) throw new Error('only a house on this machine')

try {
  const idle = await memory(house?.pid)
  const crowd = await Crowd.gather(url, clients)
  console.log(`${clients} clients are in one room; memory ${idle} when idle, ${await memory(house?.pid)} now`)

  const total = rate * seconds
  await crowd.talk(total, rate)
  const report = await crowd.settle(total)

  console.log(`${total} messages at ${rate}/s to ${clients} clients: ${report.deliveries} deliveries`)
  console.log(`frames: ${report.frames}, ${(report.deliveries / report.frames).toFixed(2)} messages each`)
  console.log(`ack:     ${percentiles(report.acks)}`)
  console.log(`arrival: ${percentiles(report.arrivals)}`)
  console.log(`memory ${await memory(house?.pid)}`)
  for (const fault of report.faults.slice(0, 20)) console.error(fault)
  console.log(`load: ${report.deliveries - report.faults.length} passed, ${report.faults.length} failed`)
  if (report.faults.length > 0 || report.deliveries !== total * clients) process.exitCode = 1
  crowd.disperse()
} finally {
  await house?.close()
}

/** @param {Float64Array} sorted milliseconds */
function percentiles(sorted) {
  const at = (/** @type {number} */ part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]
  const named = { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
  return Object.entries(named).map(([name, ms]) => `${name} ${ms?.toFixed(1)} ms`).join(', ')
}
