/**
 * One test per claim of "Zab: High-performance broadcast for primary-backup systems" (Junqueira, Reed, Serafini 2011) that
 * one can see on a few peers. The schedules of test/properties look for violations of the same claims at random.
 */
import { describe, expect, test } from 'vitest'
import { Ensemble } from '../../src/testing/index.ts'
import { at, batch, Conversation, epoch } from '../conversation.ts'

describe('Phase 1, discovery', () => {
  test('a follower sends its last promise to the prospective leader', () => {
    const peer = new Conversation({ durable: { acceptedEpoch: epoch(7), currentEpoch: epoch(6) } })
    peer.hearVote(2, { for: 2, role: 'leading', current: 6 })
    expect(peer.said).toContain('-> 2 follower-info accepted 7, attempt 1')
  })

  test('the new epoch is later than every promise of the quorum', () => {
    const peer = new Conversation({ id: 5, voters: 5, durable: { acceptedEpoch: epoch(3), currentEpoch: epoch(3) } })
    for (const n of [1, 2, 3, 4]) peer.hearVote(n, { for: 5, current: 3 })
    for (const [n, accepted] of [
      [1, 3],
      [2, 8],
    ] as const) {
      peer.hear(n, { type: 'follower-info', attempt: 1, acceptedEpoch: epoch(accepted), observer: false })
    }
    expect(peer.said).toContain('persist #1 epochs accepted 9, current 3')
  })

  test('a follower promises a later epoch only, and answers with its current epoch and history', () => {
    const peer = new Conversation({
      durable: { acceptedEpoch: epoch(3), currentEpoch: epoch(2), log: [batch('2:1', 'a', 'b')] },
    })
    peer.hearVote(2, { for: 2, role: 'leading', current: 2, last: '2:2' })
    peer.hear(2, { type: 'leader-info', attempt: 1, epoch: epoch(4) })
    expect(peer.said.at(-1)).toBe('persist #1 epochs accepted 4, current 2')
    expect(peer.sync().said).toEqual(['-> 2 ack-epoch 4, current 2, last 2:2'])
  })

  test('a follower does not go back to an epoch before its promise', () => {
    const peer = new Conversation({ durable: { acceptedEpoch: epoch(5), currentEpoch: epoch(2) } })
    peer.hearVote(2, { for: 2, role: 'leading', current: 2 })
    peer.hear(2, { type: 'leader-info', attempt: 1, epoch: epoch(4) })
    expect(peer.view).toMatchObject({ role: 'looking', acceptedEpoch: 5 })
  })

  test('the initial history is the most recent of the quorum: a leader that meets a more recent one gives up', () => {
    const peer = leaderOfThree()
    peer.hear(2, { type: 'ack-epoch', epoch: epoch(2), currentEpoch: epoch(1), last: at('1:9') })
    expect(peer.view.role).toBe('looking')
    expect(peer.said.join('\n')).toContain('peer 2 knows more than we do: epoch 1, 1:9 over epoch 1, 1:1')
  })
})

describe('Phase 2, synchronization', () => {
  test('no history is offered before a quorum has promised', () => {
    const peer = leaderOfThree()
    expect(peer.said.filter((line) => /diff|trunc|snap|new-leader/.test(line))).toEqual([])
    peer.hear(2, { type: 'ack-epoch', epoch: epoch(2), currentEpoch: epoch(1), last: at('1:1') })
    expect(peer.said).toContain('-> 2 new-leader 2')
  })

  test('a follower adopts the epoch after the history, and acknowledges after both', () => {
    const peer = followerOfThree()
    peer.hear(2, { type: 'diff', epoch: epoch(2) })
    peer.hear(2, { type: 'proposal', epoch: epoch(2), prev: at('0:0'), batch: batch('1:1', 'a') })
    peer.hear(2, { type: 'new-leader', epoch: epoch(2) })
    expect(peer.said.slice(1)).toEqual(['persist #2 append 1:1'])
    expect(peer.sync().said).toEqual(['persist #3 epochs accepted 2, current 2'])
    expect(peer.sync().said[0]).toBe('-> 2 ack-new-leader 2')
  })

  test('the leader commits its initial history when a quorum has adopted it, its own disk included', () => {
    const peer = leaderOfThree()
    peer.hear(2, { type: 'ack-epoch', epoch: epoch(2), currentEpoch: epoch(1), last: at('1:1') })
    peer.hear(2, { type: 'ack-new-leader', epoch: epoch(2) })
    expect(peer.view).toMatchObject({ phase: 'synchronization', committed: 0 })
    peer.sync()
    expect(peer.view).toMatchObject({ phase: 'broadcast', committed: at('1:1'), delivered: at('1:1') })
  })

  test('a follower delivers the initial history when it is told that the epoch is established', () => {
    const peer = followerOfThree()
    peer.hear(2, { type: 'diff', epoch: epoch(2) })
    peer.hear(2, { type: 'proposal', epoch: epoch(2), prev: at('0:0'), batch: batch('1:1', 'a') })
    peer
      .hear(2, { type: 'new-leader', epoch: epoch(2) })
      .sync()
      .sync()
    peer.hear(2, { type: 'commit', epoch: epoch(2), upTo: at('1:1'), withYours: at('1:1') })
    expect(peer.view).toMatchObject({ phase: 'synchronization', delivered: 0 })
    peer.hear(2, { type: 'up-to-date', epoch: epoch(2), committed: at('0:0') })
    expect(peer.view).toMatchObject({ phase: 'broadcast', delivered: at('1:1') })
  })
})

describe('Phase 3, broadcast', () => {
  test('zxids count up within an epoch, and a new epoch begins at 1', () => {
    const ensemble = Ensemble.of(3).elect().propose(3, 'a').propose(3, 'b', 'c').settle()
    expect(ensemble.view(3).last).toBe(at('1:3'))
    ensemble.crash(3).settle().propose(2, 'd').settle()
    expect(ensemble.view(2).last).toBe(at('2:1'))
  })

  test('a proposal is committed when a quorum has acknowledged it, and not before', () => {
    const ensemble = Ensemble.of(5).elect().holdDisk(1).holdDisk(2).holdDisk(3).propose(5, 'a').settle()
    expect(ensemble.delivered(5)).toEqual([])
    ensemble.releaseDisk(3).settle()
    expect(ensemble.delivered(5)).toEqual(['a'])
  })

  test('proposals are committed in order: an ack covers everything before it', () => {
    const ensemble = Ensemble.of(3).elect().crash(1).holdDisk(2).propose(3, 'a').propose(3, 'b').settle()
    ensemble.releaseDisk(2).settle()
    expect(ensemble.delivered(3)).toEqual(['a', 'b'])
    expect(ensemble.trace()).toContain('deliver 1:1..1:2')
  })

  test('a follower that comes late gets the history and every later proposal, without a gap', () => {
    const ensemble = Ensemble.of(3).elect().crash(1).propose(3, 'a').settle().start(1)
    ensemble
      .settleUntil(() => ensemble.onTheWay(3, 1).includes('new-leader'))
      .propose(3, 'b')
      .settle()
    expect(ensemble.delivered(1)).toEqual(['a', 'b'])
  })
})

describe('the properties', () => {
  test('primary order: what a new leader proposes comes after everything its predecessors committed', () => {
    const ensemble = Ensemble.of(3).elect().propose(3, 'first')
    ensemble
      .settleUntil(() => ensemble.delivered(3).length === 1)
      .crash(3)
      .settle()
      .propose(2, 'second')
      .settle()
    expect(ensemble.all.delivered).toEqual(['first', 'second'])
  })

  test('agreement: a leader without a quorum delivers nothing', () => {
    const ensemble = Ensemble.of(3).elect().isolate(3).propose(3, 'alone').settle()
    expect(ensemble.delivered(3)).toEqual([])
  })

  test('liveness: with a quorum up and connected, writes go on', () => {
    const ensemble = Ensemble.of(5).elect().crash(5).crash(4).settle().passTime(3)
    ensemble.propose(ensemble.leader, 'a').settle()
    expect(ensemble.all.delivered).toEqual(['a'])
  })
})

/** Peer 3 leads in discovery with one transaction of epoch 1, and has asked peer 2 to promise epoch 2. */
function leaderOfThree(): Conversation {
  const peer = new Conversation({
    id: 3,
    durable: { acceptedEpoch: epoch(1), currentEpoch: epoch(1), log: [batch('1:1', 'a')] },
  })
  peer.hearVote(1, { for: 3, current: 1, last: '1:1' }).hearVote(2, { for: 3, current: 1, last: '1:1' })
  peer.hear(2, { type: 'follower-info', attempt: 1, acceptedEpoch: epoch(1), observer: false }).sync()
  return peer
}

/** Peer 1 follows peer 2 and has promised it epoch 2. */
function followerOfThree(): Conversation {
  const peer = new Conversation({ durable: { acceptedEpoch: epoch(1), currentEpoch: epoch(1) } })
  peer.hearVote(2, { for: 2, role: 'leading', current: 1 })
  peer.hear(2, { type: 'leader-info', attempt: 1, epoch: epoch(2) }).sync()
  expect(peer.said.at(-1)).toContain('ack-epoch 2')
  return peer
}
