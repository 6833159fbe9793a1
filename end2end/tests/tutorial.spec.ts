// The page of the room chat tutorials, with nothing changed but the address, beside the house's own.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import type { BrowserContext, Page } from '@playwright/test'

import { Client } from '../lib/client.mjs'
import { House } from '../lib/house.mjs'
import { expect, test as base } from './fixtures.ts'
import { Site } from './site.ts'

const tutorial = fileURLToPath(new URL('../pages/tutorial.html', import.meta.url))

const test = base.extend<{ site: Site; tutorialPage: (nickname: string) => Promise<TutorialPage> }>({
  site: async ({}, use) => {
    const site = await Site.open()
    await use(site)
    await site.close()
  },

  house: async ({ site }, use) => {
    const house = await House.open({ env: { SARANGBANG_ALLOWED_ORIGINS: site.origin } })
    site.html = (await readFile(tutorial, 'utf8')).replaceAll('HOUSE', house.url)
    await use(house)
    await house.close()
  },

  tutorialPage: async ({ browser, house: _, site }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (nickname) => {
      const context = await browser.newContext()
      contexts.push(context)
      const page = new TutorialPage(await context.newPage(), nickname)
      await page.open(site.origin)
      return page
    })
    for (const context of contexts) await context.close()
  },
})

class TutorialPage {
  constructor(
    readonly page: Page,
    readonly nickname: string,
  ) {}

  async open(address: string) {
    this.#answerNextPrompt(this.nickname)
    await this.page.goto(address)
    await expect(this.notices).toHaveText(['연결되었습니다.'])
  }

  get notices() {
    return this.page.locator('#notices > li')
  }

  get rooms() {
    return this.page.locator('#rooms > li')
  }

  get lines() {
    return this.page.locator('#chat > li')
  }

  async createRoom(name: string) {
    this.#answerNextPrompt(name)
    await this.page.getByRole('button', { name: '방 만들기' }).click()
    await expect(this.rooms.filter({ hasText: name })).toBeVisible()
  }

  /** Enters a room of the list. It answers nothing, so the lobby's notice tells that it worked. */
  async join(name: string) {
    await this.rooms.filter({ hasText: name }).getByRole('button').click()
    await expect(this.notices.filter({ hasText: `${this.nickname}님이 ${name}방에 입장했습니다.` })).toBeVisible()
  }

  async say(text: string) {
    await this.page.getByLabel('메시지').fill(text)
    await this.page.getByRole('button', { name: '전송' }).click()
  }

  #answerNextPrompt(answer: string) {
    this.page.once('dialog', (dialog) => void dialog.accept(answer))
  }
}

test("the tutorial's page lists, makes and enters rooms, is told, talks and leaves", async ({ tutorialPage }) => {
  const cheolsu = await tutorialPage('철수')
  await cheolsu.createRoom('개발')
  await expect(cheolsu.notices.last()).toHaveText('철수님이 개발방을 만들었습니다.')
  await cheolsu.join('개발')

  const younghee = await tutorialPage('영희')
  await expect(younghee.rooms, 'a newcomer sees the list at once').toHaveText(['개발 입장'])
  await younghee.join('개발')
  await expect(cheolsu.notices.last()).toHaveText('영희님이 개발방에 입장했습니다.')

  await cheolsu.say('안녕')
  await expect(younghee.lines).toHaveText(['철수: 안녕'])
  await younghee.say('반가워')
  await expect(cheolsu.lines).toHaveText(['나 : 안녕', '영희: 반가워'])

  // Entering another room leaves this one.
  await younghee.createRoom('잡담')
  await younghee.join('잡담')
  await cheolsu.say('아직 있니?')
  await younghee.say('여기는 다른 방이야')
  await cheolsu.join('잡담')
  await younghee.say('왔구나')
  await expect(cheolsu.lines).toHaveText(['영희: 왔구나'])
  await expect(younghee.lines).toHaveText(['나 : 여기는 다른 방이야', '나 : 왔구나'])
})

test('a web page, the tutorial page, a gateway client and an anonymous one hold one conversation', async ({
  guest,
  house,
  tutorialPage,
}) => {
  const web = await guest('웹이')
  await web.createRoom('한방')
  const roomId = new URL(web.page.url()).pathname.split('/').at(-1)
  const nest = await tutorialPage('네스트')
  await nest.join('한방')
  const notes = await Client.connect(house.url, '/chats')
  await notes.ask('enter_chat', ['한방'])
  const anonymous = await Client.connect(house.url, '/main')
  const { data: chatter } = await anonymous.ask('joinRoom', { roomId, chatterId: null })
  for (const nickname of ['웹이', '네스트', chatter.nickname]) await expect(web.members).toContainText(nickname)

  await web.say('어서 오세요')
  await expect(nest.lines).toHaveText([`${chatter.nickname}님이 입장했습니다.`, '웹이: 어서 오세요'])
  await notes.hears('receive_message', (text) => text === '어서 오세요')
  await anonymous.hears('sendMessage', ({ content }) => content === '어서 오세요')

  await nest.say('튜토리얼에서 왔습니다')
  await web.sees('튜토리얼에서 왔습니다')
  await notes.ask('send_message', { chatId: '한방', message: '게이트웨이에서 왔습니다' })
  await web.sees('게이트웨이에서 왔습니다')
  await anonymous.ask('sendMessage', { roomId, content: '이름은 비밀입니다' })
  await web.sees('이름은 비밀입니다')
  await expect(nest.lines).toHaveText([
    `${chatter.nickname}님이 입장했습니다.`,
    '웹이: 어서 오세요',
    '나 : 튜토리얼에서 왔습니다',
    /^손님 \d{4}: 게이트웨이에서 왔습니다$/,
    `${chatter.nickname}: 이름은 비밀입니다`,
  ])

  // What came from elsewhere is stored like everything else.
  await web.reload()
  for (const text of ['튜토리얼에서 왔습니다', '게이트웨이에서 왔습니다', '이름은 비밀입니다']) await web.sees(text)
  for (const client of [notes, anonymous]) client.leave()
})
