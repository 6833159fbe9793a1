/**
 * "안녕하세요" and Enter, as browsers tell a page of it: the orders that developers report of the systems they are named
 * after, and that `src/client/keys.rs` has its rules for.
 *
 * What is told is written as what happens to the text field: the composition opens or grows, is given up to the text,
 * or there is none at all and the last letter is replaced by the next one.
 */
export type Told =
  | { is: 'down'; key: string; code: number; composing: boolean }
  | { is: 'up'; key: string; code: number }
  /** `compositionstart` if none is open, `compositionupdate`, `input`: this is what the input method holds. */
  | { is: 'composed'; text: string }
  /** `compositionend`: this became text. */
  | { is: 'committed'; text: string }
  /** `input` of the type `insertText`, in place of so many letters before the caret, which no composition holds. */
  | { is: 'replaced'; letters: number; text: string }
  /** `beforeinput` and `input` of the type `insertLineBreak`. */
  | { is: 'broken' }
  /** The same, unless the page took the key. */
  | { is: 'due' }

export interface Recording {
  name: string
  /** What a press of one key tells. */
  stroke: (stroke: Stroke) => Told[]
  /** What one press of Enter tells while the last syllable is still open. */
  enter: Told[]
}

/** A press of a key on a Korean keyboard. */
export interface Stroke {
  key: string
  /** The syllable that is finished by it, if one is. */
  ends: string
  /** What the input method holds afterwards. */
  holds: string
  /** What it held before. */
  held: string
  /** What stood before and after it since the last line break: some keyboards hold the whole word. */
  before: string
  after: string
}

/** The finals of 핫 and 셍 go over to the next syllable when its vowel comes. */
const pressed = [
  ['ㅇ', '', 'ㅇ'],
  ['ㅏ', '', '아'],
  ['ㄴ', '', '안'],
  ['ㄴ', '안', 'ㄴ'],
  ['ㅕ', '', '녀'],
  ['ㅇ', '', '녕'],
  ['ㅎ', '녕', 'ㅎ'],
  ['ㅏ', '', '하'],
  ['ㅅ', '', '핫'],
  ['ㅔ', '하', '세'],
  ['ㅇ', '', '셍'],
  ['ㅛ', '세', '요'],
]

export const greeting = '안녕하세요'

export const strokes: Stroke[] = pressed.map(([key, ends, holds], at) => {
  const finished = (upTo: number) => pressed.slice(0, upTo).map(([, syllable]) => syllable).join('')
  const held = pressed[at - 1]?.[2] ?? ''
  return { key, ends, holds, held, before: finished(at) + held, after: finished(at + 1) + holds }
})

const down = (key: string, code: number, composing: boolean): Told => ({ is: 'down', key, code, composing })
const up = (key: string, code: number): Told => ({ is: 'up', key, code })
const composed = (text: string): Told => ({ is: 'composed', text })
const committed = (text: string): Told => ({ is: 'committed', text })
const finishes = (syllable: string): Told[] => (syllable ? [committed(syllable)] : [])

const anEnter: Told[] = [down('Enter', 13, false), { is: 'due' }, up('Enter', 13)]

export const onKeyboards: Recording[] = [
  {
    name: 'Chrome on macOS',
    stroke: ({ key, held, ends, holds }) => [
      down(key, 229, held !== ''), ...finishes(ends), composed(holds), up(key, 229),
    ],
    // Two presses of Enter for one: the first is the input method's, the second comes after the composition.
    enter: [down('Enter', 229, true), committed('요'), ...anEnter],
  },
  {
    name: 'Chrome on Windows',
    stroke: ({ key, held, ends, holds }) => [
      down('Process', 229, held !== ''), ...finishes(ends), composed(holds), up(key, 229),
    ],
    enter: [down('Process', 229, true), committed('요'), ...anEnter],
  },
  {
    name: 'Safari on macOS',
    // The text comes before the key that made it.
    stroke: ({ key, ends, holds }) => [...finishes(ends), composed(holds), down(key, 229, true), up(key, 229)],
    // The composition is over when its Enter comes: only the code tells whose it was. Then Enter is pressed once more.
    enter: [committed('요'), down('Enter', 229, false), up('Enter', 229), ...anEnter],
  },
  {
    name: 'Firefox',
    stroke: ({ key, held, ends, holds }) => [
      down('Process', 229, held !== ''), ...finishes(ends), composed(holds), up(key, 229),
    ],
    // No press of the input method's own.
    enter: [committed('요'), ...anEnter],
  },
]

export const onGlass: Recording[] = [
  {
    name: 'Gboard on Android',
    // It holds the whole word, and no key has a name.
    stroke: ({ before, after }) => [
      down('Unidentified', 229, before !== ''), composed(after), up('Unidentified', 229),
    ],
    enter: [committed(greeting), down('Unidentified', 229, false), { is: 'broken' }, up('Unidentified', 229)],
  },
  {
    name: 'Safari on iOS',
    // There is no composition, and no sign of one: what changes is deleted and written anew.
    stroke: ({ key, held, ends, holds }) => [
      down(key, 0, false),
      { is: 'replaced', letters: held ? 1 : 0, text: ends + holds },
      up(key, 0),
    ],
    enter: [down('Enter', 13, false), { is: 'broken' }, up('Enter', 13)],
  },
]
