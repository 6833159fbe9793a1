// The palette (Ctrl/⌘ K), the list of shortcuts (?), the keys that move between rooms, and what is asked or told about a
// message. Loaded when one of them is asked for. What can be reached is read from the page, and pressed there: this knows
// no house of its own.
// @ts-check
import { place } from './hangul.js'

/** Where choices are kept, the last one first. */
const RECENT = 'sarangbang-recent'
const KEPT = 12

/** @typedef {{ kind: string, label: string, run: () => void }} Choice */

/** @template {Element} E @param {string} selector @returns {E[]} those in the page that are not hidden */
const all = (selector) =>
  [...document.querySelectorAll(selector)].flatMap((found) => (found.closest('[hidden]') ? [] : [/** @type {any} */ (found)]))

/** @param {string} id @returns {any} */
const part = (id) => document.getElementById(id)

// --- what there is ---

/** @returns {Choice[]} */
function choices() {
  const { rooms, people, actions } = part('palette').dataset
  const press = (/** @type {HTMLElement} */ element) =>
    element.matches('input') ? element.focus() : element.click()
  return [
    ...all('.room-list .room-card').map((card) => ({
      kind: rooms,
      label: card.querySelector('.room-card-name')?.textContent ?? '',
      run: () => press(/** @type {HTMLElement} */ (card)),
    })),
    ...all('.member-list .member bdi').map(({ textContent: label }) => ({ kind: people, label: label ?? '', run: () => address(label) })),
    ...[...part('palette-actions').children].flatMap(({ textContent: label, dataset: { command, href } }) => {
      const [element] = all(command)
      if (element) return [{ kind: actions, label, run: () => press(/** @type {HTMLElement} */ (element)) }]
      return href ? [{ kind: actions, label, run: () => location.assign(href) }] : []
    }),
  ]
}

/** Begins or goes on with a message to somebody. @param {string | null} name */
function address(name) {
  const composer = part('composer-text')
  if (!composer) return
  composer.setRangeText(`@${name} `, composer.selectionStart, composer.selectionEnd, 'end')
  composer.dispatchEvent(new Event('input', { bubbles: true }))
  composer.focus()
}

/** @returns {string[]} */
function recent() {
  try {
    return JSON.parse(localStorage.getItem(RECENT) ?? '[]')
  } catch {
    return []
  }
}

/** @param {Choice} choice */
function remember({ label }) {
  const kept = [label, ...recent().filter((known) => known !== label)].slice(0, KEPT)
  try {
    localStorage.setItem(RECENT, JSON.stringify(kept))
  } catch {
    // Without storage nothing is remembered.
  }
}

/** The choices that what is typed finds: at the beginning of a name before elsewhere, the last chosen ones first. */
function found() {
  const [typed, known] = [part('palette-query').value.trim(), recent()]
  const age = (/** @type {Choice} */ { label }) => (known.includes(label) ? known.indexOf(label) : KEPT)
  return choices()
    .map((choice) => ({ choice, at: typed ? place(typed, choice.label) : 0 }))
    .filter(({ at }) => at >= 0)
    .sort((one, other) => Math.sign(one.at) - Math.sign(other.at) || age(one.choice) - age(other.choice))
    .map(({ choice }) => choice)
}

// --- the palette ---

/** @type {Choice[]} */
let shown = []
let active = 0

function draw() {
  shown = found()
  active = 0
  const list = part('palette-list')
  list.replaceChildren(...shown.map(({ kind, label }, at) => {
    const option = Object.assign(document.createElement('li'), { id: `palette-${at}`, className: 'palette-option' })
    option.setAttribute('role', 'option')
    const [name, sort] = [document.createElement('bdi'), document.createElement('span')]
    Object.assign(name, { textContent: label, className: 'clip' })
    Object.assign(sort, { textContent: kind, className: 'mark' })
    option.append(name, ' ', sort)
    option.addEventListener('click', () => choose(at))
    return option
  }))
  list.hidden = shown.length === 0
  part('palette-empty').textContent = shown.length === 0 ? part('palette-empty').dataset.text : ''
  mark()
}

function mark() {
  const query = part('palette-query')
  query.setAttribute('aria-activedescendant', shown.length > 0 ? `palette-${active}` : '')
  for (const [at, option] of [...part('palette-list').children].entries()) {
    option.setAttribute('aria-selected', String(at === active))
    if (at === active) option.scrollIntoView({ block: 'nearest' })
  }
}

/** @param {number} at */
function choose(at) {
  const choice = shown[at]
  if (!choice) return
  remember(choice)
  // Gives the focus back first, so that what is chosen may take it.
  part('palette').close()
  choice.run()
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  // The input method's own: it picks a syllable or gives it up.
  if (event.isComposing || event.keyCode === 229) return
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step) active = (active + step + shown.length) % Math.max(shown.length, 1)
  if (event.key === 'Enter') choose(active)
  if (step || event.key === 'Enter') event.preventDefault()
  if (step) mark()
}

// --- coming in ---

/** @type {Promise<void> | undefined} */
let loading

/** Fetches the dialogs in the page's language. */
function load() {
  loading ??= (async () => {
    const answer = await fetch('/help')
    if (!answer.ok) throw new Error(`no dialogs: ${answer.status}`)
    const help = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const template = /** @type {HTMLTemplateElement} */ (help.getElementById('hands'))
    document.body.append(document.importNode(template.content, true))
    part('palette-query').addEventListener('input', draw)
    part('palette-query').addEventListener('keydown', pressed)
  })().catch((error) => {
    loading = undefined
    throw error
  })
  return loading
}

/** Opens a dialog; within the key press that asks for it where it was fetched before. @param {string} id */
async function open(id) {
  if (!part(id)) await load()
  const dialog = part(id)
  if (dialog.open) return dialog.close()
  for (const other of all('dialog[open]')) /** @type {any} */ (other).close()
  dialog.showModal()
  if (id !== 'palette') return
  part('palette-query').value = ''
  draw()
}

// --- messages ---

/** As much as four lines hold. */
const EXCERPT = 300

/** Gives the focus back to what is at a message, or to that; which may have been drawn anew, and shows its buttons while it
 * has the focus. @param {string} message @param {string} selector */
function giveBack(message, selector) {
  part(message)?.focus()
  part(message)?.querySelector(selector)?.focus()
}

/** What a message says now, if it is drawn. @param {string} id */
const excerpt = (id) => [...(part(id)?.querySelector('.message-text')?.innerText.trim() ?? '')].slice(0, EXCERPT).join('')

/** Whether there is nothing left to delete. @param {string} id */
const isDeleted = (id) => part(id) && !part(id).querySelector('[value=deletion]')

/** Asks whether a message is to be deleted, and lets the page do it. @param {HTMLElement} button */
async function deletion(button) {
  const [id, feed] = [button.closest('.message')?.id ?? '', button.closest('#feed')]
  if (!part('deletion')) await load()
  const [dialog, text] = [part('deletion'), part('deletion-excerpt')]
  if (dialog.open || isDeleted(id)) return
  text.textContent = excerpt(id)
  dialog.returnValue = ''
  dialog.showModal()
  dialog.onclick = (/** @type {any} */ event) => {
    if (event.target.value !== 'delete') return
    const isOther = part(id) && !isDeleted(id) && excerpt(id) !== text.textContent
    // The other half of a double click means nothing here; and who deletes what its author has just changed is to know it.
    if (event.detail > 1 || isOther) event.preventDefault()
    if (isOther) text.textContent = excerpt(id)
  }
  dialog.onclose = () => {
    text.textContent = ''
    giveBack(id, '[value=deletion]')
    // In the room where it was asked; in which the message may not be drawn any more.
    if (dialog.returnValue !== 'delete' || !feed?.isConnected || isDeleted(id)) return
    const [row, sure] = [document.createElement('div'), document.createElement('button')]
    Object.assign(row, { className: 'message', id })
    Object.assign(sure, { className: 'message-action', value: 'delete' })
    row.append(sure)
    feed.append(row)
    sure.click()
    row.remove()
  }
}

/** Tells who reacted to a message. @param {HTMLButtonElement} reaction */
async function reactions(reaction) {
  const [id, value] = [reaction.closest('.message')?.id ?? '', reaction.value]
  const all = /** @type {HTMLElement[]} */ ([...(reaction.parentElement?.children ?? [])])
  if (!part('reactions')) await load()
  const dialog = part('reactions')
  if (!dialog.open) dialog.showModal()
  part('reactions-list').replaceChildren(...all.flatMap(({ textContent, title }) => {
    const [emoji, names] = [document.createElement('dt'), document.createElement('dd')]
    Object.assign(emoji, { textContent })
    Object.assign(names, { textContent: title, dir: 'auto' })
    return [emoji, names]
  }))
  dialog.onclose = () => giveBack(id, `.reaction[value="${value}"]`)
}

// What is asked belongs to its page.
addEventListener('popstate', () => {
  for (const dialog of all('dialog[open]')) /** @type {any} */ (dialog).close()
})

// --- rooms ---

/** Goes to the room before or after the open one. @param {1 | -1} step */
function move(step) {
  if (document.querySelector('dialog[open]')) return
  const cards = /** @type {HTMLElement[]} */ (all('.room-list .room-card'))
  const here = cards.findIndex((card) => card.getAttribute('aria-current') === 'page')
  cards[here < 0 && step < 0 ? cards.length - 1 : here + step]?.click()
}

/** What the page's keys and buttons ask for. @param {string} name @param {any} [at] the button */
export function run(name, at) {
  if (name === 'palette') return open('palette')
  if (name === 'help') return open('shortcuts')
  if (name === 'previous') return move(-1)
  if (name === 'next') return move(1)
  if (name === 'deletion') return deletion(at)
  if (name === 'reactions') return reactions(at)
  // Escape closes first what is open.
  if (!document.querySelector('dialog[open], :popover-open')) part('composer-text')?.focus()
}
