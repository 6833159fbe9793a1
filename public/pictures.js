// Uploads the pictures of the message that is being written. The page loads this when somebody first pastes, drops or
// picks one. It talks to the page's program through the form alone: a hidden field says which pictures are to be sent,
// and is emptied by the program when they were.
// @ts-check

/** Milliseconds before an upload is tried again that the network broke, though the browser says that it is there. */
const PAUSE_MS = 3_000

/** What becomes no better when it is tried again. */
const FINAL = ['picture_too_large', 'picture_unreadable']

/**
 * A picture on its way. `id` is the server's, once it has it.
 * @typedef {{ file: File, row: HTMLElement, id: string, problem: string, request: XMLHttpRequest | null }} Item
 */

/**
 * By where their pictures go, which says the room. The form goes when its room is left, and what was picked there waits.
 * @type {Map<string, Promise<Tray>>}
 */
const trays = new Map()

/** Adds pictures to the message that is written in a form. @param {HTMLFormElement} form @param {File[]} files */
export async function take(form, files) {
  const address = destination(form)
  let tray = trays.get(address)
  if (!tray) {
    tray = Tray.open(form)
    trays.set(address, tray)
    tray.catch(() => trays.delete(address))
  }
  ;(await tray).add(files)
  follow()
}

/** Brings the tray of the room that was opened back. It has come with its composer, whichever way led there. */
function follow() {
  const form = document.getElementById('composer')
  if (form instanceof HTMLFormElement) trays.get(destination(form))?.then((tray) => tray.move(form)).catch(() => {})
}

/** The one in the page that is shown. @type {Element | null} */
let shown = document.getElementById('composer')

new MutationObserver(() => {
  const form = document.getElementById('composer')
  if (form === shown) return
  shown = form
  follow()
}).observe(document.body, { childList: true, subtree: true })

/** @param {HTMLFormElement} form */
function destination(form) {
  return part(form, '.send', HTMLButtonElement).formAction
}

/** @template {HTMLElement} T @param {ParentNode} root @param {string} selector @param {new () => T} type */
function part(root, selector, type) {
  const found = root.querySelector(selector)
  if (!(found instanceof type)) throw new Error(`${selector} is missing`)
  return found
}

/** Fills a canvas with the middle of a picture; rejects what is none. @param {HTMLCanvasElement} canvas @param {File} file */
async function draw(canvas, file) {
  const picture = await createImageBitmap(file)
  const { width, height } = picture
  const side = Math.min(width, height)
  const pen = canvas.getContext('2d')
  if (pen) {
    pen.imageSmoothingQuality = 'high'
    pen.drawImage(picture, (width - side) / 2, (height - side) / 2, side, side, 0, 0, canvas.width, canvas.height)
  }
  picture.close()
}

class Tray {
  /** The server has the words, in the language of the page. @param {HTMLFormElement} form */
  static async open(form) {
    const answer = await fetch('/pictures')
    if (!answer.ok) throw new Error(`answered ${answer.status}`)
    const template = document.createElement('template')
    template.innerHTML = await answer.text()
    return new Tray(form, part(template.content, '.picture-tray', HTMLElement))
  }

  /** @type {Item[]} */
  items = []
  /** Whether the message goes out as soon as its pictures are there. */
  isWaiting = false

  /** @param {HTMLFormElement} form @param {HTMLElement} root */
  constructor(form, root) {
    this.form = form
    this.root = root
    this.list = part(root, '.picture-list', HTMLElement)
    this.status = part(root, '.picture-say', HTMLElement)
    this.address = destination(form)
    this.enter(form)
    addEventListener('online', () => this.upload())
  }

  /** Becomes a part of a form. @param {HTMLFormElement} form */
  enter(form) {
    this.form = form
    part(form, '.composer-box', HTMLElement).before(this.root)
    form.addEventListener('submit', (event) => this.submit(event), { capture: true })
    // Who writes on is not done.
    this.text.addEventListener('input', () => this.isWaiting && this.wait(false))
  }

  /** Its room was left and opened again. @param {HTMLFormElement} form */
  move(form) {
    if (form === this.form) return
    this.enter(form)
    // Who left meanwhile says anew that it is to be sent.
    if (this.isWaiting) this.wait(false)
    this.changed()
  }

  get note() {
    return part(this.form, '#composer-pictures', HTMLInputElement)
  }

  get text() {
    return part(this.form, 'textarea', HTMLTextAreaElement)
  }

  /** @param {string} word */
  say(word) {
    const sentences = part(this.root, '[data-part=sentences]', HTMLTemplateElement).content
    const known = sentences.querySelector(`[data-word="${word}"]`) ?? sentences.querySelector('[data-word=failed]')
    return word && known ? known.textContent : ''
  }

  /** @param {File[]} files */
  add(files) {
    const room = Number(this.root.dataset.most) - this.items.length
    this.status.textContent = this.say(files.length > room ? 'too_many_pictures' : '')
    for (const file of files.slice(0, Math.max(room, 0))) this.items.push(this.item(file))
    this.changed()
    this.upload()
  }

  /** @param {File} file @returns {Item} */
  item(file) {
    const template = part(this.root, '[data-part=item]', HTMLTemplateElement)
    const row = part(/** @type {ParentNode} */ (template.content.cloneNode(true)), '.picture-item', HTMLElement)
    const isLarge = file.size > Number(this.root.dataset.largest)
    /** @type {Item} */
    const item = { file, row, id: '', problem: isLarge ? 'picture_too_large' : '', request: null }
    // It stays empty when there is nothing to be seen; the server says why.
    draw(part(row, 'canvas', HTMLCanvasElement), file).catch(() => {})
    const [remove, again] = ['.picture-remove', '.picture-again'].map((name) => part(row, name, HTMLButtonElement))
    for (const button of [remove, again]) button.ariaLabel = `${button.textContent} (${file.name})`
    remove.addEventListener('click', () => this.remove(item))
    again.addEventListener('click', () => {
      item.problem = ''
      this.upload()
    })
    part(row, 'input', HTMLInputElement).addEventListener('input', () => this.changed())
    this.list.append(row)
    this.show(item)
    return item
  }

  /** @param {Item} item */
  show({ row, id, problem, file, request }) {
    const progress = part(row, 'progress', HTMLProgressElement)
    progress.hidden = id !== '' || problem !== ''
    if (!request) progress.value = 0
    part(row, '.picture-alt', HTMLElement).hidden = problem !== ''
    part(row, '.picture-again', HTMLElement).hidden = problem === '' || FINAL.includes(problem)
    const state = part(row, '.picture-state', HTMLElement)
    state.className = problem ? 'picture-state refusal' : 'picture-state'
    state.textContent = `${file.name} · ${this.say(problem || (id ? 'ready' : 'uploading'))}`
  }

  /** @param {Item} item */
  remove(item) {
    item.request?.abort()
    item.row.remove()
    this.items = this.items.filter((other) => other !== item)
    // What waited for no other picture is another message now: to be sent when its author says so.
    this.wait(this.isWaiting && this.items.length > 0)
    this.changed()
    this.text.focus()
    this.upload()
    this.settle()
  }

  /** Begins with the next picture, one after the other: the first is there the sooner. */
  upload() {
    const next = this.items.find(({ id, problem }) => !id && !problem)
    if (!next || next.request) return
    const request = new XMLHttpRequest()
    next.request = request
    request.open('POST', this.address)
    request.responseType = 'json'
    const progress = part(next.row, 'progress', HTMLProgressElement)
    request.upload.addEventListener('progress', ({ loaded, total }) => (progress.value = loaded / total))
    request.addEventListener('load', () => this.answered(next, request.response))
    request.addEventListener('error', () => this.broken(next))
    request.addEventListener('abort', () => (next.request = null))
    this.show(next)
    request.send(next.file)
  }

  /** @param {Item} item @param {any} answer */
  answered(item, answer) {
    item.request = null
    if (this.isWaiting || this.status.textContent === this.say('offline')) this.wait(this.isWaiting)
    if (answer?.success) item.id = answer.data.picture.id
    else if (answer?.retryInMs) return void setTimeout(() => this.upload(), answer.retryInMs)
    else item.problem = answer?.message ?? 'failed'
    this.show(item)
    this.changed()
    this.upload()
    this.settle()
  }

  /** Sends the message that waits, once none of its pictures is under way. */
  settle() {
    if (!this.isWaiting || !this.form.isConnected || this.items.some(({ id, problem }) => !id && !problem)) return
    this.wait(false)
    this.form.requestSubmit(part(this.form, '.send', HTMLButtonElement))
  }

  /** @param {boolean} isWaiting */
  wait(isWaiting) {
    this.isWaiting = isWaiting
    this.status.textContent = isWaiting ? this.say('waiting') : ''
  }

  /** The network broke: an event tells when it is back, or it is tried again. @param {Item} item */
  broken(item) {
    item.request = null
    this.status.textContent = this.say('offline')
    if (navigator.onLine) setTimeout(() => this.upload(), PAUSE_MS)
  }

  /** Notes what is to be sent. A message with a picture needs no text. */
  changed() {
    const alt = (/** @type {Item} */ { row }) => part(row, 'input', HTMLInputElement).value
    const ready = this.items.filter(({ id }) => id).map((item) => ({ id: item.id, alt: alt(item) }))
    this.note.value = ready.length > 0 ? JSON.stringify(ready) : ''
    this.text.required = this.items.length === 0
    this.root.hidden = this.items.length === 0 && !this.status.textContent
  }

  /** Before the page's program hears of it. @param {SubmitEvent} event */
  submit(event) {
    if (this.items.length === 0) return
    const failed = this.items.find(({ problem }) => problem)
    if (failed || this.items.some(({ id }) => !id)) {
      event.preventDefault()
      event.stopImmediatePropagation()
      this.wait(!failed)
      if (failed) this.status.textContent = this.say(failed.problem)
      if (failed) part(failed.row, '.picture-remove', HTMLElement).focus()
      return
    }
    this.changed()
    setTimeout(() => this.note.value || this.clear())
  }

  /** The message has its pictures. */
  clear() {
    for (const { row } of this.items) row.remove()
    this.items = []
    this.status.textContent = ''
    this.changed()
  }
}
