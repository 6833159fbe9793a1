// Completes names behind an @ in the composer. Loaded when the first one is typed. Who can be named stands on the page:
// whoever is in the room, and who wrote what is in sight.
// @ts-check
import { place } from './hangul.js'

const MOST = 6
/** The @ that is being typed, and what stands behind it; a mailbox is none. */
const TYPED = /(?:^|[^\w.+@/-])@([^\n@]{0,20})$/u

const list = document.createElement('ul')
list.id = 'mention-list'
list.className = 'mention-list'
list.role = 'listbox'
list.popover = 'manual'
list.setAttribute('aria-labelledby', 'members')

/** @type {HTMLTextAreaElement | null} the field in which a name is being completed */
let field = null
/** Which of the names would be taken. */
let active = 0
/** The name that was taken, while nothing else stands behind its @. @type {string | null} */
let taken = null

/**
 * Shows who may be meant by what is being typed, if anybody.
 * @param {HTMLTextAreaElement} composer
 */
export function suggest(composer) {
  const typed = name(composer)
  if (typed !== taken) taken = null
  const found = typed === null || typed === taken ? [] : people(typed)
  if (found.length === 0) return close()
  field = composer
  list.replaceChildren(...found.map(option))
  choose(0)
  // In a part of the page that screen readers know; with another room comes another field.
  if (!list.isConnected) composer.form?.append(list)
  put(composer)
  list.showPopover()
  composer.setAttribute('aria-controls', list.id)
}

/** Above the field. @param {HTMLTextAreaElement} composer */
function put(composer) {
  const { left, top } = composer.getBoundingClientRect()
  Object.assign(list.style, { left: `${left}px`, bottom: `${innerHeight - top + 8}px` })
}

/** What was typed of a name before the caret; null when there is no @. @param {HTMLTextAreaElement} composer */
function name({ value, selectionStart, selectionEnd }) {
  return selectionStart === selectionEnd ? (TYPED.exec(value.slice(0, selectionStart))?.[1] ?? null) : null
}

/** Those who are here before those who only wrote. @param {string} typed */
function people(typed) {
  const own = document.querySelector('.own-name bdi')?.textContent
  const names = [...document.querySelectorAll('.member-list bdi, .message-author')].map(({ textContent }) => textContent ?? '')
  const found = [...new Set(names)].filter((name) => name !== own && place(typed, name) === 0)
  return found.slice(0, MOST)
}

/** @param {string} name @param {number} at */
function option(name, at) {
  const option = document.createElement('li')
  option.id = `mention-${at}`
  option.role = 'option'
  option.className = 'mention-option'
  option.dir = 'auto'
  option.textContent = name
  // The field keeps the focus.
  option.addEventListener('pointerdown', (event) => event.preventDefault())
  option.addEventListener('click', () => take(at))
  return option
}

/** @param {number} at */
function choose(at) {
  active = (at + list.children.length) % list.children.length
  for (const [place, option] of [...list.children].entries()) option.ariaSelected = `${place === active}`
  field?.setAttribute('aria-activedescendant', `mention-${active}`)
}

function close() {
  if (!field) return
  list.hidePopover()
  field.removeAttribute('aria-activedescendant')
  field.removeAttribute('aria-controls')
  field = null
}

/** Puts the chosen name into the text, and no blank: Korean goes on with a particle. @param {number} at */
function take(at) {
  const [composer, chosen] = [field, list.children[at]?.textContent]
  if (!composer || !chosen) return
  // Makes an input method give the syllable that it still holds, so that it does not come after the name.
  composer.blur()
  composer.focus()
  const typed = name(composer)
  close()
  if (typed === null) return
  const end = composer.selectionStart
  composer.setRangeText(chosen, end - typed.length, end, 'end')
  taken = chosen
  composer.dispatchEvent(new Event('input', { bubbles: true }))
}

/** @type {Record<string, () => void>} */
const KEYS = {
  ArrowUp: () => choose(active - 1),
  ArrowDown: () => choose(active + 1),
  Enter: () => take(active),
  Tab: () => take(active),
  Escape: close,
}

// Before the composer hears of the key, which would send the message. What belongs to an input method is not ours.
addEventListener(
  'keydown',
  (event) => {
    if (!field || event.target !== field || event.isComposing || event.keyCode === 229 || event.shiftKey) return
    const act = KEYS[event.key]
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  },
  { capture: true },
)
addEventListener('focusout', ({ target }) => target === field && close())
// A telephone was turned, or its keyboard came or went.
addEventListener('resize', () => field && put(field))
