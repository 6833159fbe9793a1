// How large the page's program and style are, as the house sends them.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

const pkg = join(import.meta.dirname, '../../target/site/pkg')

/** @returns {Promise<import('./table.mjs').Line[]>} */
export async function assets() {
  /** @type {import('./table.mjs').Line[]} */
  const lines = []
  for (const extension of ['wasm', 'js', 'css']) {
    const { length } = await readFile(join(pkg, `sarangbang.${extension}.br`))
    lines.push({ item: `  ${extension}`, value: length, unit: 'bytes' })
  }
  const value = lines.reduce((sum, line) => sum + line.value, 0)
  return [{ item: 'WASM + JS + CSS', value, unit: 'bytes', target: 120_000, limit: 170_000 }, ...lines, await fonts()]
}

/** @returns {Promise<import('./table.mjs').Line>} */
async function fonts() {
  const css = await readFile(join(pkg, 'sarangbang.css'), 'utf8')
  return { item: 'web fonts', value: (css.match(/@font-face/g) ?? []).length, unit: 'count', target: 0, limit: 0 }
}
