// Puts the Socket.IO client for browsers into the site, for the server to serve as the original one does, with its
// compressed forms beside it. It comes from the npm package and is never committed.
//
//   node end2end/client-script.mjs      bin/build does it
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'

const files = ['socket.io.js', 'socket.io.min.js', 'socket.io.esm.min.js']

const from = join(dirname(fileURLToPath(import.meta.resolve('socket.io-client/package.json'))), 'dist')
const to = join(import.meta.dirname, '../target/site/socket.io')

await mkdir(to, { recursive: true })
for (const file of files) {
  const script = await readFile(join(from, file))
  await writeFile(join(to, file), script)
  await writeFile(join(to, `${file}.br`), brotliCompressSync(script))
  await writeFile(join(to, `${file}.gz`), gzipSync(script, { level: 9 }))
}
