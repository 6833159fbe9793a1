// Shows notifications: on live pages, of what the house says that their guest is to be told; and on the pages where that
// is turned on. A page loads this only where somebody did so. The house decides who is told what, and tells it to all
// pages of a guest who looks elsewhere; one of them shows it.
// @ts-check

/** What the house tells: the latest message of a room, and how many there are.
 * @typedef {{ roomId: string, roomName: string, seq: number, author: string, excerpt: string, count: number }} Ring */

/** There while notifications are on in this browser: whether they make a sound. */
const KEPT = 'sarangbang-bell'
/** How far each room was told of, by whatever page. */
const RUNG = 'sarangbang-rung'

/** @param {string} key @returns {any} */
function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null')
  } catch {
    return null
  }
}

/** @param {string} key @param {unknown} value */
const keep = (key, value) => localStorage.setItem(key, JSON.stringify(value))

/** The service worker shows them, because on phones nothing else may. @returns {Promise<ServiceWorkerRegistration>} */
async function worker() {
  await navigator.serviceWorker.register(`/sw.js?${document.documentElement.lang}`)
  return await navigator.serviceWorker.ready
}

// --- on live pages ---

let isListening = false

/** Shows from now on what the house tells this page; called again whenever that is turned on elsewhere. */
export function listen() {
  if (isListening || state() !== 'on') return
  isListening = true
  addEventListener('bell', (event) => void ring(JSON.parse(/** @type {CustomEvent} */ (event).detail)))
  addEventListener('read', (event) => void read(JSON.parse(/** @type {CustomEvent} */ (event).detail)))
  // The worker looks for the page that has a room open.
  navigator.serviceWorker.addEventListener('message', ({ ports }) => ports[0]?.postMessage(location.pathname))
  void worker()
}

/** @param {Ring} told */
async function ring({ roomId, roomName, seq, author, excerpt, count }) {
  const settings = kept(KEPT)
  if (!settings || !document.hidden) return
  // The pages of this browser are all told the same, and hear each other by what they have kept.
  await navigator.locks.request(KEPT, async () => {
    const rung = kept(RUNG) ?? {}
    if (rung[roomId] >= seq) return
    keep(RUNG, { ...rung, [roomId]: seq })
    const title = count > 1 ? `${roomName} (${count})` : roomName
    /** @type {NotificationOptions & { renotify: boolean }} */
    const options = {
      body: `${author}: ${excerpt}`,
      tag: roomId,
      data: { seq, url: `/r/${roomId}/m/${seq}` },
      icon: '/icon-192.png',
      badge: '/badge.png',
      dir: 'auto',
      silent: !settings.sound,
      renotify: settings.sound,
    }
    await (await worker()).showNotification(title, options)
  })
}

/** Takes away what was read, here or elsewhere. @param {{ roomId: string, seq: number }} mark */
async function read({ roomId, seq }) {
  const shown = await (await worker()).getNotifications({ tag: roomId })
  for (const notification of shown) if (notification.data.seq <= seq) notification.close()
}

// --- where it is turned on ---

/** What is so in this browser, in a word that the page has a sentence for. */
function state() {
  if (!('Notification' in window && navigator.serviceWorker && navigator.locks)) return 'unsupported'
  if (Notification.permission === 'denied') return 'denied'
  if (Notification.permission === 'granted' && kept(KEPT)) return 'on'
  return 'off'
}

/** @param {string} id */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id))

/** Shows one sentence, and what can be done then. @param {string} word */
function show(word) {
  for (const note of document.querySelectorAll('[data-bell-note]')) {
    note.toggleAttribute('hidden', note.getAttribute('data-bell-note') !== word)
  }
  const now = state()
  part('bell-on').hidden = now !== 'off'
  part('bell-off').hidden = now !== 'on'
  sound.closest('label')?.toggleAttribute('hidden', now !== 'on')
  sound.checked = kept(KEPT)?.sound ?? false
}

/** Asks whoever pressed a button. */
async function turnOn() {
  try {
    if ((await Notification.requestPermission()) === 'granted') {
      keep(KEPT, { sound: false })
      await subscribe()
    }
    show(state())
  } catch (error) {
    console.error(error)
    localStorage.removeItem(KEPT)
    show('failed')
  }
}

async function turnOff() {
  localStorage.removeItem(KEPT)
  show('off')
  const registration = await navigator.serviceWorker.getRegistration()
  const subscription = await registration?.pushManager?.getSubscription()
  if (!subscription) return
  await subscription.unsubscribe()
  await fetch('/me/push/end', { method: 'POST' })
}

/** Has this browser pushed to, where the house pushes. */
async function subscribe() {
  const registration = await worker()
  const key = part('bell-device').dataset.pushKey
  if (!key || !registration.pushManager) return
  try {
    const push = registration.pushManager
    const bytes = fromText(key)
    const before = await push.getSubscription()
    // The house has another key than it had, as after its data was lost.
    if (before && !isSame(before.options.applicationServerKey, bytes)) await before.unsubscribe()
    const subscription = await push.subscribe({ userVisibleOnly: true, applicationServerKey: bytes })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch('/me/push', { method: 'POST', headers, body: JSON.stringify(subscription) })
    if (!answer.ok) throw new Error(`the house answered ${answer.status}`)
  } catch (error) {
    // Open pages show notifications all the same.
    console.warn('nothing can be pushed to this browser:', error)
  }
}

/** @param {string} text in base64url @returns {Uint8Array<ArrayBuffer>} */
const fromText = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))

/** @param {ArrayBuffer | null} key @param {Uint8Array<ArrayBuffer>} bytes */
const isSame = (key, bytes) => key !== null && String(new Uint8Array(key)) === String(bytes)

const sound = /** @type {HTMLInputElement} */ (document.getElementById('bell-sound'))
if (sound) {
  show(state())
  if (state() === 'on') void subscribe()
  part('bell-on').addEventListener('click', turnOn)
  part('bell-off').addEventListener('click', turnOff)
  sound.addEventListener('change', () => keep(KEPT, { sound: sound.checked }))
  // Who turns a room's bell on wants to hear it: the same gesture asks for both.
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById('bell-level'))
  form?.addEventListener('submit', async (event) => {
    if (state() !== 'off' || new FormData(form).get('level') === 'none') return
    event.preventDefault()
    await turnOn()
    form.submit()
  })
}
