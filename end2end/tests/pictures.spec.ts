// Pictures in messages: picked, pasted and dropped, with and without scripts; shown without moving anything; gone when
// they are deleted.
import type { Page } from '@playwright/test'

import { png } from '../lib/png.mjs'
import { hasNoViolations } from './axe.ts'
import { expect, test } from './fixtures.ts'
import type { Guest } from './guest.ts'
import { Plain } from './plain.ts'

const persimmon = { name: '감.png', mimeType: 'image/png', buffer: png(800, 600, () => [220, 100, 30]) }
const pine = { name: '솔.png', mimeType: 'image/png', buffer: png(300, 500, () => [40, 95, 80]) }

const picker = ({ page }: Guest) => page.locator('input[type=file]')
const tray = ({ page }: Guest) => page.getByRole('list', { name: '보낼 그림' })
const pictures = ({ rows }: Guest) => rows.locator('.picture img')
const send = ({ page, words }: Guest) => page.getByRole('button', { name: words.send, exact: true }).click()

/** Pastes or drops files, as the browser tells of it. */
async function bring(page: Page, kind: 'paste' | 'drop', file: { name: string; mimeType: string; buffer: Buffer }, text = '') {
  const data = await page.evaluateHandle(
    ([name, type, base64, text]) => {
      const data = new DataTransfer()
      const bytes = Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0))
      data.items.add(new File([bytes], name, { type }))
      if (text) data.setData('text/plain', text)
      return data
    },
    [file.name, file.mimeType, file.buffer.toString('base64'), text] as const,
  )
  await page.evaluate(
    ([kind, data]) => {
      const target = document.querySelector('#composer-text')!
      const options = { bubbles: true, cancelable: true }
      target.dispatchEvent(
        kind === 'paste'
          ? new ClipboardEvent('paste', { ...options, clipboardData: data })
          : new DragEvent('drop', { ...options, dataTransfer: data }),
      )
    },
    [kind, data] as const,
  )
}

/** Whether a picture has come, whole. */
const isShown = (image: { evaluate: (read: (image: HTMLImageElement) => boolean) => Promise<boolean> }) =>
  expect.poll(() => image.evaluate((image) => image.complete && image.naturalWidth > 0)).toBe(true)

test('a picked picture is described, sent without a word, and seen by the other one', async ({ guest }) => {
  const cheolsu = await guest('철수')
  const younghee = await guest('영희')
  await cheolsu.createRoom('사진첩')
  await younghee.join('사진첩')
  await picker(cheolsu).setInputFiles([persimmon, pine])
  await expect(tray(cheolsu).getByRole('listitem')).toHaveCount(2)
  await tray(cheolsu).getByRole('textbox', { name: '그림 설명' }).first().fill('잘 익은 감')
  await hasNoViolations(cheolsu.page)
  await send(cheolsu)
  await expect(tray(cheolsu)).toBeHidden()
  for (const reader of [cheolsu, younghee]) {
    await expect(pictures(reader)).toHaveCount(2)
    await expect(reader.feed.getByRole('img', { name: '잘 익은 감' })).toBeVisible()
    await isShown(pictures(reader).first())
  }
  await hasNoViolations(younghee.page)
  const link = younghee.feed.getByRole('link').filter({ has: younghee.page.getByRole('img', { name: '잘 익은 감' }) })
  const address = await link.getAttribute('href')
  expect((await younghee.page.request.get(address!)).status()).toBe(200)

  await younghee.reload()
  await expect(pictures(younghee)).toHaveCount(2)
  await cheolsu.rows.last().hover()
  await cheolsu.rows.last().getByRole('button', { name: '삭제', exact: true }).click()
  await cheolsu.isSure()
  await expect(pictures(younghee)).toHaveCount(0)
  expect((await younghee.page.request.get(address!)).status()).toBe(404)
})

test('how far a picture is on its way is shown', async ({ guest }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('느린 길')
  const devtools = await cheolsu.page.context().newCDPSession(cheolsu.page)
  const upload = (uploadThroughput: number) =>
    devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput })
  await upload(40_000)
  // Noise, which no format makes small.
  const noise = png(300, 300, () => [0, 0, 0].map(() => Math.floor(Math.random() * 256)) as [number, number, number])
  await picker(cheolsu).setInputFiles({ name: '모래.png', mimeType: 'image/png', buffer: noise })
  const progress = tray(cheolsu).getByRole('progressbar', { name: '올리는 중' })
  const part = () => progress.evaluate(({ value }: HTMLProgressElement) => value)
  await expect.poll(part).toBeGreaterThan(0)
  const before = await part()
  expect(before).toBeLessThan(1)
  await expect.poll(part).toBeGreaterThan(before)
  await upload(-1)
  await expect(tray(cheolsu).getByText('준비됨')).toHaveCount(1)
  await expect(progress).toBeHidden()
})

test('a pasted and a dropped picture go with the text, and pasted text stays text', async ({ guest }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('붙이기')
  await bring(cheolsu.page, 'paste', persimmon, '표의 글자')
  await bring(cheolsu.page, 'paste', persimmon)
  await expect(tray(cheolsu).getByRole('listitem')).toHaveCount(1)
  await bring(cheolsu.page, 'drop', pine)
  await expect(tray(cheolsu).getByRole('listitem')).toHaveCount(2)
  await expect(tray(cheolsu).getByText('준비됨')).toHaveCount(2)
  await tray(cheolsu).getByRole('button', { name: '빼기 (솔.png)' }).click()
  await expect(tray(cheolsu).getByRole('listitem')).toHaveCount(1)
  await expect(cheolsu.composer).toBeFocused()
  await cheolsu.say('감 좀 보세요')
  await cheolsu.sees('감 좀 보세요')
  await expect(pictures(cheolsu)).toHaveCount(1)
  await cheolsu.say('다음은 글만')
  await cheolsu.sees('다음은 글만')
  await expect(pictures(cheolsu)).toHaveCount(1)
})

test('what was picked in a room waits there while its author is in another one', async ({ guest }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('하나')
  await picker(cheolsu).setInputFiles([persimmon, pine])
  await tray(cheolsu).getByRole('textbox', { name: '그림 설명' }).first().fill('잘 익은 감')
  await cheolsu.composer.fill('감 좀 보세요')
  await cheolsu.leave()
  await cheolsu.createRoom('둘')
  await expect(tray(cheolsu)).toBeHidden()
  await picker(cheolsu).setInputFiles(pine)
  await expect(tray(cheolsu).getByText('준비됨')).toHaveCount(1)
  await cheolsu.room('하나').click()
  await cheolsu.isIn('하나')
  await expect(tray(cheolsu).getByText('준비됨')).toHaveCount(2)
  await expect(tray(cheolsu).getByRole('textbox', { name: '그림 설명' }).first()).toHaveValue('잘 익은 감')
  await send(cheolsu)
  await expect(pictures(cheolsu)).toHaveCount(2)
  await expect(cheolsu.feed.getByRole('img', { name: '잘 익은 감' })).toBeVisible()
  await expect(tray(cheolsu)).toBeHidden()
  await cheolsu.room('둘').click()
  await cheolsu.isIn('둘')
  await expect(tray(cheolsu).getByRole('listitem')).toHaveCount(1)
  await cheolsu.room('하나').click()
  await cheolsu.isIn('하나')
  await expect(tray(cheolsu), 'they were sent').toBeHidden()
})

test('a file that is no picture is refused in words, and leaves the page where it is', async ({ guest, watch }) => {
  watch.expect(/415/)
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('서류')
  await bring(cheolsu.page, 'drop', { name: '표.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') })
  await expect(tray(cheolsu).getByText('표.pdf · 읽을 수 없는 그림입니다.')).toBeVisible()
})

test('a message that waits for a picture is not sent when that is taken away, or when its author writes on', async ({
  guest,
}) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('마음이 바뀌면')
  let letThrough = () => {}
  let held = new Promise<void>((resolve) => (letThrough = resolve))
  await cheolsu.page.route('**/r/*/pictures', async (route) => {
    await held
    await route.continue()
  })
  const waits = cheolsu.page.getByText('그림을 다 올리면 보냅니다.')
  await picker(cheolsu).setInputFiles(persimmon)
  await cheolsu.composer.fill('감과 함께')
  await cheolsu.composer.press('Enter')
  await expect(waits).toBeVisible()
  await tray(cheolsu).getByRole('button', { name: /^빼기/ }).click()
  await expect(waits).toBeHidden()
  letThrough()
  await picker(cheolsu).setInputFiles(pine)
  await expect(tray(cheolsu).getByText('준비됨')).toBeVisible()
  await expect(cheolsu.rows).toHaveCount(0)

  held = new Promise<void>((resolve) => (letThrough = resolve))
  await picker(cheolsu).setInputFiles(persimmon)
  await cheolsu.composer.press('Enter')
  await expect(waits).toBeVisible()
  await cheolsu.composer.pressSequentially(', 그리고')
  await expect(waits).toBeHidden()
  letThrough()
  await expect(tray(cheolsu).getByText('준비됨')).toHaveCount(2)
  await expect(cheolsu.rows).toHaveCount(0)
  await cheolsu.composer.press('Enter')
  await expect(pictures(cheolsu)).toHaveCount(2)
})

test.describe('before the page knows how to take pictures', () => {
  /** Keeps the script back until it is let through; the first `broken` times it does not come at all. */
  async function hold(page: Page, broken = 0) {
    let letThrough = () => {}
    const held = new Promise<void>((resolve) => (letThrough = resolve))
    await page.route(/\/pictures\.\w+\.js/, async (route) => {
      await held
      broken -= 1
      await (broken < 0 ? route.continue() : route.abort())
    })
    return letThrough
  }

  test('a message that is sent waits for its picture, and needs no words', async ({ guest }) => {
    const cheolsu = await guest('철수')
    await cheolsu.createRoom('성급하게')
    for (const [count, words] of ['감 보세요', ''].entries()) {
      await cheolsu.reload()
      const letThrough = await hold(cheolsu.page)
      await picker(cheolsu).setInputFiles(persimmon)
      await cheolsu.composer.fill(words)
      await send(cheolsu)
      await expect(cheolsu.composer, 'it is still there').toHaveValue(words)
      letThrough()
      await expect(pictures(cheolsu)).toHaveCount(count + 1)
      await expect(cheolsu.rows).toHaveCount(count + 1)
    }
    await cheolsu.sees('감 보세요')
  })

  test('a script that does not come is asked for again', async ({ guest, watch }) => {
    const cheolsu = await guest('철수')
    await cheolsu.createRoom('성급하게')
    watch.expect(/pictures|ERR_FAILED|dynamically imported/)
    const letThrough = await hold(cheolsu.page, 1)
    await picker(cheolsu).setInputFiles(persimmon)
    await cheolsu.composer.fill('감 보세요')
    await send(cheolsu)
    letThrough()
    await cheolsu.sees('감 보세요')
    await expect(pictures(cheolsu)).toHaveCount(1)
    await expect(cheolsu.rows).toHaveCount(1)
  })

  test('who writes on is not done', async ({ guest }) => {
    const cheolsu = await guest('철수')
    await cheolsu.createRoom('성급하게')
    const letThrough = await hold(cheolsu.page)
    await picker(cheolsu).setInputFiles(persimmon)
    await cheolsu.composer.fill('감 보')
    await send(cheolsu)
    await cheolsu.composer.focus()
    await cheolsu.page.keyboard.insertText('세요')
    letThrough()
    await expect(tray(cheolsu).getByText('준비됨')).toBeVisible()
    await expect(cheolsu.composer).toHaveValue('감 보세요')
    await expect(cheolsu.rows).toHaveCount(0)
    await cheolsu.composer.press('Enter')
    await cheolsu.sees('감 보세요')
    await expect(pictures(cheolsu)).toHaveCount(1)
  })
})

test('a message waits for its pictures, and nothing moves when they come', async ({ guest }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('기다림')
  let letThrough = () => {}
  const held = new Promise<void>((resolve) => (letThrough = resolve))
  await cheolsu.page.route('**/r/*/pictures', async (route) => {
    await held
    await route.continue()
  })
  await picker(cheolsu).setInputFiles(persimmon)
  await expect(tray(cheolsu).getByRole('listitem')).toHaveCount(1)
  await cheolsu.composer.fill('같이 가요')
  await cheolsu.composer.press('Enter')
  await expect(cheolsu.page.getByText('그림을 다 올리면 보냅니다.')).toBeVisible()
  await expect(cheolsu.rows).toHaveCount(0)
  const place = cheolsu.page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        new MutationObserver((_, observer) => {
          const image = document.querySelector<HTMLImageElement>('.rows:not(.pending) .picture img')
          if (!image) return
          observer.disconnect()
          const before = image.getBoundingClientRect()
          const tell = () => {
            const after = image.getBoundingClientRect()
            resolve([before.width, before.height, after.width, after.height])
          }
          if (image.complete) tell()
          else image.addEventListener('load', tell)
        }).observe(document.body, { childList: true, subtree: true })
      }),
  )
  letThrough()
  expect(await place).toEqual([320, 240, 320, 240])
  await cheolsu.sees('같이 가요')
})

test('what is no picture is refused beside it, and an upload goes on after the network was gone', async ({ guest, watch }) => {
  watch.expect(/415|ERR_INTERNET_DISCONNECTED/)
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('고장')
  await picker(cheolsu).setInputFiles({ name: '가짜.png', mimeType: 'image/png', buffer: Buffer.from('no picture') })
  await expect(tray(cheolsu).getByText('읽을 수 없는 그림입니다.')).toBeVisible()
  await cheolsu.composer.fill('이건 안 가요')
  await cheolsu.composer.press('Enter')
  await expect(cheolsu.composer).toHaveValue('이건 안 가요')
  await expect(tray(cheolsu).getByRole('button', { name: '빼기 (가짜.png)' })).toBeFocused()
  await cheolsu.page.keyboard.press('Enter')
  await cheolsu.page.context().setOffline(true)
  await picker(cheolsu).setInputFiles(pine)
  await expect(cheolsu.page.getByText('연결이 끊겼습니다. 다시 연결되면 이어서 올립니다.')).toBeVisible()
  await cheolsu.page.context().setOffline(false)
  await expect(tray(cheolsu).getByText('준비됨')).toBeVisible()
  await cheolsu.composer.press('Enter')
  await cheolsu.sees('이건 안 가요')
  await expect(pictures(cheolsu)).toHaveCount(1)
})

test('without scripts a picture goes with the form', async ({ visit, guest, watch }) => {
  watch.expect(/^failed: .*\/pkg\/sarangbang\.\w+\.js csp$/)
  const younghee = await guest('영희')
  await younghee.createRoom('화첩')
  const room = new URL(younghee.page.url()).pathname
  const plain = new Plain(await visit(room, { javaScriptEnabled: false }), '고전')
  await plain.comesIn()
  await plain.presses(plain.words.join)
  await picker(plain).setInputFiles(persimmon)
  await plain.page.getByRole('textbox', { name: '그림 설명' }).fill('홍시')
  await plain.say('글과 그림')
  await plain.sees('글과 그림')
  for (const reader of [plain, younghee]) {
    await expect(reader.feed.getByRole('img', { name: '홍시' })).toBeVisible()
    await isShown(pictures(reader))
  }
  await plain.goes(`${room}/m/1`)
  await isShown(plain.page.getByRole('img', { name: '홍시' }))
})
