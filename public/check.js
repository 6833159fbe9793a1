// Tries from a visitor's browser which ways lead to the house, for the page /check. The page has all the words
// already, in its language; this shows those that are true. It talks to the echo, and opens a session of long-polling
// without becoming a guest.
// @ts-check

/** How long a way may take to open, or to answer, before it counts as closed. */
const PATIENCE_MS = 8_000
const ROUNDS = 7

const POLLING = '/socket.io/?EIO=4&transport=polling'
/** Small, on every house, and of no consequence. */
const ANY_FILE = '/robots.txt'

/**
 * What was found about one way: a word that the page has a sentence for, the times of its round trips in
 * milliseconds, and what an administrator may want to know.
 * @typedef {{ outcome: string, times: number[], note: string }} Finding
 */

const check = /** @type {HTMLElement} */ (document.getElementById('check'))

/** @template T @param {Promise<T>} promise @returns {Promise<T>} */
function inTime(promise) {
  return new Promise((resolve, reject) => {
    const tooLate = setTimeout(() => reject(new Error(`no answer in ${PATIENCE_MS} ms`)), PATIENCE_MS)
    promise.then(resolve, reject).finally(() => clearTimeout(tooLate))
  })
}

/** @param {() => Promise<unknown>} action @returns {Promise<number>} how long it took */
async function timed(action) {
  const start = performance.now()
  await action()
  return performance.now() - start
}

/** @param {() => Promise<unknown>} roundTrip @returns {Promise<number[]>} */
async function severalTimes(roundTrip) {
  const times = []
  for (let round = 0; round < ROUNDS; round += 1) times.push(await timed(roundTrip))
  return times
}

/** @param {number[]} times */
const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]

// --- WebSocket ---

/**
 * @param {WebSocket} socket @param {'open' | 'message'} event
 * @returns {Promise<any>} the event; fails when the socket closes before
 */
function next(socket, event) {
  return inTime(
    new Promise((resolve, reject) => {
      socket.addEventListener(event, resolve, { once: true })
      socket.addEventListener('close', ({ code }) => reject(new Error(`closed with ${code}`)), { once: true })
    }),
  )
}

/** @param {WebSocket} socket @param {string | Uint8Array<ArrayBuffer>} message */
async function echo(socket, message) {
  const answer = next(socket, 'message')
  socket.send(message)
  const { data } = await answer
  const same = typeof message === 'string' ? data === message : String(new Uint8Array(data)) === String(message)
  if (!same) throw new Error('the answer was changed on its way')
}

/** @returns {Promise<Finding>} */
async function tryWebSocket() {
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws/echo`)
  socket.binaryType = 'arraybuffer'
  /** @type {number[]} */
  let times = []
  let step = 'closed'
  try {
    await next(socket, 'open')
    step = 'mute'
    times = await severalTimes(() => echo(socket, '사랑방'))
    await echo(socket, new Uint8Array([0, 127, 255]))
    step = 'unclean'
    /** @type {Promise<CloseEvent>} */
    const end = new Promise((resolve) => socket.addEventListener('close', resolve))
    socket.close(1000)
    const { code, wasClean } = await inTime(end)
    if (code !== 1000 || !wasClean) throw new Error(`closed with ${code}`)
    return { outcome: 'ok', times, note: 'ok' }
  } catch (error) {
    socket.close()
    return { outcome: step, times, note: `${step}: ${/** @type {Error} */ (error).message}` }
  }
}

// --- HTTP ---

/** @param {string} address @param {RequestInit} [options] */
async function ask(address, options) {
  const signal = AbortSignal.timeout(PATIENCE_MS)
  const answer = await fetch(address, { cache: 'no-store', credentials: 'omit', signal, ...options })
  if (!answer.ok) throw new Error(`answered ${answer.status}`)
  return await answer.text()
}

/** Opens a session and closes it again: a GET and a POST, the two things that long-polling does. @returns {Promise<Finding>} */
async function tryPolling() {
  try {
    const opening = await ask(POLLING)
    if (!opening.startsWith('0{')) throw new Error('the answer was changed on its way')
    const { sid } = JSON.parse(opening.slice(1))
    await ask(`${POLLING}&sid=${encodeURIComponent(sid)}`, { method: 'POST', body: '1' })
    return { outcome: 'ok', times: [], note: 'ok' }
  } catch (error) {
    return { outcome: 'failed', times: [], note: `failed: ${/** @type {Error} */ (error).message}` }
  }
}

/** @returns {Promise<Finding>} */
async function tryHttp() {
  try {
    return { outcome: 'ok', times: await severalTimes(() => ask(ANY_FILE)), note: 'ok' }
  } catch (error) {
    return { outcome: 'failed', times: [], note: `failed: ${/** @type {Error} */ (error).message}` }
  }
}

// --- what it means ---

/** @param {Finding} websocket @param {Finding} polling @param {Finding} http */
function verdict(websocket, polling, http) {
  if (websocket.outcome === 'ok' || websocket.outcome === 'unclean') return polling.outcome === 'ok' ? 'good' : 'websocket'
  if (polling.outcome === 'ok') return 'polling'
  return http.outcome === 'ok' ? 'forms' : 'away'
}

/** @param {number | undefined} time */
function pace(time) {
  if (time === undefined) return 'unknown'
  if (time < 150) return 'quick'
  return time < 500 ? 'fair' : 'slow'
}

/** Shows the one sentence about a subject that holds. @param {string} subject @param {string} word */
function say(subject, word) {
  for (const sentence of check.querySelectorAll(`[data-subject="${subject}"]`)) {
    if (sentence instanceof HTMLElement) sentence.hidden = sentence.dataset.word !== word
  }
}

/** @param {string} name @param {string} text */
function write(name, text) {
  for (const place of check.querySelectorAll(`[data-value="${name}"]`)) place.textContent = text
}

async function run() {
  if (again.ariaDisabled === 'true') return
  // Not `disabled`: that would take the focus away from whoever pressed it.
  again.ariaDisabled = 'true'
  for (const subject of ['verdict', 'websocket', 'polling', 'pace']) say(subject, 'pending')
  const websocketFound = tryWebSocket()
  const pollingFound = tryPolling()
  websocketFound.then(({ outcome }) => say('websocket', outcome))
  pollingFound.then(({ outcome }) => say('polling', outcome))
  // Afterwards and not beside them, so that they do not slow each other down.
  const [websocket, polling] = await Promise.all([websocketFound, pollingFound])
  const http = await tryHttp()

  const times = websocket.times.length > 0 ? websocket.times : http.times
  const time = times.length > 0 ? median(times) : undefined
  const decision = verdict(websocket, polling, http)
  write('time', time === undefined ? '' : String(Math.max(1, Math.round(time))))
  say('pace', pace(time))
  say('verdict', decision)
  const rounds = times.map((time) => time.toFixed(1)).join(' ')
  write('report', [
    `${new Date().toISOString()} ${location.origin}`,
    `websocket ${websocket.note}`,
    `polling   ${polling.note}`,
    `http      ${http.note}`,
    `ms        ${rounds || '-'} (${websocket.times.length > 0 ? 'websocket' : 'http'})`,
    navigator.userAgent,
  ].join('\n'))
  advice.open = decision !== 'good' || websocket.outcome !== 'ok'
  again.ariaDisabled = 'false'
}

const again = /** @type {HTMLButtonElement} */ (document.getElementById('again'))
const advice = /** @type {HTMLDetailsElement} */ (document.getElementById('advice'))
again.hidden = false
again.addEventListener('click', run)
run()
