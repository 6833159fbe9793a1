// What Lighthouse says of a page on a phone: its own mobile settings, several runs, the median of each number.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import lighthouse from 'lighthouse'

import { median } from './table.mjs'

const RUNS = 5

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
  for (let run = 0; run < RUNS; run += 1) runs.push(await visit(url, Number(port), skipAudits))
  const seen = Math.min(...runs.map(({ audits }) => audits['dom-size'].numericValue ?? 0))
  if (seen < elements) throw new Error(`Lighthouse saw another page than the ${name}: of ${seen} elements`)
  const of = (/** @type {(result: Result) => number | null | undefined} */ read) =>
    median(runs.map((result) => read(result) ?? NaN))
  const metric = (/** @type {string} */ audit) => of(({ audits }) => audits[audit].numericValue)
  /** @type {Line[]} */
  const speed = [
    { item: `${name}: LCP`, value: metric('largest-contentful-paint') / 1000, unit: 'seconds', target: 1.2, limit: 1.8 },
    {
      item: `${name}: TBT`,
      value: metric('total-blocking-time'),
      unit: 'milliseconds',
      target: 50,
      limit: 150,
      // Lighthouse slows the processor down four times, whichever that is. A desk's has some 1500 to 3000.
      remark: `on a machine of speed ${Math.round(of(({ environment }) => environment.benchmarkIndex))}`,
    },
    { item: `${name}: CLS`, value: metric('cumulative-layout-shift'), unit: 'shift', target: 0.01, limit: 0.05 },
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
