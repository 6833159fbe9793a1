// A push service of the test's own, and a browser that has itself pushed to there: what the house hands over is
// decrypted as a browser does, and given to the service worker through the developer tools.
import { createDecipheriv, createECDH, hkdfSync, randomBytes, type ECDH } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { BrowserContext, CDPSession, Page, Worker } from '@playwright/test'

/** What is pushed, in the words of `public/sw.js`. */
export interface Pushed {
  title: string
  body: string
  tag: string
  url: string
  seq: number
}

/** How a house is opened that pushes, also to this machine. */
export const pushing = { SARANGBANG_PUSH: 'true', SARANGBANG_WEBHOOKS_ALLOWED_ADDRESSES: '127.0.0.0/8' }

/** What the house handed over: for which browser, and what. */
interface Handed {
  name: string
  pushed: Pushed
}

export class PushService {
  /** Everything that was handed over, in its order. */
  handed: Handed[] = []
  #browsers = new Map<string, { key: ECDH; secret: Buffer }>()

  private constructor(private readonly server: Server) {}

  static async open() {
    const server = createServer(async (request, answer) => {
      const body = await buffer(request)
      const name = request.url!.slice(1)
      const browser = service.#browsers.get(name)
      if (browser) service.handed.push({ name, pushed: decrypted(body, browser.key, browser.secret) })
      answer.writeHead(browser ? 201 : 404).end()
    })
    const service = new PushService(server)
    await once(server.listen(0, '127.0.0.1'), 'listening')
    return service
  }

  /** What a `PushSubscription` of a browser says of itself in JSON. */
  subscription(name: string) {
    const [key, secret] = [createECDH('prime256v1'), randomBytes(16)]
    key.generateKeys()
    this.#browsers.set(name, { key, secret })
    const { port } = this.server.address() as AddressInfo
    const keys = { p256dh: key.getPublicKey('base64url'), auth: secret.toString('base64url') }
    return { endpoint: `http://127.0.0.1:${port}/${name}`, expirationTime: null, keys }
  }

  close() {
    this.server.close()
    this.server.closeAllConnections()
  }
}

/** RFC 8188 and RFC 8291. */
function decrypted(body: Buffer, key: ECDH, secret: Buffer): Pushed {
  const [salt, theirs] = [body.subarray(0, 16), body.subarray(21, 21 + body[20]!)]
  const record = body.subarray(21 + theirs.length)
  const derive = (salt: Buffer, from: Buffer, about: Buffer | string, length: number) =>
    Buffer.from(hkdfSync('sha256', from, salt, about, length))
  const about = Buffer.concat([Buffer.from('WebPush: info\0'), key.getPublicKey(), theirs])
  const shared = derive(secret, key.computeSecret(theirs), about, 32)
  const cipher = createDecipheriv(
    'aes-128-gcm',
    derive(salt, shared, 'Content-Encoding: aes128gcm\0', 16),
    derive(salt, shared, 'Content-Encoding: nonce\0', 12),
  )
  cipher.setAuthTag(record.subarray(-16))
  const text = Buffer.concat([cipher.update(record.subarray(0, -16)), cipher.final()])
  return JSON.parse(text.subarray(0, -1).toString())
}

/** In the worker: keeps of the next push what it asks to be shown, by the tags, and when it is done. */
function handleNext() {
  const here = globalThis as any
  here.handled = new Promise((resolve) => {
    const handle = (event: any) => {
      const shown: string[] = []
      here.registration.showNotification = (title: string, options: NotificationOptions) => {
        shown.push(options.tag!)
        return ServiceWorkerRegistration.prototype.showNotification.call(here.registration, title, options)
      }
      let done: Promise<unknown> | undefined
      event.waitUntil = (until: Promise<unknown>) => here.ExtendableEvent.prototype.waitUntil.call(event, (done = until))
      // After the worker's own listener, which comes after this one.
      setTimeout(() => resolve(Promise.resolve(done).then(() => shown)))
    }
    here.addEventListener('push', handle, { capture: true, once: true })
  })
}

export interface Shown {
  title: string
  body: string
  tag: string
  data: { seq: number; url: string }
}

/** The house's service worker in one browser. */
export class Desk {
  /** Errors that it did not handle. */
  errors: string[] = []
  #registration = ''

  private constructor(
    /** A page that is no live one, from which the worker is looked at. */
    readonly page: Page,
    private readonly tools: CDPSession,
  ) {}

  /** With its worker, installed if it was not yet. */
  static async of(context: BrowserContext) {
    const page = await context.newPage()
    await page.goto('/offline')
    await page.evaluate(async () => {
      await navigator.serviceWorker.register(`/sw.js?${document.documentElement.lang}`)
      await navigator.serviceWorker.ready
    })
    const desk = new Desk(page, await context.newCDPSession(page))
    const known = new Promise<void>((resolve) => {
      desk.tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        desk.#registration = registrations.find(({ isDeleted }) => !isDeleted)?.registrationId ?? desk.#registration
        if (desk.#registration) resolve()
      })
    })
    desk.tools.on('ServiceWorker.workerErrorReported', ({ errorMessage }) => desk.errors.push(errorMessage.errorMessage))
    await desk.tools.send('ServiceWorker.enable')
    await known
    return desk
  }

  get worker(): Worker {
    return this.page.context().serviceWorkers()[0]!
  }

  /**
   * As the push service of the browser does it; returns when the worker is done with it. Now and then Chromium says that it
   * shows a notification and has none in its list right after, or only once (seen some 1 in 30 times on a busy machine; why is
   * not known): then it is delivered once more.
   */
  async deliver(pushed: Pushed | string) {
    const data = typeof pushed === 'string' ? pushed : JSON.stringify(pushed)
    const [origin, registrationId] = [new URL(this.page.url()).origin, this.#registration]
    for (let rest = 3, isForgotten = true; isForgotten; rest -= 1) {
      if (rest === 0) throw new Error(`nothing is shown of ${data}`)
      await this.worker.evaluate(handleNext)
      await this.tools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data })
      const asked = await this.worker.evaluate(() => (globalThis as any).handled as Promise<string[]>)
      const lists = [await this.shown(), await this.shown()]
      isForgotten = asked.some((tag) => lists.some((shown) => shown.every((notification) => notification.tag !== tag)))
    }
  }

  /** The notifications that there are, by their texts. */
  async shown(): Promise<Shown[]> {
    return await this.page.evaluate(async () => {
      const shown = await (await navigator.serviceWorker.ready).getNotifications()
      const notes = shown.map(({ title, body, tag, data }) => ({ title, body, tag, data }))
      return notes.sort((one, other) => one.body.localeCompare(other.body))
    })
  }

  /**
   * Somebody clicks on the notification of a room: which page is shown then, by the address at which it began, and which
   * are opened. Only a true click lets a worker do either, so both are put down instead.
   */
  async click(room: string) {
    return await this.worker.evaluate(async (room) => {
      const here = globalThis as any
      const did = { focused: [] as string[], opened: [] as string[] }
      here.WindowClient.prototype.focus = async function () {
        did.focused.push(new URL(this.url).pathname)
        return this
      }
      here.clients.openWindow = async (url: string) => void did.opened.push(url)
      const [notification] = await here.registration.getNotifications({ tag: room })
      const event = new here.NotificationEvent('notificationclick', { notification })
      let done: Promise<unknown> = Promise.resolve()
      Object.defineProperty(event, 'waitUntil', { value: (until: Promise<unknown>) => (done = until) })
      here.dispatchEvent(event)
      await done
      return did
    }, room)
  }

  /**
   * The browser has another subscription than before, and says what it is or leaves it to the worker, which is given one
   * then. Returns what the worker asked for.
   */
  async change(subscription: object, isTold: boolean) {
    return await this.worker.evaluate(
      async ({ subscription, isTold }) => {
        const here = globalThis as any
        const asked: { userVisibleOnly: boolean; applicationServerKey: string }[] = []
        here.PushManager.prototype.subscribe = async (options: (typeof asked)[0]) => {
          asked.push(options)
          return subscription
        }
        const event = new here.ExtendableEvent('pushsubscriptionchange')
        let done: Promise<unknown> = Promise.resolve()
        Object.defineProperties(event, {
          newSubscription: { value: isTold ? subscription : undefined },
          waitUntil: { value: (until: Promise<unknown>) => (done = until) },
        })
        here.dispatchEvent(event)
        await done
        return asked
      },
      { subscription, isTold },
    )
  }
}
