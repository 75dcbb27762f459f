import fc from 'fast-check'
import { expect, test } from 'vitest'
import { beats, sameVote, whyItWon } from '../../src/election/vote.ts'
import { peerId, type Vote, zxid } from '../../src/index.ts'
import { epoch } from '../conversation.ts'

const votes: fc.Arbitrary<Vote> = fc.record({
  leader: fc.integer({ min: 1, max: 4 }).map(peerId),
  epoch: fc.integer({ min: 0, max: 3 }).map(epoch),
  zxid: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })).map(([e, c]) => zxid(e, c)),
})

test('votes are totally ordered: of two different votes exactly one beats the other', () => {
  fc.assert(
    fc.property(votes, votes, (a, b) => {
      if (sameVote(a, b)) expect([beats(a, b), beats(b, a)]).toEqual([false, false])
      else expect(beats(a, b)).toBe(!beats(b, a))
    }),
  )
})

test('the order is transitive (ZOOKEEPER-1419)', () => {
  fc.assert(
    fc.property(votes, votes, votes, (a, b, c) => {
      if (beats(a, b) && beats(b, c)) expect(beats(a, c)).toBe(true)
    }),
  )
})

test('epoch comes before zxid, zxid before id', () => {
  const vote = (leader: number, e: number, z: number): Vote => ({
    leader: peerId(leader),
    epoch: epoch(e),
    zxid: zxid(1, z),
  })
  expect(beats(vote(1, 2, 1), vote(3, 1, 9))).toBe(true)
  expect(beats(vote(1, 1, 9), vote(3, 1, 1))).toBe(true)
  expect(beats(vote(3, 1, 1), vote(1, 1, 1))).toBe(true)
  expect(whyItWon(vote(1, 2, 1), vote(3, 1, 9))).toBe('newer epoch, 2 over 1')
  expect(whyItWon(vote(1, 1, 9), vote(3, 1, 1))).toBe('longer history, 1:9 over 1:1')
  expect(whyItWon(vote(3, 1, 1), vote(1, 1, 1))).toBe('same epoch and zxid, higher id')
  expect(whyItWon(vote(3, 1, 1), undefined)).toBe('nobody else stood')
})
