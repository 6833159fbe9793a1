import { expect, type Locator, type Page } from '@playwright/test'

import { ko } from './words.ts'

/** Someone with a browser. Parts of the page are found by the names that people and screen readers know them by. */
export class Guest {
  constructor(
    readonly page: Page,
    readonly nickname: string,
    readonly words = ko,
  ) {}

  // --- coming in ---

  /** Gives the nickname on a page that asks for it. */
  async enter() {
    const { page, words } = this
    await page.getByRole('textbox', { name: words.nicknameQuestion }).fill(this.nickname)
    await live(page, () => page.getByRole('button', { name: words.enter, exact: true }).click())
  }

  async reload() {
    await live(this.page, () => this.page.reload())
  }

  // --- the lobby ---

  /** The link to a room in the list. */
  room(name: string): Locator {
    return this.page.locator('.room-list').getByRole('link').filter({ hasText: name })
  }

  /** What happens in the house: in the lobby, and under another heading beside a conversation. */
  get notices(): Locator {
    const { page, words } = this
    const region = (name: string) => page.getByRole('region', { name, exact: true })
    return region(words.notices).or(region(words.houseNotices))
  }

  /** Makes a room and is in it afterwards. */
  async createRoom(name: string, topic = '') {
    const { page, words } = this
    const form = page.getByRole('region', { name: words.createRoom })
    await form.getByRole('textbox', { name: words.roomName }).fill(name)
    if (topic) await form.getByRole('textbox', { name: words.topic }).fill(topic)
    await form.getByRole('button', { name: words.createRoomSubmit, exact: true }).click()
    await this.isIn(name)
  }

  /** Enters a room from the list. */
  async join(name: string) {
    await this.room(name).click()
    await this.isIn(name)
  }

  async isIn(name: string) {
    await expect(this.page.getByRole('heading', { level: 1, name })).toBeVisible()
    await expect(this.composer).toBeVisible()
    await expect(this.page).toHaveURL(/\/r\/[A-Za-z0-9]+$/)
  }

  // --- a room ---

  get feed(): Locator {
    return this.page.getByRole('log', { name: this.words.messages })
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: this.words.message, exact: true })
  }

  get members(): Locator {
    return this.page.getByRole('region', { name: this.words.members })
  }

  /** The stored messages, oldest first; those that are still on their way are not among them. */
  get rows(): Locator {
    return this.feed.locator('ol.rows > .message')
  }

  /** The stored messages that show exactly this text. */
  messages(text: string): Locator {
    return this.rows.filter({ has: this.page.locator('.message-text').getByText(text, { exact: true }) })
  }

  async say(text: string) {
    await this.composer.fill(text)
    await this.composer.press('Enter')
    await expect(this.composer).toHaveValue('')
  }

  /** Says that a message is to be deleted, once that is asked. */
  async isSure() {
    const question = this.page.getByRole('alertdialog', { name: this.words.deleteQuestion })
    await question.getByRole('button', { name: this.words.delete, exact: true }).click()
    await expect(question).toBeHidden()
  }

  /** Exactly one message has this text. */
  async sees(text: string) {
    await expect(this.messages(text)).toHaveCount(1)
    await expect(this.messages(text)).toBeVisible()
  }

  async leave() {
    await this.page.getByRole('button', { name: this.words.leave, exact: true }).click()
    await expect(this.page.getByRole('heading', { name: this.words.roomList })).toBeVisible()
  }
}

/** The own messages that are not stored yet, oldest first. */
export const pending = ({ feed }: Guest): Locator => feed.locator('.pending-message .message-text')

/**
 * Does something that makes a page connect, and waits until the house has welcomed it. The page works before that
 * too, by plain forms; most tests are about the live one.
 */
export async function live<T>(page: Page, action: () => Promise<T>): Promise<T> {
  const welcomed = new Promise<void>((resolve) => {
    const look = (text: string) => {
      if (text.includes('42/v1,["welcome"')) resolve()
    }
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => look(String(payload))))
    page.on('response', (answer) => {
      // One that the page gave up has no text.
      if (answer.url().includes('transport=polling')) void answer.text().then(look, () => {})
    })
  })
  const result = await action()
  await welcomed
  return result
}

/** As if another tab were in front: Playwright shows all pages at once. */
export async function hide(page: Page, hidden: boolean) {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (hidden ? 'hidden' : 'visible') })
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  }, hidden)
}
