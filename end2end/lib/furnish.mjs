// A house with people, rooms and conversations in it, to be looked at.
import { Bot } from './bot.mjs'
import { evening, png } from './png.mjs'

/** @typedef {Awaited<ReturnType<typeof furnish>>} Furnished */

/** People, rooms and a conversation as a house has them on a good evening. @param {string} url */
export async function furnish(url) {
  const people = new Map()
  for (const name of ['철수', '영희', '민준', 'Alice']) people.set(name, await Bot.enter(url, { nickname: name }))
  // The shortest life that a room can have.
  const expired = await people.get('영희').do('createRoom', { name: '지난 방', expiresInSecs: 60 })
  await people.get('민준').openRoom('점심 뭐 먹지', '오늘의 가장 어려운 질문')
  await people.get('Alice').openRoom('Reading club', 'One chapter a week')
  const quiet = await people.get('영희').do('createRoom', { name: '조용한 방', topic: '' })
  const { id } = await people.get('철수').openRoom('개발방', '러스트와 사랑방 이야기')
  for (const name of ['영희', '민준', 'Alice']) await people.get(name).do('joinRoom', { roomId: id })
  await people.get('철수').do('sendAlert', { roomId: id, clientId: 'a', content: '오늘 저녁 여덟 시에 새 판을 올립니다.' })
  /** @type {[string, string][]} */
  const lines = [
    ['철수', '다들 왔어?'],
    ['영희', '응! 방금 들어왔어.'],
    ['영희', '어제 말한 글은 여기: https://doc.rust-lang.org/book/'],
    ['민준', 'ㅋㅋㅋㅋ 나도 읽는 중'],
    ['Alice', 'Hello everyone! My Korean is slow, but I am reading along.'],
    ['철수', '반가워요 Alice ^^ 천천히 해도 괜찮아요.'],
    ['민준', '메시지는 서버가 저장한 다음에야 확인이 오니까, 갑자기 꺼져도 한 번 보인 말은 없어지지 않아요. 그래서 다시 켜면 하던 이야기를 그대로 이어 갈 수 있습니다.'],
    ['Alice', 'مرحبا! Right-to-left works too.'],
    ['영희', '그럼 시작할까?'],
  ]
  for (const [name, line] of lines) await people.get(name).say(id, line)
  const { messages } = await people.get('민준').do('sync', { roomId: id, rev: 0 })
  await people.get('철수').do('editMessage', { roomId: id, id: messages[1].id, content: '다들 왔어요?' })
  await people.get('Alice').do('deleteMessage', { roomId: id, id: messages.at(-2).id })
  const album = await fillAlbum(url, people.get('영희'), people.get('철수'))
  const locked = await people.get('영희').do('createRoom', { name: '비밀 모임', password: '열려라', capacity: 10, expiresInSecs: 86_400 })
  const terms = { name: '끝나 가는 방', topic: '할 말은 지금', capacity: 5, expiresInSecs: 420, announces: true }
  const ending = await people.get('철수').do('createRoom', terms)
  for (const name of ['철수', '영희']) await people.get(name).do('joinRoom', { roomId: ending.room.id })
  await people.get('영희').say(ending.room.id, '곧 끝나네요!')
  const over = await people.get('영희').do('createRoom', { name: '끝난 방' })
  await people.get('영희').do('closeRoom', { roomId: over.room.id })
  const full = await people.get('영희').do('createRoom', { name: '꽉 찬 방', capacity: 2 })
  for (const name of ['영희', '민준']) await people.get(name).do('joinRoom', { roomId: full.room.id })
  const board = await fillBoard(people.get('철수'), people.get('영희'))
  const strict = await people.get('영희').do('createRoom', { name: '엄한 방' })
  for (const [owner, guest, roomId] of [['영희', '철수', strict.room.id], ['철수', 'Alice', board]]) {
    await people.get(guest).do('joinRoom', { roomId })
    await people.get(owner).do('kick', { roomId, guestId: people.get(guest).me.id })
  }
  const long = await people.get('민준').openRoom('긴 이야기', '처음부터 끝까지')
  for (let n = 1; n <= 100; n++) await people.get('민준').say(long.id, `${n}번째 이야기입니다.`)
  return {
    url,
    long: long.id,
    album,
    locked: locked.room.id,
    over: over.room.id,
    full: full.room.id,
    expired: expired.room.id,
    board,
    id,
    quiet: quiet.room.id,
    strict: strict.room.id,
    reader: people.get('철수'),
    host: people.get('영희'),
  }
}

/**
 * A room of 철수 with all that stands at messages: pins, reactions, a mention, answers, long ones. Its id.
 * @param {Bot} cheolsu @param {Bot} younghee
 */
async function fillBoard(cheolsu, younghee) {
  const { id } = await cheolsu.openRoom('이름이 아주아주 길어서 한 줄에는 도저히 들어가지 않는 방', '주제도 그에 못지않게 길어서 끝까지 읽으려면 한참 걸리는 이야기')
  await younghee.do('joinRoom', { roomId: id })
  const rules = ['서로 존댓말을 씁니다.', '광고는 지웁니다.', '모임은 매주 목요일 저녁 여덟 시, 늘 모이던 그 자리에서 합니다. 늦는 사람은 미리 말해 주세요.']
  for (const rule of rules) {
    const said = await cheolsu.say(id, rule)
    await cheolsu.do('pinMessage', { roomId: id, id: said.id, pinned: true })
  }
  await younghee.say(id, `띄어쓰기없는말${'가나다라마바사'.repeat(60)}`)
  await younghee.say(id, `https://example.com/${'a-very-long-address/'.repeat(12)}`)
  await younghee.say(id, '```\nfn main() { println!("한 줄이 길어서 옆으로 밀어야 끝까지 볼 수 있는 코드가 여기에 한 줄 있습니다: {}", 42); }\n```')
  await younghee.say(id, `${'아주 긴 이야기입니다. 접혀 있다가 펼치면 끝까지 보입니다. '.repeat(60)}`)
  const call = await younghee.say(id, '@철수님 이것 좀 봐 주세요')
  const reply = { roomId: id, clientId: crypto.randomUUID(), content: '봤어요, 고마워요!', replyTo: call.id }
  const { message: answer } = await cheolsu.do('sendMessage', reply)
  for (const emoji of ['👍', '🎉']) await cheolsu.do('react', { roomId: id, id: call.id, emoji, given: true })
  for (const emoji of ['👍', '🙏']) await younghee.do('react', { roomId: id, id: call.id, emoji, given: true })
  await younghee.do('react', { roomId: id, id: answer.id, emoji: '❤️', given: true })
  return id
}

/**
 * A room in which pictures were sent: one, one upright, and four together. Its id.
 * @param {string} url @param {Bot} younghee @param {Bot} cheolsu
 */
async function fillAlbum(url, younghee, cheolsu) {
  const { id } = await younghee.openRoom('사진첩', '주말에 찍은 것')
  await cheolsu.do('joinRoom', { roomId: id })
  /** @param {Bot} who @param {string} content @param {[string, Buffer][]} files */
  const send = async (who, content, files) => {
    const pictures = []
    for (const [alt, file] of files) {
      const headers = { cookie: `sarangbang=${who.me.token}`, origin: url, 'content-type': 'image/png' }
      const answer = await fetch(`${url}/r/${id}/pictures`, { method: 'POST', headers, body: new Uint8Array(file) })
      const { data } = await answer.json()
      pictures.push({ id: data.picture.id, alt })
    }
    await who.do('sendMessage', { roomId: id, clientId: crypto.randomUUID(), content, pictures })
  }
  const hills = evening(1200, 800)
  await send(younghee, '어제 뒷산에서 본 노을이에요.', [['산 너머로 지는 해', hills]])
  await send(cheolsu, '', [['', evening(600, 1000)]])
  await send(younghee, '색도 골라 주세요', [
    ['노을', hills],
    ['노랑', png(500, 400, () => [230, 190, 90])],
    ['풀빛', png(400, 500, () => [70, 110, 90])],
    ['쪽빛', png(500, 400, () => [60, 70, 110])],
  ])
  await send(cheolsu, '작은 것도 하나', [['점', png(40, 24, () => [196, 88, 40])]])
  return id
}
