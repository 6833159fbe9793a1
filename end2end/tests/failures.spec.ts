// What the house did not take of somebody's words: why, and what they can do with them.
import { expect, test } from './fixtures.ts'
import type { Guest } from './guest.ts'
import { ko } from './words.ts'

const waiting = ({ feed }: Guest) => feed.locator('.pending-message')
const failed = '보내지 못했습니다.'

test('a message that is far too long stays where it is written, until it is short enough', async ({ guest }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('장편')
  const long = `길다${'아'.repeat(3_999)}`
  await cheolsu.composer.fill(long)
  await cheolsu.page.getByRole('button', { name: '전송' }).click()
  const refusal = cheolsu.page.locator('#composer').getByRole('alert')
  await expect(refusal).toContainText('메시지가 너무 깁니다.')
  await expect(cheolsu.composer).toHaveValue(long)
  await expect(cheolsu.composer).toHaveAttribute('aria-invalid', 'true')
  await expect(waiting(cheolsu)).toHaveCount(0)

  await cheolsu.composer.press('Backspace')
  await cheolsu.page.getByRole('button', { name: '전송' }).click()
  await expect(cheolsu.composer).toHaveValue('')
  await expect(cheolsu.rows.filter({ hasText: '길다' })).toHaveCount(1)
  await expect(refusal).toHaveText('')
})

test('a message that is too long is its author\'s to take away, and holds nothing else up', async ({ guest }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('장편')
  await cheolsu.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  // The page does not know how many of these are one for a reader.
  const long = `길다${'😀'.repeat(4_000)}`
  await cheolsu.say(long)
  const row = waiting(cheolsu).filter({ hasText: '길다' })
  await expect(row.getByRole('alert')).toContainText(`${failed} 메시지가 너무 깁니다.`)
  await cheolsu.say('짧게 말하면')
  await cheolsu.sees('짧게 말하면')

  await row.getByRole('button', { name: '복사' }).click()
  expect(await cheolsu.page.evaluate(() => navigator.clipboard.readText())).toBe(long)
  await row.getByRole('button', { name: '지우기' }).click()
  await expect(waiting(cheolsu)).toHaveCount(0)
  await expect(cheolsu.rows).toHaveCount(1)
})

test('a message that was refused may be sent again', async ({ guest }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('두 번째')
  // The first time it comes to the house without its words, for which it has no room.
  let times = 0
  await cheolsu.page.routeWebSocket(/transport=websocket/, (wire) => {
    const house = wire.connectToServer()
    wire.onMessage((frame) => {
      const first = String(frame).includes('"sendMessage"') && (times += 1) === 1
      house.send(first ? String(frame).replace('다시 한번', '') : frame)
    })
  })
  await cheolsu.reload()
  await cheolsu.say('다시 한번')
  const row = waiting(cheolsu)
  await expect(row.getByRole('alert')).toContainText(failed)
  await row.getByRole('button', { name: '다시 보내기' }).click()
  await cheolsu.sees('다시 한번')
  await expect(waiting(cheolsu)).toHaveCount(0)
  expect(times).toBe(2)
})

test('what is pasted is theirs to shorten, and not cut', async ({ guest }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('기록')
  const log = `${'가나다라 '.repeat(3_900)}끝`
  await cheolsu.composer.focus()
  await cheolsu.page.keyboard.insertText(log)
  await cheolsu.page.keyboard.press('Enter')
  await expect(cheolsu.page.locator('#composer-refusal')).toContainText(ko.tooLong)
  await expect(cheolsu.composer).toHaveValue(log)
})
