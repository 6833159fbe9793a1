import { expect, test } from './fixtures.ts'
import { Guest, live } from './guest.ts'
import { Keyboard } from './keyboard.ts'
import { en, ko } from './words.ts'

const words = {
  [ko.house]: { palette: '빠른 이동', make: '방 만', rename: '닉네임 바꾸기', help: '도움말', close: '닫기', empty: '찾은 것이 없습니다.' },
  [en.house]: { palette: 'Go to', make: 'open a', rename: 'Change your nickname', help: 'Help', close: 'Close', empty: 'Nothing found.' },
}

/** Someone without a mouse. */
class Typist extends Guest {
  get own() {
    return words[this.words.house]
  }

  get palette() {
    return this.page.getByRole('combobox', { name: this.own.palette })
  }

  get options() {
    return this.page.getByRole('listbox', { name: this.own.palette }).getByRole('option')
  }

  async presses(...keys: string[]) {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  async types(text: string) {
    await this.page.keyboard.insertText(text)
  }

  /** Tab by tab to what has this name, as somebody does who cannot see it. */
  async tabsTo(name: string) {
    const there = () => this.page.evaluate((wanted) => {
      const focused = document.activeElement
      const field = focused instanceof HTMLInputElement ? focused.labels?.[0]?.textContent : null
      return [field, focused?.getAttribute('aria-label'), focused?.textContent].some((text) => text?.trim() === wanted)
    }, name)
    for (let tabs = 0; tabs < 40 && !(await there()); tabs += 1) await this.presses('Tab')
    expect(await there(), `a way to ${name}`).toBe(true)
  }

  async comesIn() {
    await this.tabsTo(this.words.nicknameQuestion)
    await this.types(this.nickname)
    await live(this.page, () => this.presses('Enter'))
  }

  /** Asks the palette for something and takes the first that it finds. */
  async picks(query: string) {
    await this.presses('Control+k')
    await expect(this.palette).toBeFocused()
    await this.types(query)
    await this.presses('Enter')
    await expect(this.palette).toBeHidden()
  }

  override async say(text: string) {
    await this.presses('/')
    await expect(this.composer).toBeFocused()
    await this.types(text)
    await this.presses('Enter')
  }
}

for (const language of [ko, en]) {
  test(`from arrival to a conversation with keys only, in ${language.house}`, async ({ visit }) => {
    const locale = language === ko ? 'ko-KR' : 'en-US'
    const one = new Typist(await visit('/', { locale }), '철수', language)
    const two = new Typist(await visit('/', { locale }), '영희', language)
    await one.comesIn()
    await one.picks(one.own.make)
    await expect(one.page.getByRole('textbox', { name: language.roomName })).toBeFocused()
    await one.types('개발 이야기')
    await one.presses('Enter')
    await one.isIn('개발 이야기')
    await one.say('안녕하세요')

    await two.comesIn()
    await two.picks('ㄱㅂ')
    await two.isIn('개발 이야기')
    await two.sees('안녕하세요')
    await two.say('반가워요')
    await one.sees('반가워요')
    await one.presses('ArrowUp')
    await expect(one.composer, 'the last own message').toHaveValue('안녕하세요')
    await one.types('!')
    await one.presses('Enter')
    await two.sees('안녕하세요!')

    await two.types('/leave')
    await two.presses('Enter')
    await expect(two.page.getByRole('heading', { level: 1, name: language.roomList })).toBeFocused()
  })
}

test.describe('the palette', () => {
  test('finds by first consonants, people too, and what was chosen last comes first', async ({ visit, bot }) => {
    const other = await bot('박영희')
    for (const name of ['개발', '고기 모임', '가방']) await other.openRoom(name, '')
    const me = new Typist(await visit('/'), '철수')
    await me.comesIn()
    await me.picks('고ㄱ')
    await me.isIn('고기 모임')
    await me.presses('Control+k')
    await expect(me.options.first()).toHaveText(/고기 모임/)
    await me.types('ㄱㅂ')
    await expect(me.options).toHaveText([/개발|가방/, /개발|가방/])
    await expect(me.palette).toHaveAttribute('aria-activedescendant', 'palette-0')
    await me.presses('ArrowDown')
    await expect(me.options.nth(1)).toHaveAttribute('aria-selected', 'true')
    await me.presses('ArrowDown', 'ArrowUp', 'Control+a')
    await me.types('없는 것')
    await expect(me.page.getByText(me.own.empty)).toBeVisible()
    await me.presses('Enter', 'Escape')
    await expect(me.palette).toBeHidden()

    await me.picks('ㅊㅅ')
    await expect(me.composer).toHaveValue('@철수 ')
  })

  test('never takes a key from an input method', async ({ visit, bot }) => {
    await (await bot('박영희')).openRoom('개발', '')
    const me = new Typist(await visit('/'), '철수')
    await me.comesIn()
    await me.presses('Control+k')
    await expect(me.palette).toBeFocused()
    const keyboard = await Keyboard.of(me.page)
    await keyboard.types('개', '바')
    await expect(me.options, 'while the syllable is open').toHaveCount(1)
    await keyboard.entersWhileComposing()
    await expect(me.palette).toBeVisible()
    await keyboard.commits('바')
    await keyboard.enters()
    await me.isIn('개발')
  })

  test('takes every letter that is typed after its key, once it was open', async ({ visit }) => {
    const me = new Typist(await visit('/'), '철수')
    await me.comesIn()
    await me.presses('Control+k')
    await expect(me.palette).toBeFocused()
    await me.presses('Escape')
    await expect(me.palette).toBeHidden()
    const focused = await me.page.evaluate(() => {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyK', ctrlKey: true, bubbles: true, cancelable: true }))
      return document.activeElement?.id
    })
    expect(focused, 'before the next key').toBe('palette-query')
  })

  test('presses what the page has, and leads to where that is', async ({ visit, bot }) => {
    const host = await bot('박영희')
    const room = await host.openRoom('개발', '')
    const me = new Typist(await visit(`/r/${room.id}`), '철수')
    await me.comesIn()
    await me.picks('닉네임')
    await expect(me.page.getByRole('textbox', { name: me.own.rename })).toBeVisible()
    await me.presses('Escape')
    await me.presses('Control+k')
    await me.types('방 설정')
    await expect(me.page.getByText(me.own.empty), 'only its owner has these').toBeVisible()
    await me.presses('Escape')
    await me.picks('방 만')
    await expect(me.page).toHaveURL('/#create-room')
  })
})

test('moves between rooms, to the composer and to the help, but not from a field', async ({ visit, bot }) => {
  const other = await bot('박영희')
  for (const name of ['하나', '둘', '셋']) await other.openRoom(name, '')
  const me = new Typist(await visit('/'), '철수')
  await me.comesIn()
  const names = await me.page.locator('.room-list .room-card-name').allTextContents()
  await me.presses('Alt+ArrowDown')
  await me.isIn(names[0])
  await me.presses('Alt+ArrowDown')
  await me.isIn(names[1])
  await me.presses('Alt+ArrowUp')
  await me.isIn(names[0])
  await me.presses('Escape')
  await expect(me.composer).toBeFocused()
  await me.types('제 말')
  await me.presses('Enter')
  await me.sees('제 말')
  await me.presses('Alt+ArrowDown')
  await me.isIn(names[1])
  await me.presses('Escape', 'Alt+ArrowUp')
  await me.isIn(names[0])
  await expect(me.page.locator('.edit-bar'), 'nothing is to be edited').toBeHidden()
  await me.presses('Escape')
  await me.types('?')
  await me.presses('Alt+ArrowDown', '/', '?')
  await expect(me.composer, 'somebody writes').toHaveValue('?/?')
  await expect(me.page.getByRole('heading', { level: 1, name: names[0] })).toBeVisible()
  await me.presses('Shift+Tab', 'Control+a', '?')
  const help = me.page.getByRole('dialog', { name: me.own.help })
  await expect(help).toContainText('/nick')
  await me.presses('Escape')
  await expect(help).toBeHidden()
})

test('commands do what they say, or say that there is none', async ({ guest }) => {
  const host = await guest('주인')
  const friend = await guest('친구')
  await host.createRoom('사랑채')
  await friend.join('사랑채')
  await host.say('/me 문을 연다')
  await expect(friend.rows.locator('em')).toHaveText('문을 연다')
  await host.say('/topic 오늘의 차')
  await expect(friend.page.locator('.room-header')).toContainText('오늘의 차')
  await friend.composer.fill('/topic 내일의 차')
  await friend.composer.press('Enter')
  await expect(friend.page.getByText('방장만 할 수 있는 일입니다.')).toBeVisible()
  await expect(friend.composer, 'what was refused is theirs to change').toHaveValue('/topic 내일의 차')
  await friend.composer.fill('')
  await host.say('/nick 새주인')
  await expect(friend.members).toContainText('새주인')
  await host.say('//nick')
  await friend.sees('/nick')

  const newName = host.page.locator('#new-nickname')
  await host.composer.fill('/nick 친구')
  await host.composer.press('Enter')
  await expect(host.page.locator('#rename-refusal'), 'where the name is').toBeVisible()
  await expect(newName, 'to be typed again').toBeFocused()
  await host.page.keyboard.press('Escape')
  await host.say('/nick')
  await expect(newName).toBeFocused()
  await host.page.keyboard.press('Escape')
  await host.composer.fill('/ncik')
  await host.composer.press('Enter')
  await expect(host.page.getByText('그런 명령은 없습니다.')).toBeVisible()
  await expect(host.composer).toHaveValue('/ncik')
  await host.say('/help')
  await expect(host.page.getByRole('dialog', { name: '도움말' })).toBeVisible()
})

/** Where Tab leads from what has the focus, by the names that are read out, until `last` or the end of the page. */
async function stops({ page }: Guest, last?: string, key = 'Tab') {
  const names: string[] = []
  do {
    await page.keyboard.press(key)
    const focused = page.locator(':focus')
    const told = (await focused.count()) > 0 ? await focused.ariaSnapshot() : ''
    names.push(told.match(/"(.*?)"/)?.[1] ?? told.replace(/^- \w+: /, ''))
  } while (names.at(-1) !== '' && names.at(-1) !== last)
  return names
}

test('the way by Tab is the order of what is seen, in the lobby and in a room', async ({ guest }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('길목')
  const room = cheolsu.page.url()
  const ofRoom = (name: string) => (name.startsWith('길목') ? '길목' : name)
  const head = ['사랑방', '철수', '검색', '빠른 이동', 'English']
  await cheolsu.page.goto('/')
  expect((await stops(cheolsu)).map(ofRoom)).toEqual([
    '본문으로 건너뛰기', ...head, '길목', '방 이름', '주제 (선택)', '방 설정', '만들기', '길목', '길목', '',
  ])
  await cheolsu.page.goto(room)
  expect((await stops(cheolsu)).map(ofRoom)).toEqual([
    '본문으로 건너뛰기', '메시지 쓰기로 건너뛰기', ...head, '채팅방 목록', '길목',
    '알림', '초대', '방 설정', '나가기', '대화', '초대', '그림 첨부', '메시지', '전송',
    '참여자와 소식', '초대', '알림', '검색', '대화 내보내기', '내 설정', '도움말', '길목', '길목', '',
  ])
})

test('the conversation is one stop, and what is in a message comes after its row', async ({ guest }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('링크')
  for (const number of [1, 2, 3]) {
    await cheolsu.say(`https://example.com/${number}`)
    await cheolsu.sees(`https://example.com/${number}`)
  }
  const { page } = cheolsu
  await cheolsu.feed.focus()
  expect(await stops(cheolsu, '메시지')).toEqual(['그림 첨부', '메시지'])
  expect(await stops(cheolsu, '대화', 'Shift+Tab'), 'and back').toEqual(['그림 첨부', '대화'])
  for (const key of ['ArrowUp', 'ArrowUp']) await page.keyboard.press(key)
  await expect(cheolsu.messages('https://example.com/2')).toBeFocused()
  const own = ['https://example.com/2', '반응', '답장', '고정', '수정', '삭제', '링크']
  expect(await stops(cheolsu, '메시지')).toEqual([...own, '그림 첨부', '메시지'])
  await expect(page.locator('[inert]')).toHaveCount(0)
})
