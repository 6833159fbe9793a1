// Gives the page's program short names for what it imports from its script, and takes paths out that nobody reads.
//
// wasm-bindgen names each import after what it does and a hash, in the program and in the script: two hundred names
// that nobody reads and that do not compress. Numbers do: five kilobytes less in every cold visit.
//
//   node end2end/short-names.mjs      in bin/build, after cargo-leptos
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const pkg = join(import.meta.dirname, '../target/site/pkg')
const IMPORTS = 2
const DATA = 11

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

/**
 * The data section without the paths of other people's source files, which stand there for messages of panics: a file of
 * ours, with the line, says enough. What takes their place is as long, for the program knows where it is.
 * @param {Buffer} section
 */
function withoutPaths(section) {
  const blank = section.toString('latin1').replace(/\/(?:[\w.-]+\/)+[\w.-]+\.rs/g, (path) => ' '.repeat(path.length))
  return Buffer.from(blank, 'latin1')
}

const program = new Reader(await readFile(join(pkg, 'sarangbang.wasm')))
let script = await readFile(join(pkg, 'sarangbang.js'), 'utf8')

/** @type {Map<string, string>} */
const names = new Map()
const parts = [program.take(8)]
while (program.at < program.bytes.length) {
  const id = program.number()
  const section = program.take(program.number())
  const name = (/** @type {string} */ long) => names.get(long) ?? names.set(long, `i${names.size}`).get(long) ?? long
  const body = id === IMPORTS ? renamed(section, name) : id === DATA ? withoutPaths(section) : section
  parts.push(leb(id), leb(body.length), body)
}
for (const [long, short] of names) {
  const key = new RegExp(`\\b${long}\\b(?=\\s*[:=(])`)
  if (!key.test(script)) throw new Error(`the script does not offer ${long}`)
  script = script.replace(key, short)
}

for (const [file, content] of /** @type {[string, Buffer][]} */ ([
  ['sarangbang.wasm', Buffer.concat(parts)],
  ['sarangbang.js', Buffer.from(script)],
])) {
  const path = join(pkg, file)
  const size = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    // Found by trying: a program repeats itself at a few short distances.
    [constants.BROTLI_PARAM_NDIRECT]: 15,
  }
  await writeFile(path, content)
  await writeFile(`${path}.br`, brotliCompressSync(content, { params: size }))
  await writeFile(`${path}.gz`, gzipSync(content, { level: 9 }))
}
console.error(`${names.size} names of imports are short now`)
