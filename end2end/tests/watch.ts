import type { Page } from '@playwright/test'

/**
 * Everything that must not happen on a page: errors in the console, exceptions, requests that fail or are answered
 * with an error, requests to anywhere but the house, violations of the content security policy, dialogs.
 */
export class Watch {
  #seen: string[] = []
  #expected: RegExp[] = []

  constructor(private readonly home: string) {}

  /** Watches a page from before its first request. */
  async page(page: Page) {
    page.on('console', (message) => {
      if (message.type() === 'error') this.#saw(`console: ${message.text()} (${message.location().url})`)
    })
    page.on('pageerror', (error) => this.#saw(`exception: ${error.stack ?? error.message}`))
    page.on('dialog', (dialog) => {
      this.#saw(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('request', (request) => {
      const url = request.url()
      const inside = url.startsWith(this.home) || url.startsWith('data:') || url.startsWith('blob:')
      if (!inside && url !== 'about:blank') this.#saw(`request to elsewhere: ${url}`)
    })
    page.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText
      // The browser gave up on it by itself, because the page went away.
      if (reason !== 'net::ERR_ABORTED') this.#saw(`failed: ${request.url()} ${reason}`)
    })
    page.on('response', (response) => {
      if (response.status() >= 400) this.#saw(`answered ${response.status()}: ${response.url()}`)
    })
    // The console tells of violations too, but not of those that a policy only reports.
    await page.addInitScript(() => {
      addEventListener('securitypolicyviolation', (violation) =>
        console.error(`CSP: ${violation.effectiveDirective} blocked ${violation.blockedURI} ${violation.sample}`),
      )
    })
  }

  /** This test causes such trouble itself. */
  expect(...trouble: RegExp[]) {
    this.#expected.push(...trouble)
  }

  /** What happened that no test expected. */
  get troubles() {
    return this.#seen.filter((trouble) => !this.#isExpected(trouble))
  }

  #isExpected(trouble: string) {
    return this.#expected.some((pattern) => pattern.test(trouble))
  }

  #saw(trouble: string) {
    this.#seen.push(trouble)
  }
}

/** What a page says when its server, or the network, is away for a while. */
export const serverAway = [/WebSocket connection to .* failed/, /ERR_(CONNECTION_(REFUSED|RESET)|INTERNET_DISCONNECTED)/]
