// Draws the icons of the installed house from public/favicon.svg, in the browser that the tests use. They are committed:
// run this after the favicon was changed.
//
//   node end2end/icons.mjs
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { chromium } from '@playwright/test'

import { launchOptions } from './lib/chromium.mjs'

const folder = join(import.meta.dirname, '../public')
const svg = await readFile(join(folder, 'favicon.svg'), 'utf8')

/** Android shows a badge in one colour, where it is opaque: the frame of the window stays, the paper goes. */
const [frame, paper] = [...svg.matchAll(/<path fill="#[^"]*" d="([^"]*)"/g)].map(([, path]) => path)
const stencil = svg
  .replace(/<path fill="#(.|\n)*?(?=<path fill="none")/, `<path fill="white" fill-rule="evenodd" d="${frame}${paper}"/>`)
  .replace('stroke="#a9431b"', 'stroke="white"')

/**
 * How large each is, how much of it the drawing takes, and on what ground: platforms cut maskable icons to their own
 * shapes, of which the inner four fifths are never lost, and iOS makes what is transparent black.
 * @type {{ name: string, size: number, share: number, ground: string, svg?: string }[]}
 */
const icons = [
  { name: 'icon-192', size: 192, share: 1, ground: 'transparent' },
  { name: 'icon-512', size: 512, share: 1, ground: 'transparent' },
  { name: 'icon-maskable-512', size: 512, share: 0.6, ground: '#f6f1e5' },
  { name: 'apple-touch-icon', size: 180, share: 0.76, ground: '#f6f1e5' },
  { name: 'badge', size: 96, share: 1, ground: 'transparent', svg: stencil },
]

const browser = await chromium.launch(launchOptions())
try {
  for (const { name, size, share, ground, svg: drawing = svg } of icons) {
    const page = await browser.newPage({ viewport: { width: size, height: size } })
    const inner = Math.round(size * share)
    await page.setContent(`<body style="margin:0;display:grid;place-items:center;height:100vh;background:${ground}">
      <div style="width:${inner}px;height:${inner}px">${drawing}</div>`)
    const path = join(folder, `${name}.png`)
    await writeFile(path, await page.screenshot({ omitBackground: true }))
    await page.close()
  }
} finally {
  await browser.close()
}
