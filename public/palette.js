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

/** Asks whether a message is to be deleted, and presses the button once more as one that deletes. @param {HTMLElement} button */
async function deletion(button) {
  const row = button.closest('.message')
  if (!row) return
  await open('deletion')
  const [dialog, id] = [part('deletion'), row.id]
  part('deletion-excerpt').textContent = row.querySelector('.message-text')?.textContent?.trim()
  dialog.returnValue = ''
  dialog.onclose = () => {
    // The row may have been drawn anew, or may have nothing to delete any more. Its buttons are there while it has the focus.
    part(id)?.focus()
    const now = part(id)?.querySelector('[value=deletion]')
    now?.focus()
    if (!now || dialog.returnValue !== 'delete') return
    now.value = 'delete'
    delete now.dataset.hands
    now.click()
    now.value = now.dataset.hands = 'deletion'
  }
}

/** Tells who reacted to a message. @param {HTMLElement} reaction */
async function reactions(reaction) {
  const all = /** @type {HTMLElement[]} */ ([...(reaction.parentElement?.children ?? [])])
  await open('reactions')
  part('reactions-list').replaceChildren(...all.flatMap(({ textContent, title }) => {
    const [emoji, names] = [document.createElement('dt'), document.createElement('dd')]
    Object.assign(emoji, { textContent })
    Object.assign(names, { textContent: title, dir: 'auto' })
    return [emoji, names]
  }))
}

/** Goes to the room before or after the open one. @param {1 | -1} step */
function move(step) {
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
  if (name === 'reactions') return part('reactions')?.open || reactions(at)
  // Escape closes first what is open.
  if (!document.querySelector('dialog[open], :popover-open')) part('composer-text')?.focus()
}
