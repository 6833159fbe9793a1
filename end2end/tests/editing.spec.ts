import { expect, onlyOnLinux, test } from './fixtures.ts'
import { Guest } from './guest.ts'
import { Keyboard } from './keyboard.ts'
import { serverAway } from './watch.ts'

const action = (guest: Guest, text: string, name: string) =>
  guest.messages(text).getByRole('button', { name, exact: true })

test('an author mends a message, and everyone sees it, also who comes later', async ({ guest }) => {
  const cheolsu = await guest('철수')
  const younghee = await guest('영희')
  await cheolsu.createRoom('고침')
  await younghee.join('고침')
  await cheolsu.say('안뇽하세요')
  await younghee.sees('안뇽하세요')

  await cheolsu.composer.fill('쓰다 만 글')
  await cheolsu.messages('안뇽하세요').hover()
  await action(cheolsu, '안뇽하세요', '수정').click()
  await expect(cheolsu.composer).toHaveValue('안뇽하세요')
  await expect(cheolsu.composer).toBeFocused()
  await cheolsu.composer.fill('안녕하세요')
  await cheolsu.composer.press('Enter')

  for (const reader of [cheolsu, younghee]) {
    await reader.sees('안녕하세요')
    await expect(reader.rows).toHaveCount(1)
    await expect(reader.rows).toContainText('(수정됨)')
  }
  await expect(cheolsu.composer, 'the draft is back').toHaveValue('쓰다 만 글')
  await younghee.reload()
  await younghee.sees('안녕하세요')
  await expect(action(younghee, '안녕하세요', '수정'), 'not hers').toHaveCount(0)
})

test('the arrow up edits the latest own message, and Escape gives it up', async ({ guest }) => {
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('고침')
  await cheolsu.say('하나')
  await cheolsu.sees('하나')
  await cheolsu.composer.press('ArrowUp')
  await expect(cheolsu.composer).toHaveValue('하나')
  await cheolsu.composer.press('Escape')
  await expect(cheolsu.composer).toHaveValue('')
  await cheolsu.say('둘')
  await cheolsu.sees('둘')
  await cheolsu.sees('하나')
})

test('a deleted message leaves a place without its text', async ({ guest, house, watch }) => {
  watch.expect(/dialog: 이 메시지를 삭제할까요/, ...serverAway)
  const cheolsu = await guest('철수')
  const younghee = await guest('영희')
  await cheolsu.createRoom('지움')
  await younghee.join('지움')
  await younghee.say('비밀번호는 1234')
  await younghee.say('앗')
  await cheolsu.sees('비밀번호는 1234')
  await expect(action(cheolsu, '앗', '수정'), 'the host deletes, and edits nothing of others').toHaveCount(0)

  await younghee.messages('비밀번호는 1234').hover()
  await action(younghee, '비밀번호는 1234', '삭제').click()
  await cheolsu.messages('앗').focus()
  await cheolsu.page.keyboard.press('Tab')
  for (const name of ['반응', '답장', '고정']) {
    await expect(action(cheolsu, '앗', name)).toBeFocused()
    await cheolsu.page.keyboard.press('Tab')
  }
  await expect(action(cheolsu, '앗', '삭제')).toBeFocused()
  await cheolsu.page.keyboard.press('Enter')
  await expect(cheolsu.rows.nth(1), 'the row that was pressed has the focus').toBeFocused()

  for (const reader of [cheolsu, younghee]) {
    await expect(reader.feed.getByText('삭제된 메시지입니다.')).toHaveCount(2)
    await expect(reader.feed).not.toContainText('1234')
  }
  await house.restart()
  await cheolsu.reload()
  await expect(cheolsu.feed.getByText('삭제된 메시지입니다.')).toHaveCount(2)
  expect(await cheolsu.page.content()).not.toContain('1234')
})

test('a change made while somebody was away reaches them when they are back', async ({ guest, bot, watch }) => {
  watch.expect(/ERR_INTERNET_DISCONNECTED/)
  const reader = await guest('독자')
  await reader.createRoom('지난 일')
  const roomId = new URL(reader.page.url()).pathname.split('/')[2]
  const writer = await bot('글쓴이')
  await writer.do('joinRoom', { roomId })
  await writer.say(roomId, '틀린 말')
  await writer.say(roomId, '부끄러운 말')
  await reader.sees('부끄러운 말')
  const { messages } = await writer.do('sync', { roomId, rev: 0 })

  await reader.page.context().setOffline(true)
  await expect(reader.page.getByText(reader.words.reconnecting)).toBeVisible()
  await writer.do('editMessage', { roomId, id: messages[0].id, content: '맞는 말' })
  await writer.do('deleteMessage', { roomId, id: messages[1].id })
  await reader.page.context().setOffline(false)

  await reader.sees('맞는 말')
  await expect(reader.rows).toHaveCount(2)
  await expect(reader.feed.getByText('삭제된 메시지입니다.')).toHaveCount(1)
})

test('a message that is deleted while its author composes a syllable leaves them their text', async ({
  guest,
  watch,
}) => {
  watch.expect(/dialog: 이 메시지를 삭제할까요/)
  const host = await guest('집주인')
  const author = await guest('영희')
  await host.createRoom('겹침')
  await author.join('겹침')
  await author.say('처음 글')
  await host.sees('처음 글')
  await author.composer.fill('초안')
  await author.messages('처음 글').hover()
  await action(author, '처음 글', '수정').click()
  await expect(author.composer).toHaveValue('처음 글')
  const keyboard = await Keyboard.of(author.page)
  await keyboard.types('한')

  await host.messages('처음 글').hover()
  await action(host, '처음 글', '삭제').click()
  await expect(author.feed.getByText('삭제된 메시지입니다.')).toBeVisible()
  await expect(author.composer, 'nothing moves under the fingers').toHaveValue('처음 글한')
  await keyboard.commits('한')
  await expect(author.composer).toHaveValue('초안\n처음 글한')
  await expect(author.page.getByRole('alert').filter({ hasText: '메시지를 찾을 수 없습니다' })).toBeVisible()
})

test('a refused edit waits beside the composer, which is left alone', async ({ guest, house }) => {
  onlyOnLinux()
  const cheolsu = await guest('철수')
  await cheolsu.createRoom('가득')
  await cheolsu.say('안뇽')
  await cheolsu.sees('안뇽')
  await cheolsu.composer.press('ArrowUp')
  await expect(cheolsu.composer).toHaveValue('안뇽')
  await cheolsu.composer.fill('안녕')
  await house.fillDisk(true)
  await cheolsu.composer.press('Enter')
  await cheolsu.composer.pressSequentially('그런데')
  const complaint = cheolsu.page.getByRole('alert').filter({ hasText: '고치지 못했습니다. 지금은 할 수 없습니다' })
  await expect(complaint).toBeVisible()
  await expect(cheolsu.composer).toHaveValue('그런데')

  await house.fillDisk(false)
  await cheolsu.page.getByRole('button', { name: '다시 고치기' }).click()
  await expect(cheolsu.composer).toBeFocused()
  await expect(cheolsu.composer).toHaveValue('안녕')
  await expect(complaint).toHaveCount(0)
  await cheolsu.composer.press('Enter')
  await cheolsu.sees('안녕')
  await expect(cheolsu.rows).toHaveCount(1)
  await expect(cheolsu.composer, 'what was being written is there again').toHaveValue('그런데')
})
