import { expect, type CDPSession, type Page } from '@playwright/test'

import { strokes, type Recording, type Told } from './recordings.ts'

/**
 * Plays recordings of an input method to a page through DevTools: for the page they are the browser's own events. It
 * also keeps what the page heard, so that a test can tell that it heard what was recorded.
 */
export class Replay {
  private constructor(
    private readonly page: Page,
    private readonly devtools: CDPSession,
    private readonly recording: Recording,
  ) {}

  static async of(page: Page, recording: Recording) {
    await page.evaluate(() => {
      const heard: string[] = []
      Object.assign(window, { heard })
      for (const type of ['keydown', 'keyup']) {
        addEventListener(type, (event) => {
          const { key, keyCode, isComposing } = event as KeyboardEvent
          if (type === 'keydown') heard.push(`keydown ${key} ${keyCode}${isComposing ? ' composing' : ''}`)
          else heard.push(`keyup ${key} ${keyCode}`)
        }, { capture: true })
      }
      addEventListener('compositionend', ({ data }) => heard.push(`committed ${data}`), { capture: true })
      addEventListener('input', (event) => {
        const { inputType, data } = event as InputEvent
        if (inputType) heard.push([inputType, data].filter(Boolean).join(' '))
      }, { capture: true })
    })
    return new Replay(page, await page.context().newCDPSession(page), recording)
  }

  /** Types the greeting; its last syllable is still in the input method's hands. */
  async types() {
    await this.#plays(strokes.flatMap(this.recording.stroke))
  }

  async enters() {
    await this.#plays(this.recording.enter)
  }

  async #plays(recorded: Told[]) {
    // What the test itself did since then is no part of it.
    await this.#heard()
    for (const told of recorded) await this.#tell(told)
    const heard = await this.#heard()
    expect(heard, `the page hears what was recorded of ${this.recording.name}`).toEqual(recorded.flatMap(inWords))
  }

  /** What the page heard since it was asked the last time. */
  #heard() {
    return this.page.evaluate(() => (window as unknown as { heard: string[] }).heard.splice(0))
  }

  async #tell(told: Told) {
    switch (told.is) {
      case 'down':
        await this.#key('rawKeyDown', told.key, told.code)
        return
      case 'up':
        return await this.#key('keyUp', told.key, told.code)
      case 'composed':
        await this.devtools.send('Input.imeSetComposition', {
          text: told.text,
          selectionStart: told.text.length,
          selectionEnd: told.text.length,
        })
        return
      case 'committed':
        await this.devtools.send('Input.insertText', { text: told.text })
        return
      case 'replaced':
        for (let letter = 0; letter < told.letters; letter += 1) await this.page.evaluate(() => document.execCommand('delete'))
        await this.devtools.send('Input.insertText', { text: told.text })
        return
      case 'broken':
      case 'due':
        await this.#breaksLine()
    }
  }

  async #breaksLine() {
    await this.devtools.send('Input.dispatchKeyEvent', { type: 'char', key: 'Enter', text: '\r' })
  }

  async #key(type: 'rawKeyDown' | 'keyUp', key: string, windowsVirtualKeyCode: number) {
    const code = key === 'Enter' ? 'Enter' : ''
    await this.devtools.send('Input.dispatchKeyEvent', { type, key, code, windowsVirtualKeyCode })
  }
}

/** What a page that listens writes down. */
function inWords(told: Told): string[] {
  switch (told.is) {
    case 'down':
      return [`keydown ${told.key} ${told.code}${told.composing ? ' composing' : ''}`]
    case 'up':
      return [`keyup ${told.key} ${told.code}`]
    case 'composed':
      return [`insertCompositionText ${told.text}`]
    case 'committed':
      return [`insertCompositionText ${told.text}`, `committed ${told.text}`]
    case 'replaced':
      return [...Array<string>(told.letters).fill('deleteContentBackward'), `insertText ${told.text}`]
    case 'broken':
      return ['insertLineBreak']
    // The composer takes it.
    case 'due':
      return []
  }
}
