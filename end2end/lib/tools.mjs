// What tests of other languages are run with; bin/setup and bin/test put it there.
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')

/** Python with what end2end/requirements.txt lists. */
export const python = process.env.PYTHON ?? join(import.meta.dirname, '../.venv/bin/python')

/** What the README says to run a program of examples/Cargo.toml. @param {string} bin @param {string[]} args */
export function cargoRun(bin, ...args) {
  const manifest = join(root, 'examples/Cargo.toml')
  return ['run', '--quiet', '--locked', '--manifest-path', manifest, '--bin', bin, '--', ...args]
}
