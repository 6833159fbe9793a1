// A house of its own for a test: the release binary on a free port of this machine, with a fresh data folder.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

/** How long the binary may take to answer. Far above what it needs: a machine under test is a busy one. */
const PATIENCE_MS = 15_000

export const binary = resolve(
  process.env.HOUSE_BIN ?? join(import.meta.dirname, '../../target/release/sarangbang'),
)

/** @typedef {{ env?: Record<string, string>, binary?: string, args?: string[] }} Options */

export class House {
  /** Where it is open: `http://127.0.0.1:<port>`. */
  url = ''
  /** Everything it printed, over all its starts. */
  log = ''
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #process
  /** @type {string} */
  #folder
  /** @type {Options} */
  #options

  /** @param {string} folder @param {Options} options */
  constructor(folder, options) {
    this.#folder = folder
    this.#options = options
  }

  /**
   * Opens a house in a folder of its own, with the limiters off.
   * @param {Options} [options]
   */
  static async open(options = {}) {
    const house = new House(await mkdtemp(join(tmpdir(), 'sarangbang-')), options)
    await house.start()
    return house
  }

  /** The working folder; empty but for the data. */
  get folder() {
    return this.#folder
  }

  /** The process that serves, if it runs. */
  get pid() {
    return this.#process?.pid
  }

  get host() {
    return new URL(this.url).host
  }

  /** Starts the binary: on a free port the first time, on the same one afterwards. */
  async start() {
    const listen = this.url ? this.host : '127.0.0.1:0'
    const args = ['--listen', listen, '--data', join(this.#folder, 'data'), ...(this.#options.args ?? [])]
    const child = spawn(this.#options.binary ?? binary, args, {
      cwd: this.#folder,
      env: { PATH: process.env.PATH, SARANGBANG_LIMITS_ENABLED: 'false', ...this.#options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#process = child
    /** @type {Promise<string>} */
    const address = new Promise((found, failed) => {
      let said = ''
      const listenTo = (/** @type {Buffer} */ bytes) => {
        said += bytes
        this.log += bytes
        const open = said.match(/open at (http:\/\/\S+)/)
        if (open) found(open[1])
      }
      child.stdout.on('data', listenTo)
      child.stderr.on('data', listenTo)
      child.once('error', failed)
      child.once('exit', (code, signal) => failed(new Error(`the house ended with ${code ?? signal}:\n${said}`)))
    })
    address.catch(() => {})
    this.url = await within(PATIENCE_MS, address, () => `the house did not open:\n${this.log}`)
    await within(PATIENCE_MS, this.#ready(), () => `the house never became ready:\n${this.log}`)
  }

  async #ready() {
    for (;;) {
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined)
      if (answer?.ok) return
      await pause(20)
    }
  }

  /**
   * Ends the process: at once, as a power cut would, or with another signal.
   * @param {NodeJS.Signals} [signal]
   * @returns {Promise<number | null>} its exit code; null when the signal ended it
   */
  async kill(signal = 'SIGKILL') {
    const child = this.#process
    this.#process = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
    const gone = once(child, 'exit')
    child.kill(signal)
    const [code] = await gone
    return code
  }

  /** Kills it and opens it again on the same port with the same data. */
  async restart() {
    await this.kill()
    await this.start()
  }

  /** Ends it, throws its data away, and opens it on the same port: nobody and nothing is known any more. */
  async reset() {
    await this.kill()
    await rm(join(this.#folder, 'data'), { recursive: true })
    await this.start()
  }

  /** From now on it can write no file, as on a full disk, or can again. @param {boolean} full */
  async fillDisk(full) {
    await promisify(execFile)('prlimit', ['--pid', `${this.pid}`, `--fsize=${full ? '0' : 'unlimited'}:`])
  }

  /** Ends it and removes its folder. */
  async close() {
    await this.kill()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

/**
 * @template T
 * @param {number} ms @param {Promise<T>} promise @param {() => string} complaint
 * @returns {Promise<T>}
 */
async function within(ms, promise, complaint) {
  const over = new AbortController()
  const late = pause(ms, undefined, { signal: over.signal }).then(() => {
    throw new Error(complaint())
  })
  late.catch(() => {})
  try {
    return await Promise.race([promise, late])
  } finally {
    over.abort()
  }
}
