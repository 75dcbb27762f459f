/**
 * Other peers may have bugs, or another version: whatever well-formed message arrives in whatever state, a peer closes a link
 * or ignores it. It never throws, and never breaks a promise of its own.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type PeerEvent, peerId, type TxnBatch, type Vote, type ZabMessage, type Zxid, zxid } from '../../src/index.ts'
import { Conversation, epoch } from '../conversation.ts'

const peers = fc.constantFrom(peerId(2), peerId(3), peerId(4))
const epochs = fc.integer({ min: 0, max: 4 }).map(epoch)
const zxids: fc.Arbitrary<Zxid> = fc
  .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }))
  .map(([e, c]) => zxid(e, c))
const attempts = fc.integer({ min: 0, max: 3 })
const batches: fc.Arbitrary<TxnBatch> = fc.record({
  first: zxids,
  payloads: fc.array(fc.constant(new Uint8Array(3)), { minLength: 0, maxLength: 3 }),
})
const votes: fc.Arbitrary<Vote> = fc.record({
  leader: fc.integer({ min: 1, max: 4 }).map(peerId),
  zxid: zxids,
  epoch: epochs,
})
const type = <T extends string>(name: T): fc.Arbitrary<T> => fc.constant(name)

const messages: fc.Arbitrary<ZabMessage> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      type: type('notification'),
      role: fc.constantFrom('looking' as const, 'leading' as const, 'following' as const, 'observing' as const),
      round: fc.integer({ min: 0, max: 4 }),
      vote: votes,
    }),
  },
  fc.record({ type: type('follower-info'), attempt: attempts, acceptedEpoch: epochs, observer: fc.boolean() }),
  fc.record({ type: type('leader-info'), attempt: attempts, epoch: epochs }),
  fc.record({
    type: type('ack-epoch'),
    epoch: epochs,
    currentEpoch: fc.option(epochs, { nil: undefined }),
    last: zxids,
  }),
  fc.record({ type: type('diff'), epoch: epochs }),
  fc.record({ type: type('trunc'), epoch: epochs, to: zxids }),
  fc.record({ type: type('snap'), epoch: epochs }),
  fc.record({ type: type('new-leader'), epoch: epochs }),
  fc.record({ type: type('ack-new-leader'), epoch: epochs }),
  fc.record({ type: type('up-to-date'), epoch: epochs, committed: zxids }),
  fc.record({ type: type('proposal'), epoch: epochs, prev: zxids, batch: batches }),
  fc.record({ type: type('ack'), epoch: epochs, upTo: zxids }),
  fc.record({ type: type('commit'), epoch: epochs, upTo: zxids, withYours: zxids }),
  fc.record({ type: type('ping'), epoch: epochs, sent: fc.nat(9) }),
  fc.record({ type: type('pong'), epoch: epochs, sent: fc.nat(9) }),
  fc.record({ type: type('farewell'), attempt: attempts, why: type('why not') }),
)

type Act = 'sync' | 'reconnect' | PeerEvent

const acts: fc.Arbitrary<Act> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ type: type('received'), from: peers, message: messages }) },
  { weight: 3, arbitrary: fc.constant('sync' as const) },
  { weight: 1, arbitrary: fc.constant('reconnect' as const) },
  { weight: 2, arbitrary: fc.record({ type: type('tick') }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('link-up' as const, 'link-down' as const), peer: peers }) },
  { weight: 1, arbitrary: fc.record({ type: type('propose'), payloads: fc.constant([new Uint8Array(1)]) }) },
  { weight: 1, arbitrary: fc.record({ type: type('snapshot-staged'), from: peers, zxid: zxids }) },
)

/** Ways into each role, so that most of the time is not spent looking. */
const openings = {
  looking: () => {},
  following: (peer: Conversation) => {
    peer.hearVote(2, { for: 2, role: 'leading' }).hearVote(3, { for: 2, role: 'following' })
    peer
      .hear(2, { type: 'leader-info', attempt: 1, epoch: epoch(2) })
      .sync()
      .hear(2, { type: 'diff', epoch: epoch(2) })
  },
  level: (peer: Conversation) => {
    openings.following(peer)
    peer.hear(2, { type: 'new-leader', epoch: epoch(2) }).sync()
    peer.hear(2, { type: 'up-to-date', epoch: epoch(2), committed: zxid(0, 0) })
  },
  leading: (peer: Conversation) => {
    peer.hearVote(2, { for: 1, last: '0:0' }).hearVote(3, { for: 1, last: '0:0' }).tick(3)
    peer.hear(2, { type: 'follower-info', attempt: 1, acceptedEpoch: epoch(1), observer: false }).sync()
    peer.hear(2, { type: 'ack-epoch', epoch: epoch(2), currentEpoch: epoch(0), last: zxid(0, 0) }).sync()
    peer.hear(2, { type: 'ack-new-leader', epoch: epoch(2) })
  },
}

for (const [role, opening] of Object.entries(openings)) {
  test(`a peer that was ${role} takes any messages in any order`, { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 60 }), (sequence) => {
        const peer = new Conversation({ id: 1, voters: 3, observers: 1, durable: { acceptedEpoch: epoch(1) } })
        opening(peer)
        for (const act of sequence) {
          if (act === 'sync') peer.sync()
          else if (act === 'reconnect') for (const n of [2, 3, 4]) peer.give({ type: 'link-up', peer: peerId(n) })
          else peer.give(act)
        }
      }),
      { numRuns: 500 },
    )
  })
}

test('the openings lead where they say', () => {
  const arrived = Object.entries(openings).map(([role, opening]) => {
    const peer = new Conversation({ id: 1, voters: 3, observers: 1, durable: { acceptedEpoch: epoch(1) } })
    opening(peer)
    return [role, peer.view.role, peer.view.phase]
  })
  expect(arrived).toEqual([
    ['looking', 'looking', 'election'],
    ['following', 'following', 'synchronization'],
    ['level', 'following', 'broadcast'],
    ['leading', 'leading', 'broadcast'],
  ])
})
