// The house's service worker: shows what is pushed, leads to the room that a notification is about, and says so when the
// house cannot be reached. It keeps that one page and nothing else: never what people say.
// @ts-check

/** What is pushed, encrypted for this browser. @typedef {{ title: string, body: string, tag: string, url: string, seq: number }} Pushed */

const worker = /** @type {any} */ (self)
const OFFLINE = '/offline'
const KEPT = 'offline'

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

worker.addEventListener('push', (/** @type {any} */ event) => event.waitUntil(tell(event.data.json())))

/** @param {Pushed} pushed */
async function tell({ tag, url, seq, ...words }) {
  const shown = await worker.registration.getNotifications({ tag })
  // A page was told the same, maybe in more words. Browsers want a notification for each push: that one, once more.
  const known = shown.find((/** @type {Notification} */ notification) => notification.data.seq >= seq)
  const { title, body, data, silent } = known ?? { ...words, data: { seq, url }, silent: null }
  const options = { body, tag, data, silent, icon: '/icon-192.png', badge: '/badge.png', dir: 'auto' }
  await worker.registration.showNotification(title, options)
}

// Browsers may change by themselves where they are pushed to.
worker.addEventListener('pushsubscriptionchange', (/** @type {any} */ event) => {
  event.waitUntil(renew(event.oldSubscription))
})

/** @param {PushSubscription | null} before */
async function renew(before) {
  if (!before) return
  const push = /** @type {PushManager} */ (worker.registration.pushManager)
  const subscription = await push.subscribe(before.options)
  const headers = { 'content-type': 'application/json' }
  await fetch('/me/push', { method: 'POST', headers, body: JSON.stringify(subscription) })
}

worker.addEventListener('notificationclick', (/** @type {any} */ event) => {
  event.notification.close()
  event.waitUntil(show(event.notification.tag, event.notification.data.url))
})

/** Goes to the page that has the room open, or opens one at the message. @param {string} room @param {string} url */
async function show(room, url) {
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const open = pages.find((/** @type {any} */ page) => new URL(page.url).pathname === `/r/${room}`)
  return open ? open.focus() : worker.clients.openWindow(url)
}
