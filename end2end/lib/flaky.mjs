// Tests that pass at the second try are named by the list of results; more than a few of them fail the run
// (docs/decisions/0028-a-second-try.md).
/** @import { FullConfig, FullResult, Reporter, Suite } from '@playwright/test/reporter' */

/** So many of the hundreds may need a second try on a busy machine. */
const ALLOWED = 2

/** @implements {Reporter} */
export default class Flaky {
  /** @type {Suite | undefined} */
  #suite

  /** @param {FullConfig} _config @param {Suite} suite */
  onBegin(_config, suite) {
    this.#suite = suite
  }

  /** @param {FullResult} result */
  async onEnd({ status }) {
    const flaky = this.#suite?.allTests().filter((test) => test.outcome() === 'flaky').length ?? 0
    if (status !== 'passed' || flaky <= ALLOWED) return { status }
    console.log(`${flaky} tests passed at the second try only; ${ALLOWED} may.`)
    return { status: /** @type {const} */ ('failed') }
  }
}
