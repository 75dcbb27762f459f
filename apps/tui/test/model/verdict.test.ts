import { expect, test } from 'vitest'
import { judge, verdictInWords } from '../../src/model/verdict.ts'
import { AtWork } from '../support/at-work.ts'

const words = (work: AtWork): string => verdictInWords(judge(work.model.peers)).text

test.each([
  [1, 0, '1 of 1 up, survives no failure'],
  [2, 0, '2 of 2 up, survives no failure'],
  [3, 0, '3 of 3 up, survives 1 failure'],
  [5, 0, '5 of 5 up, survives 2 failures'],
  [5, 2, '3 of 3 up, survives 1 failure'],
])('%i peers, %i of them observers', (peers, observers, text) => {
  expect(words(new AtWork({ peers, observers }).poll())).toBe(text)
})

test('nothing is claimed before an answer', () => {
  expect(words(new AtWork({ peers: 3 }))).toBe('waiting for a first answer')
})

test('a dead follower takes the spare one away, a second one the quorum', () => {
  const work = new AtWork({ peers: 3 }).poll()
  work.ensemble.kill(1)
  expect(words(work.watch(400))).toBe('2 of 3 up, survives no further failure')
  work.ensemble.kill(2)
  expect(words(work.watch(400))).toBe('no quorum: 1 of 3 up, writes wait')
  work.ensemble.kill(3)
  expect(words(work.watch(400))).toBe('no peer answers')
})

test('a peer that is back counts again only once it has caught up', () => {
  const work = new AtWork({ peers: 3 }).poll()
  work.ensemble.kill(1)
  work.watch(1000)
  work.ensemble.restart(1)
  expect(words(work.watch(200))).toBe('3 of 3 up, 1 catching up, survives no further failure')
  expect(words(work.watch(1000))).toBe('3 of 3 up, survives 1 failure')
})

test('between two leaders writes wait', () => {
  const work = new AtWork({ peers: 3 }).poll()
  work.ensemble.kill(3)
  expect(words(work.watch(40, 20))).toBe('2 of 3 up, electing a leader, writes wait')
  expect(words(work.watch(100, 20))).toBe('2 of 3 up, survives no further failure')
})

test('a leader we reach speaks for peers that we do not', () => {
  const work = new AtWork({ peers: 3, control: false }).poll()
  const { model } = work
  const cutOff = model.peers.map((peer) => (peer.id === 3 ? peer : { ...peer, misses: 5 }))
  expect(verdictInWords(judge(cutOff)).text).toBe('1 of 3 answer here, 3 leads a quorum')
})

test('of two that say they lead, the newer epoch is believed', () => {
  const work = new AtWork({ peers: 3 }).poll()
  const peers = work.model.peers.map((peer) =>
    peer.id === 1 && peer.status !== undefined
      ? { ...peer, status: { ...peer.status, role: 'leading', epoch: 4, learners: [] } }
      : peer,
  )
  expect(judge(peers).leader?.id).toBe(3)
})

test('different data at one zxid is a bug, and said so before all else', () => {
  const work = new AtWork({ peers: 3 })
  work.ensemble.digests.set(2, 'other')
  expect(words(work.poll())).toBe('BUG: peers 1, 2 and 3 hold different data at one zxid')
})
