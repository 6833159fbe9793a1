import type { CDPSession, Page } from '@playwright/test'

/** A Korean input method, as Chromium meets one: syllables are composed, then committed. */
export class Keyboard {
  private constructor(private readonly devtools: CDPSession) {}

  static async of(page: Page) {
    return new Keyboard(await page.context().newCDPSession(page))
  }

  /** Composes syllables one after the other; the last one stays in composition. */
  async types(...syllables: string[]) {
    for (const [index, syllable] of syllables.entries()) {
      for (const step of jamo(syllable)) await this.#compose(step)
      if (index < syllables.length - 1) await this.commits(syllable)
    }
  }

  /** Ends the composition with this text. */
  async commits(text: string) {
    await this.devtools.send('Input.insertText', { text })
  }

  /** Enter, as it arrives while the input method has a syllable in its hands. */
  async entersWhileComposing() {
    await this.#key('rawKeyDown', 229)
  }

  /** Enter, as it arrives when no syllable is open. */
  async enters() {
    await this.#key('rawKeyDown', 13)
    await this.devtools.send('Input.dispatchKeyEvent', { type: 'char', key: 'Enter', text: '\r' })
    await this.#key('keyUp', 13)
  }

  async #compose(text: string) {
    await this.devtools.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  }

  async #key(type: 'rawKeyDown' | 'keyUp', windowsVirtualKeyCode: number) {
    await this.devtools.send('Input.dispatchKeyEvent', { type, key: 'Enter', code: 'Enter', windowsVirtualKeyCode })
  }
}

/** How a syllable grows while it is typed: 녕 → ㄴ, 녀, 녕. */
function jamo(syllable: string): string[] {
  const [first, ...rest] = syllable.normalize('NFD')
  const compatible = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'[first.codePointAt(0)! - 0x1100]
  return [compatible, ...rest.map((_, index) => (first + rest.slice(0, index + 1).join('')).normalize('NFC'))]
}
