// Makes the page's program smaller than its tools do.
//
// - What it offers to scripts for streams, which nobody takes up, goes, and with it all that it needs: the server
//   functions' library brings it, and an export keeps it alive.
// - What it imports from its script gets short names. wasm-bindgen names each import after what it does and a hash, in
//   the program and in the script: two hundred names that nobody reads and that do not compress. Numbers do.
// - Paths that nobody reads are blanked.
// - The script's ways for browsers and servers that cannot compile the program while it comes in go, and so does what it
//   can say of values that nobody prints.
//
// Together nine kilobytes less in every cold visit.
//
//   node end2end/slim-program.mjs      in bin/build, after cargo-leptos
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const pkg = join(import.meta.dirname, '../target/site/pkg')
const IMPORTS = 2
const EXPORTS = 7
const DATA = 11

/** The streams of the server functions' library (wasm-streams). */
const UNUSED = /intounderlying/i

/** What the compiler makes use of, and browsers have had for years. */
const FEATURES = ['bulk-memory', 'reference-types', 'sign-ext', 'nontrapping-float-to-int', 'multivalue', 'mutable-globals']

/** A position in the program's bytes. */
class Reader {
  at = 0

  /** @param {Buffer} bytes */
  constructor(bytes) {
    this.bytes = bytes
  }

  /** A number in LEB128. */
  number() {
    let number = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++]
      number |= (byte & 127) << shift
      if (byte < 128) return number >>> 0
    }
  }

  /** @param {number} length */
  take(length) {
    return this.bytes.subarray(this.at, (this.at += length))
  }

  name() {
    return this.take(this.number()).toString()
  }
}

/** @param {number} number */
function leb(number) {
  const bytes = []
  do {
    bytes.push((number & 127) | (number > 127 ? 128 : 0))
    number >>>= 7
  } while (number > 0)
  return Buffer.from(bytes)
}

/** @param {string} text */
const named = (text) => Buffer.concat([leb(Buffer.byteLength(text)), Buffer.from(text)])

/**
 * The import section with other names. Only functions are imported: a kind of 0 and the number of a type.
 * @param {Buffer} section @param {(name: string) => string} rename
 */
function renamed(section, rename) {
  const reader = new Reader(section)
  const count = reader.number()
  const parts = [leb(count)]
  for (let index = 0; index < count; index += 1) {
    const module = reader.name()
    const name = reader.name()
    const kind = reader.number()
    if (kind !== 0) throw new Error(`${name} is imported and no function`)
    parts.push(named(module), named(rename(name)), leb(kind), leb(reader.number()))
  }
  return Buffer.concat(parts)
}

/** The export section without what is not used. @param {Buffer} section */
function used(section) {
  const reader = new Reader(section)
  const count = reader.number()
  const kept = []
  for (let index = 0; index < count; index += 1) {
    const name = reader.name()
    const [kind, number] = [reader.number(), reader.number()]
    if (!UNUSED.test(name)) kept.push(Buffer.concat([named(name), leb(kind), leb(number)]))
  }
  if (kept.length === count) throw new Error('the streams are no longer there: this step can go')
  return Buffer.concat([leb(kept.length), ...kept])
}

/**
 * The program with its sections changed.
 * @param {Buffer} program @param {(id: number, section: Buffer) => Buffer} change
 */
function withSections(program, change) {
  const reader = new Reader(program)
  const parts = [reader.take(8)]
  while (reader.at < program.length) {
    const id = reader.number()
    const body = change(id, reader.take(reader.number()))
    parts.push(leb(id), leb(body.length), body)
  }
  return Buffer.concat(parts)
}

/**
 * Takes out what nothing leads to, and writes what branches anew: 1.9 kB less. The lowest kilobyte of memory is the last
 * one of the stack.
 * @param {string} path
 */
async function prune(path) {
  const passes = ['--low-memory-unused', '-Oz', '--flatten', '--rereloop', '-Oz', '-Oz', '--strip-producers']
  const features = FEATURES.map((name) => `--enable-${name}`)
  await promisify(execFile)('wasm-opt', [...passes, ...features, path, '-o', path])
}

/**
 * The data section without the paths of other people's source files, which stand there for messages of panics: a file of
 * ours, with the line, says enough. What takes their place is as long, for the program knows where it is.
 * @param {Buffer} section
 */
function withoutPaths(section) {
  const blank = section.toString('latin1').replace(/\/(?:[\w.-]+\/)+[\w.-]+\.rs/g, (path) => ' '.repeat(path.length))
  return Buffer.from(blank, 'latin1')
}

/**
 * The content in Brotli. How short distances are written makes a difference that cannot be foreseen: so it is tried.
 * @param {Buffer} content
 */
function compressed(content) {
  const tries = Array.from({ length: 16 }, (_, direct) =>
    brotliCompressSync(content, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
        [constants.BROTLI_PARAM_NDIRECT]: direct,
      },
    }),
  )
  return tries.reduce((best, next) => (next.length < best.length ? next : best))
}

/** @param {string} script @param {RegExp} part @param {string} by */
function replaced(script, part, by) {
  if (!part.test(script)) throw new Error(`the script has changed: ${part}`)
  return script.replace(part, by)
}

/** The script with the one way to begin that the page takes (`src/app/document.rs`). @param {string} script */
function brief(script) {
  const begin = /async function \w\(e,n\)\{if\("function"==typeof Response.*let n=(\w)\(\);.*return (\w)\(_,r\)\}export\{.*\};/s
  const once = 'export default async({module_or_path:p})=>e??$2((await WebAssembly.instantiateStreaming(p,$1())).instance);'
  const printed = /function e\(n\)\{switch\(typeof n\)\{.*?return _\}\}\}\((\w)\)/s
  const fallback = /"encodeInto"in (\w)\|\|\(\1\.encodeInto=.*?\}\}\);/s
  return replaced(replaced(replaced(script, begin, once), printed, 'String($1)'), fallback, '')
}

const path = join(pkg, 'sarangbang.wasm')
await writeFile(path, withSections(await readFile(path), (id, section) => (id === EXPORTS ? used(section) : section)))
await prune(path)

/** @type {Map<string, string>} */
const names = new Map()
const name = (/** @type {string} */ long) => names.get(long) ?? names.set(long, `i${names.size}`).get(long) ?? long
const program = withSections(await readFile(path), (id, section) =>
  id === IMPORTS ? renamed(section, name) : id === DATA ? withoutPaths(section) : section,
)

const whole = await readFile(join(pkg, 'sarangbang.js'), 'utf8')
let script = brief(whole)
  .replace(/export class IntoUnderlying.*?(?=export function )/s, '')
  .replace(/,\w+="u"<typeof FinalizationRegistry\?[^?]*?new FinalizationRegistry\(\w=>\w+\.__wbg_intounderlying\w+\(\w,1\)\)/g, '')
if (UNUSED.test(script)) throw new Error('the script offers streams in another way')
for (const [long, short] of names) {
  const key = new RegExp(`\\b${long}\\b(?=\\s*[:=(])`)
  if (!key.test(script)) throw new Error(`the script does not offer ${long}`)
  script = script.replace(key, short)
}

for (const [file, content] of /** @type {[string, Buffer][]} */ ([
  ['sarangbang.wasm', program],
  ['sarangbang.js', Buffer.from(script)],
])) {
  await writeFile(join(pkg, file), content)
  await writeFile(join(pkg, `${file}.br`), compressed(content))
  await writeFile(join(pkg, `${file}.gz`), gzipSync(content, { level: 9 }))
}
console.error(`${names.size} names of imports are short now`)
