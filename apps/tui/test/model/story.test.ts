import { expect, test } from 'vitest'
import { newsFrom, seenHere, tell } from '../../src/model/story.ts'
import { AtWork } from '../support/at-work.ts'

test('lines of all peers stand in one order, newest first, each once', () => {
  const { model } = new AtWork({ peers: 3 }).poll().watch(1000)
  expect(model.story.filter(({ peer }) => peer !== undefined).map(({ peer }) => peer)).toEqual([3, 2, 1])
})

test('a new process counts from 1 again and is heard', () => {
  const work = new AtWork({ peers: 3 }).poll().press('k', 'y').watch(400).press('r').watch(400)
  expect(work.model.story.filter(({ peer }) => peer === 1).map(({ text }) => text.split(' ')[0])).toEqual([
    'follows',
    'recovered',
    'following',
  ])
})

test('what peers say cannot move the cursor', () => {
  const work = new AtWork({ peers: 3 }).poll()
  const peer = work.model.peers[0]!
  const line = { number: 99, atMs: 1, text: 'bad\u001b[2Jnews\nof \u202eit' }
  expect(newsFrom(peer, { ...peer.status!, story: [line] })[0]?.text).toBe('bad[2Jnews of it')
})

test('it is bounded', () => {
  let { model } = new AtWork({ peers: 1 })
  for (let i = 0; i < 1000; i++) model = tell(model, [seenHere(i, `event ${i}`)])
  expect(model.story.length).toBeLessThan(500)
  expect(model.story[0]?.text).toBe('event 999')
})
