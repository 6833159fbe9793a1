// What it costs a phone when somebody else says something in a room whose page shows three hundred messages.
//
// DevTools traces what the page's main thread does from the frame that comes by the WebSocket to the end of the next
// frame that is drawn, and slows the processor down four times. Of each piece of work it is the time that the thread
// had the processor which counts: neither the wait for the screen nor what else the machine was doing.
import { setTimeout as pause } from 'node:timers/promises'

import { median } from './table.mjs'

const ROWS = 300
const SLOWDOWN = 4
const APPENDS = 24
/** The first ones find code that was never run. */
const WARM_UP = 4
/** Between two messages: long enough for a slow page to have answered the last one. */
const PACE_MS = 250

/** @typedef {{ name: string, ph: string, ts: number, dur: number, tdur?: number, pid: number, tid: number, args: any }} Piece */

/** What the browser does to show the outcome, and not to find it out. */
const PAINTING = ['PrePaint', 'Paint', 'Layerize', 'UpdateLayer', 'Commit']
const SCRIPT = ['FunctionCall', 'EventDispatch', 'FireAnimationFrame', 'TimerFire', 'RunMicrotasks']

/**
 * @param {import('@playwright/test').BrowserContext} context a phone's browser, with a guest's cookie
 * @param {import('./talk.mjs').Talk} talk
 * @returns {Promise<import('./table.mjs').Line[]>}
 */
export async function append(context, talk) {
  const page = await context.newPage()
  await page.goto(`/r/${talk.id}`)
  await page.waitForLoadState('networkidle')
  const rows = page.locator('ol.rows > .message')
  await talk.goesOn(ROWS - (await rows.count()))
  await page.waitForFunction((wanted) => document.querySelectorAll('ol.rows > .message').length === wanted, ROWS)

  const devtools = await context.newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
  const trace = await traced(page, async () => {
    for (let said = 0; said < APPENDS; said += 1) {
      await talk.goesOn(1)
      await pause(PACE_MS)
    }
  })
  await page.close()
  const costs = appends(trace).slice(WARM_UP)
  if (costs.length < APPENDS / 2) throw new Error(`only ${costs.length} of ${APPENDS} messages are in the trace`)
  const part = (/** @type {keyof Cost} */ name) => median(costs.map((cost) => cost[name]))
  const best = Math.min(...costs.map((cost) => cost.work))
  const line = (/** @type {string} */ item, /** @type {number} */ value) => ({ item, value, unit: /** @type {const} */ ('milliseconds') })
  return [
    {
      ...line(`append to ${ROWS} rows, ${SLOWDOWN}× slower`, part('work')),
      best,
      target: 8,
      limit: 16,
      remark: `median of ${costs.length}, ${best.toFixed(0)} at best`,
    },
    line('  script', part('script')),
    line('  style and layout', part('layout')),
    line('  (painting, not counted)', part('painting')),
  ]
}

/** @param {import('@playwright/test').Page} page @param {() => Promise<void>} action @returns {Promise<Piece[]>} */
async function traced(page, action) {
  const browser = page.context().browser()
  if (!browser) throw new Error('the browser is gone')
  await browser.startTracing(page, { categories: ['devtools.timeline', 'toplevel'] })
  await action()
  /** @type {Piece[]} */
  const pieces = JSON.parse(String(await browser.stopTracing())).traceEvents
  const received = pieces.find(({ name }) => name === 'WebSocketReceive')
  if (!received) throw new Error('the trace knows of no message')
  // The page's main thread is the one that hears of messages.
  return pieces.filter(({ pid, tid }) => pid === received.pid && tid === received.tid).sort((a, b) => a.ts - b.ts)
}

/** @typedef {{ work: number, script: number, layout: number, painting: number }} Cost milliseconds */

/** Each append by itself. @param {Piece[]} pieces @returns {Cost[]} */
function appends(pieces) {
  const tasks = pieces.filter(({ name, ph }) => name === 'ThreadControllerImpl::RunTask' && ph === 'X')
  const heard = pieces.filter(({ name }) => name === 'WebSocketReceive')
  const drawn = pieces.filter(({ name }) => name === 'Layerize')
  return heard.flatMap((message, at) => {
    const frame = drawn.find(({ ts }) => ts > message.ts)
    const isNews = pieces.some(({ name, ts }) => name === 'ParseHTML' && ts > message.ts && ts < (heard[at + 1]?.ts ?? Infinity))
    // Other events draw no row, and when two share a frame it is nobody's.
    if (!isNews || !frame || (heard[at + 1] && heard[at + 1].ts < frame.ts)) return []
    const own = tasks.filter(({ ts, dur }) => ts + dur >= message.ts && ts <= frame.ts)
    return [cost(own, pieces)]
  })
}

/** @param {Piece[]} tasks @param {Piece[]} pieces @returns {Cost} */
function cost(tasks, pieces) {
  const within = (/** @type {Piece} */ inner, /** @type {Piece} */ outer) =>
    inner !== outer && inner.ts >= outer.ts && inner.ts + inner.dur <= outer.ts + outer.dur
  const parts = pieces.filter((piece) => piece.ph === 'X' && tasks.some((task) => within(piece, task)))
  // What stands in another piece of its kind is counted with that one.
  const outermost = (/** @type {string[]} */ names, /** @type {string[]} */ outside = names) =>
    parts
      .filter(({ name }) => names.includes(name))
      .filter((piece) => !parts.some((outer) => outside.includes(outer.name) && within(piece, outer)))
      .reduce((sum, piece) => sum + (piece.tdur ?? 0) / 1000, 0)
  const all = tasks.reduce((sum, task) => sum + (task.tdur ?? 0) / 1000, 0)
  // What scripts make the browser work out at once is theirs.
  const script = outermost(SCRIPT)
  const painting = outermost(PAINTING, [...PAINTING, ...SCRIPT])
  return { work: all - painting, script, layout: all - painting - script, painting }
}
