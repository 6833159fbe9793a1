// How names are found by what somebody types on a Korean keyboard: by whole syllables, by those that are just being
// typed, and by first consonants.
// @ts-check

const CONSONANTS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'
const FIRST = '가'.charCodeAt(0)
const LAST = '힣'.charCodeAt(0)
/** Syllables that begin with the same consonant, and among them those with the same vowel. */
const PER_CONSONANT = 588
const PER_VOWEL = 28

/**
 * Whether a letter of a name is what was typed, or what that is about to become: ㄱ and 가 find 강.
 * @param {string} typed @param {string} letter
 */
function isBegunBy(typed, letter) {
  if (typed === letter) return true
  const [code, begun] = [letter.charCodeAt(0), typed.charCodeAt(0)]
  if (code < FIRST || code > LAST) return false
  if (CONSONANTS.includes(typed)) return CONSONANTS[Math.floor((code - FIRST) / PER_CONSONANT)] === typed
  return begun >= FIRST && begun <= LAST && (begun - FIRST) % PER_VOWEL === 0 && code - begun > 0 && code - begun < PER_VOWEL
}

/**
 * Where in a name the typed letters stand, by whole letters or by their beginnings; -1 when nowhere.
 * @param {string} typed @param {string} name
 */
export function place(typed, name) {
  const [wanted, letters] = [typed, name].map((text) => [...text.normalize('NFC').toLowerCase()])
  const fits = (/** @type {number} */ start) => wanted.every((letter, at) => isBegunBy(letter, letters[start + at] ?? ''))
  return letters.findIndex((_, start) => fits(start))
}
