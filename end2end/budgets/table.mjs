// What was measured beside what it may be.

/**
 * One thing that was measured. Where the target is the larger of the two, more is better, as with scores. Of a time
 * `value` is the median, and `best` is what the machine was able to.
 * @typedef {{ item: string, value: number, best?: number, unit: Unit, target?: number, limit?: number, remark?: string }} Line
 */

/** @typedef {'bytes' | 'seconds' | 'milliseconds' | 'count' | 'shift'} Unit */

/** @type {Record<Unit, (value: number) => string>} */
const written = {
  bytes: (value) => `${(value / 1000).toFixed(1)} kB`,
  seconds: (value) => `${value.toFixed(2)} s`,
  milliseconds: (value) => `${value.toFixed(0)} ms`,
  count: String,
  shift: (value) => value.toFixed(3),
}

const OVER = 'OVER THE LIMIT'
const OFTEN_OVER = 'over the limit, but not at its best'

/** @param {Line} line */
export function verdict({ value, target, limit }) {
  if (target === undefined || limit === undefined) return ''
  const isWorse = (/** @type {number} */ bound) => (target > limit ? value < bound : value > bound)
  if (isWorse(limit)) return OVER
  return isWorse(target) ? 'above the target' : 'ok'
}

/**
 * Whether a line fails the check. The same page takes twice as long on a machine that does something else besides, but
 * never less than it has to: unless it is asked for more, of a time the best of several runs decides.
 * @param {Line} line @param {boolean} isStrict
 */
export const isOver = (line, isStrict) => verdict(isStrict ? line : { ...line, value: line.best ?? line.value }) === OVER

/** @param {Line} line */
export function row(line) {
  const columns = [line.value, line.target, line.limit].map((number) => (number === undefined ? '' : written[line.unit](number)))
  const cells = line.item.padEnd(32) + columns.map((column) => column.padStart(11)).join('')
  const said = verdict(line) === OVER && !isOver(line, false) ? OFTEN_OVER : verdict(line)
  return [cells, said, line.remark].filter(Boolean).join('  ')
}

export const heading = `${'item'.padEnd(32)}${['measured', 'target', 'limit'].map((name) => name.padStart(11)).join('')}`

/** @param {number[]} numbers */
export const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
