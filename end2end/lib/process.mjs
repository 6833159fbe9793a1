// A program that a test starts and listens to.
import { spawn } from 'node:child_process'
import { once } from 'node:events'

export class Program {
  /** Everything it printed. */
  output = ''
  /** @type {import('node:child_process').ChildProcess} */
  #process
  /** @type {Set<() => void>} */
  #listeners = new Set()

  /**
   * @param {string} command @param {string[]} args
   * @param {{ cwd?: string, env?: Record<string, string | undefined> }} [options]
   */
  constructor(command, args, { cwd, env } = {}) {
    this.#process = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    const listen = (/** @type {Buffer} */ bytes) => {
      this.output += bytes
      for (const listener of this.#listeners) listener()
    }
    this.#process.stdout?.on('data', listen)
    this.#process.stderr?.on('data', listen)
    this.#process.once('error', (error) => listen(Buffer.from(`\n${error}\n`)))
    this.#process.once('exit', (code, signal) => listen(Buffer.from(`\n(ended with ${code ?? signal})\n`)))
  }

  /** Waits until it has printed something. @param {RegExp} text @param {number} [patience] in milliseconds */
  async says(text, patience = 30_000) {
    /** @type {(said: RegExpMatchArray) => void} */
    let found = () => {}
    /** @type {(reason: Error) => void} */
    let failed = () => {}
    const said = new Promise((resolve, reject) => {
      found = resolve
      failed = reject
    })
    const look = () => {
      const match = this.output.match(text)
      if (match) found(match)
      else if (this.output.includes('(ended with')) failed(new Error(`it ended:\n${this.output}`))
    }
    const tooLong = setTimeout(() => failed(new Error(`it never said ${text}:\n${this.output}`)), patience)
    this.#listeners.add(look)
    look()
    try {
      return /** @type {RegExpMatchArray} */ (await said)
    } finally {
      clearTimeout(tooLong)
      this.#listeners.delete(look)
    }
  }

  /** Ends it, if it has not ended. */
  async end() {
    const child = this.#process
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
}
