// Answering a message: the answer shows the beginning of what it answers, as that is now.
import { expect, test } from './fixtures.ts'
import { Guest } from './guest.ts'

const press = async (guest: Guest, text: string, name: string) => {
  await guest.messages(text).hover()
  await guest.messages(text).getByRole('button', { name, exact: true }).click()
}

const quote = (guest: Guest, answer: string) => guest.messages(answer).locator('.quote')

test('an answer quotes what it answers, and follows it when that changes', async ({ guest }) => {
  const cheolsu = await guest('철수')
  const younghee = await guest('영희')
  await cheolsu.createRoom('물음')
  await younghee.join('물음')
  await cheolsu.say('몇 시에 볼까?')
  await cheolsu.say('나는 아무 때나 돼')
  await younghee.sees('나는 아무 때나 돼')

  await press(younghee, '몇 시에 볼까?', '답장')
  await expect(younghee.composer).toBeFocused()
  await expect(younghee.page.getByText('철수님에게 답장: 몇 시에 볼까?')).toBeVisible()
  await younghee.say('세 시')
  await younghee.say('아니면 네 시')
  for (const reader of [cheolsu, younghee]) {
    await expect(quote(reader, '세 시')).toHaveText('철수 몇 시에 볼까?')
    await expect(quote(reader, '아니면 네 시'), 'only the next message answers').toHaveCount(0)
  }
  await quote(cheolsu, '세 시').click()
  await expect(cheolsu.rows.first()).toBeFocused()

  await press(cheolsu, '몇 시에 볼까?', '수정')
  await cheolsu.composer.fill('어디서 볼까?')
  await cheolsu.composer.press('Enter')
  await expect(quote(younghee, '세 시')).toHaveText('철수 어디서 볼까?')
  await press(cheolsu, '어디서 볼까?', '삭제')
  await cheolsu.isSure()
  await expect(quote(younghee, '세 시')).toHaveText('철수 삭제된 메시지입니다.')
  await younghee.reload()
  await expect(quote(younghee, '세 시')).toHaveText('철수 삭제된 메시지입니다.')
  expect(await younghee.page.content()).not.toContain('어디서')
})

test('Escape gives an answer up, and an answer written offline is one when it is sent', async ({ guest, watch }) => {
  watch.expect(/ERR_INTERNET_DISCONNECTED/)
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('혼잣말')
  await cheolsu.say('누구 있나요')
  await cheolsu.sees('누구 있나요')
  await press(cheolsu, '누구 있나요', '답장')
  await cheolsu.composer.press('Escape')
  await cheolsu.say('없네')
  await cheolsu.sees('없네')
  await expect(quote(cheolsu, '없네')).toHaveCount(0)

  await press(cheolsu, '누구 있나요', '답장')
  await cheolsu.page.context().setOffline(true)
  await cheolsu.say('여기 있어요')
  await cheolsu.page.context().setOffline(false)
  await cheolsu.sees('여기 있어요')
  await expect(quote(cheolsu, '여기 있어요')).toHaveText('철수 누구 있나요')
})
