import { Guest } from './guest.ts'

/** Someone whose browser runs no scripts. A room's page is never done loading: the conversation goes on in a frame. */
export class Plain extends Guest {
  /** Gives the nickname on a page that asks for it. */
  async comesIn() {
    await this.page.getByRole('textbox', { name: this.words.nicknameQuestion }).fill(this.nickname)
    await this.presses(this.words.enter)
  }

  async presses(button: string) {
    await this.page.getByRole('button', { name: button, exact: true }).click()
  }

  async goes(address: string) {
    await this.page.goto(address, { waitUntil: 'domcontentloaded' })
  }

  override get feed() {
    return this.page.frameLocator('.live-frame').getByRole('log', { name: this.words.messages })
  }

  /** In the frame, where nothing of the page's own can be asked for. */
  override messages(text: string) {
    return this.rows.filter({ hasText: text })
  }

  override async say(text: string) {
    await this.composer.fill(text)
    await this.presses(this.words.send)
  }
}
