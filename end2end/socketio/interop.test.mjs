// Clients in other languages: websocket, long-polling, upgrade, acks, coming back. What they do is in end2end/interop.
import { after, afterEach, before, describe, it } from 'node:test'
import { join } from 'node:path'

import { House } from '../lib/house.mjs'
import { Program } from '../lib/process.mjs'
import { cargoRun, python, root } from '../lib/tools.mjs'

/** Cargo may have to build first. */
const BUILD_MS = 15 * 60_000

describe('a conversation', () => {
  /** @type {House} */
  let house
  /** @type {Program | undefined} */
  let program

  before(async () => {
    house = await House.open()
  })
  afterEach(() => program?.end())
  after(() => house.close())

  it('goes well with python-socketio', async () => {
    program = new Program(python, [join(root, 'end2end/interop/python.py'), house.url])
    await program.says(/^ok$/m, 60_000)
  })

  it('goes well with rust_socketio', { timeout: BUILD_MS }, async () => {
    program = new Program('cargo', cargoRun('interop', house.url))
    await program.says(/^ok$/m, BUILD_MS)
  })
})
