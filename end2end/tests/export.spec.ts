import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'

import { hasNoViolations, languages, lights } from './axe.ts'
import { expect, test } from './fixtures.ts'

for (const { locale } of languages) {
  for (const colorScheme of lights) {
    test(`a conversation is taken home and read there, ${locale}, ${colorScheme}`, async ({ guest, browser }, testInfo) => {
      const host = await guest('철수')
      await host.createRoom('개발 방', '러스트')
      await host.say('첫 줄')
      await host.say('<b>둘째</b> 줄')
      await host.sees('<b>둘째</b> 줄')
      await host.say('- **셋째**\n- `넷째`')
      await expect(host.rows).toHaveCount(3)
      const { pathname } = new URL(host.page.url())
      const download = host.page.waitForEvent('download')
      await host.page.getByRole('link', { name: '대화 내보내기' }).first().click()
      const file = await download
      expect(file.suggestedFilename()).toBe('개발 방.html')

      // From the disk, without a house.
      const kept = testInfo.outputPath('export.html')
      await file.saveAs(kept)
      const context = await browser.newContext({ locale, colorScheme, offline: true })
      const page = await context.newPage()
      await page.goto(pathToFileURL(kept).href)
      await expect(page.getByRole('heading', { level: 1, name: '개발 방' })).toBeVisible()
      await expect(page.getByText('<b>둘째</b> 줄')).toBeVisible()
      await expect(page.getByRole('listitem').locator('strong')).toHaveText('셋째')
      await hasNoViolations(page)
      await context.close()

      const json = host.page.waitForEvent('download')
      await host.page.evaluate((href) => {
        const link = Object.assign(document.createElement('a'), { href, download: '' })
        link.click()
      }, `${pathname}/export.json`)
      const { messages } = JSON.parse(await readFile(await (await json).path(), 'utf8'))
      expect(messages.map((message: { content: string }) => message.content)).toEqual(['첫 줄', '<b>둘째</b> 줄', '- **셋째**\n- `넷째`'])
    })
  }
}
