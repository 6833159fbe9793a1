// The house's service worker: shows what is pushed, leads to the room that a notification is about, and says so when the
// house cannot be reached. It keeps that one page and nothing else: never what people say.
// @ts-check

/** What is pushed, encrypted for this browser. @typedef {{ title: string, body: string, tag: string, url: string, seq: number }} Pushed */

const worker = /** @type {any} */ (self)
const OFFLINE = '/offline'
const KEPT = 'offline'
/** Milliseconds for a page to say where it is: a click is waited for. */
const PATIENCE_MS = 500

worker.addEventListener('install', (/** @type {any} */ event) => {
  worker.skipWaiting()
  event.waitUntil(keepOffline())
})

// The worker's address names the language, so another language is another worker.
worker.addEventListener('activate', (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()))

async function keepOffline() {
  const cache = await caches.open(KEPT)
  await cache.add(new Request(OFFLINE, { cache: 'reload' }))
}

worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const { mode, method, destination } = event.request
  // Everything else is the browser's own affair, above all conversations in frames, which never end.
  if (mode !== 'navigate' || method !== 'GET' || destination !== 'document') return
  event.respondWith(fetch(event.request).catch(async () => (await caches.match(OFFLINE)) ?? Response.error()))
})

worker.addEventListener('push', (/** @type {any} */ event) => {
  const pushed = read(event.data)
  if (pushed) event.waitUntil(tell(pushed))
})

/** What the house pushed. Of anything else there is nothing to be shown; what a browser wants to say then, it says by
 * itself. @param {any} data @returns {Pushed | undefined} */
function read(data) {
  try {
    const pushed = data.json()
    const isWhole = ['title', 'body', 'tag', 'url'].every((name) => typeof pushed[name] === 'string')
    return isWhole && Number.isInteger(pushed.seq) ? pushed : undefined
  } catch {
    return undefined
  }
}

/** @param {Pushed} pushed */
async function tell({ tag, url, seq, ...words }) {
  const shown = await worker.registration.getNotifications({ tag })
  // A page was told the same, maybe in more words. Browsers want a notification for each push: that one, once more.
  const known = shown.find((/** @type {Notification} */ notification) => notification.data.seq >= seq)
  const { title, body, data, silent } = known ?? { ...words, data: { seq, url }, silent: null }
  const options = { body, tag, data, silent, icon: '/icon-192.png', badge: '/badge.png', dir: 'auto' }
  await worker.registration.showNotification(title, options)
}

// Browsers may change by themselves where they are pushed to. Some say what it is now, others only that it is gone.
worker.addEventListener('pushsubscriptionchange', (/** @type {any} */ event) => {
  event.waitUntil(renew(event.newSubscription))
})

/** @param {PushSubscription | null | undefined} now */
async function renew(now) {
  const subscription = now ?? (await subscribe())
  if (!subscription) return
  const headers = { 'content-type': 'application/json' }
  await fetch('/me/push', { method: 'POST', headers, body: JSON.stringify(subscription) })
}

/** With the key of the house: what was subscribed before, not every browser tells. */
async function subscribe() {
  const answer = await fetch('/me/push')
  if (!answer.ok) return
  const push = /** @type {PushManager} */ (worker.registration.pushManager)
  return await push.subscribe({ userVisibleOnly: true, applicationServerKey: await answer.text() })
}

worker.addEventListener('notificationclick', (/** @type {any} */ event) => {
  event.notification.close()
  event.waitUntil(show(event.notification.tag, event.notification.data.url))
})

/** Goes to the page that has the room open, or opens one at the message. @param {string} room @param {string} url */
async function show(room, url) {
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const places = await Promise.all(pages.map(place))
  const open = pages[places.indexOf(`/r/${room}`)]
  return open ? open.focus() : worker.clients.openWindow(url)
}

/** Where a page is now, if it says so: the worker knows only at which address it began. @param {any} page */
function place(page) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }) => resolve(data)
    page.postMessage('where', [port2])
    // Pages that are no live ones know nothing of this, and some are asleep.
    setTimeout(resolve, PATIENCE_MS)
  })
}
