import { expect, test } from './fixtures.ts'
import type { Guest } from './guest.ts'

/** Where the row is that shows a text, in pixels of the window. */
const top = ({ page }: Guest, text: string) =>
  page.getByText(text, { exact: true }).evaluate((line) => line.closest('.message')!.getBoundingClientRect().top)

/** The text of the row in the middle of the feed. */
const inTheMiddle = ({ feed }: Guest) =>
  feed.evaluate((feed) => {
    const { x, y, width, height } = feed.getBoundingClientRect()
    const row = document.elementFromPoint(x + width / 2, y + height / 2)?.closest('.message')
    return row?.querySelector('.message-text')?.textContent ?? ''
  })

/** Lines of very different heights. */
const line = (number: number) => `${number}째 줄 ${'가나다라 마바사 '.repeat((number * 7) % 40)}끝${number}`

test('a reader who scrolled up stays with their lines while others write', async ({ guest, bot }) => {
  const reader = await guest('독자')
  await reader.createRoom('서재')
  const roomId = new URL(reader.page.url()).pathname.split('/')[2]
  const writer = await bot('글쓴이')
  await writer.do('joinRoom', { roomId })
  for (let number = 1; number <= 45; number += 1) await writer.say(roomId, line(number))
  await expect(reader.rows).toHaveCount(45)

  await reader.feed.hover()
  await reader.page.mouse.wheel(0, -1_500)
  await expect.poll(() => reader.feed.evaluate((feed) => -feed.scrollTop)).toBeGreaterThan(1_400)
  const text = await inTheMiddle(reader)
  expect(text).not.toBe('')
  const before = await top(reader, text)

  for (let number = 46; number <= 50; number += 1) {
    await writer.say(roomId, line(number))
    await expect(reader.page.getByRole('button', { name: `새 메시지 ${number - 45}개` })).toBeVisible()
    await expect.poll(async () => Math.abs((await top(reader, text)) - before)).toBeLessThanOrEqual(1)
  }

  await reader.composer.focus()
  await reader.page.getByRole('button', { name: '새 메시지 5개' }).click()
  await expect(reader.composer, 'who was writing goes on').toBeFocused()
  await expect(reader.feed.getByText('끝50')).toBeInViewport()
  await expect(reader.page.getByRole('button', { name: /새 메시지/ })).toBeHidden()
})

/** Three hundred and a chunk: see `feed/window.rs`. */
const DRAWN = 333

test('a long conversation is drawn in parts, and both scrolling and a press lead back to its end', async ({ guest, bot }) => {
  const reader = await guest('독자')
  await reader.createRoom('서재')
  const roomId = new URL(reader.page.url()).pathname.split('/')[2]
  const writer = await bot('글쓴이')
  await writer.do('joinRoom', { roomId })
  for (let number = 1; number <= 420; number += 1) await writer.say(roomId, `${number}째 줄`)
  await expect(reader.feed.getByText('420째 줄', { exact: true })).toBeInViewport()
  const drawn = async () => await reader.rows.count()
  expect(await drawn()).toBeLessThan(DRAWN)

  const first = reader.feed.getByText('1째 줄', { exact: true })
  await expect(async () => {
    await reader.feed.evaluate((feed) => feed.scrollTo(0, -feed.scrollHeight))
    await expect(first).toBeInViewport({ timeout: 200 })
  }).toPass()
  expect(await drawn()).toBeLessThan(DRAWN)
  await expect(reader.feed.getByText('420째 줄', { exact: true })).toHaveCount(0)

  const last = reader.feed.getByText('420째 줄', { exact: true })
  await expect(async () => {
    await reader.feed.evaluate((feed) => feed.scrollTo(0, 0))
    await expect(last).toBeInViewport({ timeout: 200 })
  }).toPass()
  expect(await drawn()).toBeLessThan(DRAWN)
  await expect(async () => {
    await reader.feed.evaluate((feed) => feed.scrollTo(0, -feed.scrollHeight))
    await expect(first).toBeInViewport({ timeout: 200 })
  }).toPass()

  await writer.say(roomId, '새 소식')
  await expect(reader.page.getByRole('button', { name: '새 메시지 1개' })).toBeVisible()
  await expect(first, 'nothing moves').toBeInViewport()
  await reader.page.getByRole('button', { name: '새 메시지 1개' }).click()
  await expect(reader.feed.getByText('새 소식', { exact: true })).toBeInViewport()
  expect(await drawn()).toBeLessThan(DRAWN)
  await expect(reader.page.getByRole('button', { name: /새 메시지/ })).toBeHidden()
})

test('a reader at the bottom stays at the bottom', async ({ guest, bot }) => {
  const reader = await guest('독자')
  await reader.createRoom('서재')
  const roomId = new URL(reader.page.url()).pathname.split('/')[2]
  const writer = await bot('글쓴이')
  await writer.do('joinRoom', { roomId })
  for (let number = 1; number <= 40; number += 1) await writer.say(roomId, line(number))
  await expect(reader.feed.getByText('끝40')).toBeInViewport()
  expect(await reader.feed.evaluate((feed) => feed.scrollTop)).toBe(0)
})

/** Puts the reader so many pixels above the bottom, and waits until the page knows. */
const scrollTo = ({ feed }: Guest, below: number) =>
  feed.evaluate(async (feed, below) => {
    feed.scrollTo(0, -below)
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame)
  }, below)

for (const pace of [0, 2]) {
  test(`older messages come in above, and the reader stays with their lines who scrolls ${pace} pixels a frame`, async ({ guest, bot }) => {
    const writer = await bot('글쓴이')
    const { id } = await writer.openRoom('서재')
    for (let number = 1; number <= 100; number += 1) await writer.say(id, line(number))
    const reader = await guest('독자')
    await reader.join('서재')
    await expect(reader.rows).toHaveCount(50)
    const [moved, scrolled] = await reader.feed.evaluate(async (feed, pace) => {
      const frame = () => new Promise(requestAnimationFrame)
      const above = () => feed.scrollHeight - feed.clientHeight + feed.scrollTop
      // Step by step: what comes near is drawn, and is as high as it is.
      while (above() > 900) {
        feed.scrollBy(0, -200)
        await frame()
      }
      feed.scrollBy(0, 300 - above())
      const rows = feed.getElementsByClassName('message')
      const [line, at] = [rows[2], rows[2].getBoundingClientRect().top]
      let scrolled = 0
      // Some frames longer than it takes until all are drawn in their real height.
      for (let rest = 20; rest > 0; rest -= Number(rows.length === 100)) {
        await frame()
        feed.scrollBy(0, pace)
        scrolled += pace
      }
      return [at - line.getBoundingClientRect().top, scrolled]
    }, pace)
    expect(Math.abs(moved - scrolled), `moved by ${moved}, scrolled by ${scrolled}`).toBeLessThanOrEqual(1)
  })
}

test('who writes goes to the bottom, and who is near it stays there', async ({ guest, bot }) => {
  const reader = await guest('독자')
  await reader.createRoom('서재')
  const roomId = new URL(reader.page.url()).pathname.split('/')[2]
  const writer = await bot('글쓴이')
  await writer.do('joinRoom', { roomId })
  for (let number = 1; number <= 40; number += 1) await writer.say(roomId, line(number))
  await expect(reader.feed.getByText('끝40')).toBeInViewport()
  const below = () => reader.feed.evaluate((feed) => Math.abs(feed.scrollTop))
  const pill = reader.page.getByRole('button', { name: /새 메시지/ })

  await scrollTo(reader, 90)
  await writer.say(roomId, '가까이에서 본 말')
  await expect(reader.feed.getByText('가까이에서 본 말')).toBeInViewport()
  await expect.poll(below, 'within a hundred pixels of the bottom').toBe(0)
  await expect(pill).toBeHidden()

  await scrollTo(reader, 130)
  await writer.say(roomId, '조금 위에서 놓친 말')
  await expect(pill).toBeVisible()
  expect(await below()).toBeGreaterThan(100)

  await scrollTo(reader, 900)
  await reader.say('내 말')
  await expect(reader.feed.getByText('내 말', { exact: true })).toBeInViewport()
  await expect.poll(below).toBe(0)
  await expect(pill).toBeHidden()
})

test('a new nickname shows in every tab of the guest', async ({ guest }) => {
  const cheolsu = await guest('철수')
  const lobby = await cheolsu.page.context().newPage()
  await lobby.goto('/')
  await expect(lobby.getByRole('button', { name: /철수/ })).toBeVisible()
  await cheolsu.page.getByRole('button', { name: /철수/ }).click()
  const field = cheolsu.page.getByRole('textbox', { name: '닉네임 바꾸기' })
  await field.fill('만수')
  await field.press('Enter')
  await expect(cheolsu.page.getByRole('button', { name: /만수/ })).toBeVisible()
  await expect(lobby.getByRole('button', { name: /만수/ })).toBeVisible()
})

test('a room can be left before its latest message was painted', async ({ guest }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('잠깐')
  await cheolsu.composer.fill('갈게')
  const leave = await cheolsu.page.getByRole('button', { name: cheolsu.words.leave, exact: true }).elementHandle()
  await cheolsu.composer.evaluate(async (field, leave) => {
    const box = field as HTMLTextAreaElement
    // Between two frames: the page takes the message in, and then goes.
    await new Promise(requestAnimationFrame)
    box.form!.requestSubmit()
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
    ;(leave as HTMLElement).click()
  }, leave)
  await expect(cheolsu.page.getByRole('heading', { name: cheolsu.words.roomList })).toBeVisible()
  await cheolsu.join('잠깐')
  await cheolsu.sees('갈게')
})
