// What Lighthouse says of a page on a phone: its own mobile settings, several runs, the median of each number.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import lighthouse from 'lighthouse'

import { median } from './table.mjs'

const RUNS = 5
/** As many more when none of them was within the limits: the machine may have been busy all the time. */
const MOST = 15

const LCP = { target: 1.2, limit: 1.8 }
const TBT = { target: 50, limit: 150 }

/** @typedef {import('./table.mjs').Line} Line */

/** @typedef {import('lighthouse').Result} Result */

/**
 * Of the browser that keeps its things in `profile`, with whatever cookies it has.
 * @param {string} profile
 * @param {{ name: string, url: string, elements: number, skipAudits?: string[] }} page how many elements it has at
 *   least, so that what is measured is not the door in front of it
 * @returns {Promise<Line[]>}
 */
export async function experience(profile, { name, url, elements, skipAudits = [] }) {
  const [port] = (await readFile(join(profile, 'DevToolsActivePort'), 'utf8')).split('\n')
  /** @type {Result[]} */
  const runs = []
  const isWithin = (/** @type {Result} */ { audits }) =>
    (audits['largest-contentful-paint'].numericValue ?? NaN) <= LCP.limit * 1000 &&
    (audits['total-blocking-time'].numericValue ?? NaN) <= TBT.limit
  while (runs.length < RUNS || (runs.length < MOST && !runs.some(isWithin))) {
    runs.push(await visit(url, Number(port), skipAudits))
  }
  const seen = Math.min(...runs.map(({ audits }) => audits['dom-size'].numericValue ?? 0))
  if (seen < elements) throw new Error(`Lighthouse saw another page than the ${name}: of ${seen} elements`)
  const of = (/** @type {(result: Result) => number | null | undefined} */ read) =>
    median(runs.map((result) => read(result) ?? NaN))
  const time = (/** @type {string} */ audit, unit = 1) => {
    const times = runs.map(({ audits }) => (audits[audit].numericValue ?? NaN) / unit)
    return { value: median(times), best: Math.min(...times) }
  }
  /** @type {Line[]} */
  const speed = [
    { item: `${name}: LCP`, ...time('largest-contentful-paint', 1000), unit: 'seconds', ...LCP },
    {
      item: `${name}: TBT`,
      ...time('total-blocking-time'),
      unit: 'milliseconds',
      ...TBT,
      // Lighthouse slows the processor down four times, whichever that is. A desk's has some 1500 to 3000.
      remark:
        `${time('total-blocking-time').best.toFixed(0)} at best, ` +
        `on a machine of speed ${Math.round(of(({ environment }) => environment.benchmarkIndex))}`,
    },
    { item: `${name}: CLS`, value: of(({ audits }) => audits['cumulative-layout-shift'].numericValue), unit: 'shift', target: 0.01, limit: 0.05 },
  ]
  /** @type {Line[]} */
  const scores = ['accessibility', 'best-practices', 'seo'].map((category) => ({
    item: `${name}: ${category}`,
    value: Math.round(100 * of(({ categories }) => categories[category].score)),
    unit: 'count',
    target: 100,
    limit: 95,
    remark: faults(runs[0], category),
  }))
  return [...speed, ...scores]
}

/** @param {string} url @param {number} port @param {string[]} skipAudits @returns {Promise<Result>} */
async function visit(url, port, skipAudits) {
  const onlyCategories = ['performance', 'accessibility', 'best-practices', 'seo']
  const result = await lighthouse(url, { port, onlyCategories, skipAudits, disableStorageReset: true, logLevel: 'error' })
  if (!result || result.lhr.runtimeError) throw new Error(`Lighthouse saw nothing: ${result?.lhr.runtimeError?.message}`)
  return result.lhr
}

/** What cost points. @param {Result} result @param {string} category */
function faults({ audits, categories }, category) {
  const failed = categories[category].auditRefs.filter(({ id, weight }) => weight > 0 && audits[id].score === 0)
  return failed.map(({ id }) => id).join(', ')
}
