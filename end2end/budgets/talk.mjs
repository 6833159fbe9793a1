// Rooms in which people have talked, for measuring.
import { Bot } from '../lib/bot.mjs'

const phrases = [
  '점심 뭐 먹을까?',
  '어제 올린 글 봤어? 댓글이 벌써 서른 개가 넘었더라.',
  'ㅋㅋㅋㅋㅋ',
  '배포는 네 시에 하기로 했어요. 그 전에 한 번만 더 봐 주세요.',
  'Sounds good, I will have a look after lunch.',
  'https://example.com/posts/rust-web 이거 한번 읽어 봐',
]

/** @param {number} line */
export const speech = (line) => `${phrases[line % phrases.length]} (${line})`

export class Talk {
  /** How many messages were said. */
  said = 0
  #people

  /** @param {string} id @param {Bot[]} people */
  constructor(id, people) {
    this.id = id
    this.#people = people
  }

  /** A new room with two people. @param {string} url @param {string} name */
  static async begin(url, name) {
    const host = await Bot.enter(url, { nickname: `${name}지기` })
    const friend = await Bot.enter(url, { nickname: `${name}친구` })
    const { id } = await host.openRoom(name, '쉰 마디의 대화')
    await friend.do('joinRoom', { roomId: id })
    return new Talk(id, [host, friend])
  }

  /** Each says two things, then the other does. @param {number} count */
  async goesOn(count) {
    for (let n = 0; n < count; n += 1, this.said += 1) {
      await this.#people[Math.floor(this.said / 2) % 2].say(this.id, speech(this.said))
    }
  }

  ends() {
    for (const person of this.#people) person.leave()
  }
}
