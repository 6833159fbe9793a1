import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { binary, House } from '../lib/house.mjs'
import { expect, test as base } from './fixtures.ts'

/** The binary alone: copied to an empty folder, with no other file of the project near it. */
const test = base.extend({
  house: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'sarangbang-alone-'))
    const alone = join(folder, 'sarangbang')
    await copyFile(binary, alone)
    const house = await House.open({ binary: alone })
    await use(house)
    await house.close()
    await rm(folder, { recursive: true })
  },
})

test('the binary alone in an empty folder serves the whole page', async ({ guest, house, watch }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('홀로방')
  await cheolsu.say('혼자서도 잘해요')
  await cheolsu.sees('혼자서도 잘해요')
  await cheolsu.reload()
  await cheolsu.sees('혼자서도 잘해요')

  expect(watch.troubles).toEqual([])
  expect(await readdir(house.folder), 'it leaves nothing but its data').toEqual(['data'])
})

test('assets come compressed and are kept for good', async ({ visit }) => {
  const page = await visit()
  const urls = await page.evaluate(() =>
    performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname),
  )
  const assets = urls.filter((path) => path.startsWith('/pkg/'))
  for (const extension of ['js', 'wasm', 'css']) {
    const path = assets.find((path) => path.endsWith(`.${extension}`))
    expect(path, `the page loads its ${extension}`).toMatch(/^\/pkg\/sarangbang\.[0-9a-f]{12}\./)
    const answer = await page.request.get(path!, { headers: { 'accept-encoding': 'br' } })
    expect(answer.headers()['content-encoding']).toBe('br')
    expect(answer.headers()['cache-control']).toContain('immutable')
  }
})

test('the page is readable before any script has run', async ({ bot, guest, house }) => {
  const storyteller = await bot('이야기꾼')
  const room = await storyteller.openRoom('읽을거리', '서버가 그린 글')
  await storyteller.say(room.id, '스크립트 없이 보이는 글')
  const reader = await guest('독자')
  const html = await (await reader.page.request.get(`${house.url}/r/${room.id}`)).text()
  expect(html).toContain('스크립트 없이 보이는 글')
  expect(html).toContain('읽을거리')
  expect(html).toContain('이야기꾼')
})

test('the content security policy is strict and sent with every page', async ({ visit }) => {
  const page = await visit()
  const policy = (await page.request.get('/')).headers()['content-security-policy']
  expect(policy).toMatch(/default-src 'none'/)
  expect(policy).toMatch(/script-src 'nonce-[^']+' 'strict-dynamic' 'wasm-unsafe-eval'/)
  expect(policy).toMatch(/frame-ancestors 'self'/)
  expect(policy).not.toMatch(/unsafe-inline/)
})
