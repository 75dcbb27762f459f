/**
 * What went wrong in the elections and quorums of other implementations, each as a schedule that must not go wrong here.
 * The numbers are ZooKeeper's issues; B1 … B15 are the names docs/testing.md uses.
 */
import { expect, test } from 'vitest'
import { DEFAULT_TIMING, peerId } from '../../src/index.ts'
import { Ensemble } from '../../src/testing/index.ts'
import { at, Conversation, epoch } from '../conversation.ts'

test('B1, 975: a new peer with the highest id does not elect itself while an ensemble runs', () => {
  const ensemble = Ensemble.of(3).start(1, 2).settle()
  ensemble.mute(1, 3).mute(2, 3).start(3).settle().passTime(10)
  expect(ensemble.view(3).role).toBe('looking')

  ensemble.heal().settle()
  expect([ensemble.leader, ensemble.view(3).role]).toEqual([2, 'following'])
})

test('B3, 1514: a restarted leader does not resume because others still name it', () => {
  const peer = new Conversation({ id: 3 })
  peer.hearVote(1, { for: 3, role: 'following', round: 5 }).hearVote(2, { for: 3, role: 'following', round: 5 })

  expect(peer.view.role).toBe('looking')
  expect(peer.view.round).toBe(1)
})

test('B4, 1732, 1805: members that remember different zxids and rounds of one reign still lead a joiner to it', () => {
  const peer = new Conversation({ id: 1, voters: 5 })
  peer.hearVote(5, { for: 5, role: 'leading', round: 7, current: 4, last: '3:9' })
  expect(peer.view.role).toBe('looking')
  peer.hearVote(4, { for: 5, role: 'following', round: 6, current: 4, last: '3:7' })

  expect(peer.view).toMatchObject({ role: 'following', leader: 5 })
})

test('B5, 3537 and B8, 569: a leader that does not say itself that it leads is not followed', () => {
  const peer = new Conversation({ id: 1 })
  peer.hearVote(2, { for: 3, role: 'following', round: 4 })
  expect(peer.view.role).toBe('looking')

  peer.hearVote(3, { for: 3, role: 'following', round: 4 })
  expect(peer.view.role).toBe('looking')
})

test('B6, 764: a vote for an observer, or by one, elects nobody', () => {
  const peer = new Conversation({ id: 1, voters: 3, observers: 2 })
  peer.hearVote(2, { for: 4, current: 9, last: '9:9' })
  expect(peer.view.vote.leader).toBe(1)

  peer.hearVote(4, { for: 4, current: 9, last: '9:9' }).hearVote(5, { for: 1 })
  expect(peer.view.vote.leader).toBe(1)
  expect(peer.view.role).toBe('looking')
})

test('B7, 2959: observers make no quorum', () => {
  const ensemble = Ensemble.of(3, { observers: 2 }).start(3, 4, 5).settle().passTime(30)
  expect(ensemble.view(3).role).toBe('looking')

  ensemble.start(2).settle().passTime(30).crash(2).propose(3, 'w1').settle()
  expect(ensemble.delivered(3)).toEqual([])
})

test('B8, 131: a candidate that died is not voted for in the next round', () => {
  const ensemble = Ensemble.of(3).start(1, 2, 3)
  ensemble.settleUntil(() => ensemble.view(1).vote.leader === 3 && ensemble.view(2).vote.leader === 3)
  ensemble.crash(3).settle()

  expect(ensemble.leader).toBe(2)
})

test('B9, 3109: a leader whose supporters turn away does not wait for them', () => {
  const peer = new Conversation({ id: 3, voters: 5 })
  for (const n of [1, 2, 4, 5]) peer.hearVote(n, { for: 3, current: 0 })
  peer.give({ type: 'link-down', peer: peerId(4) }).give({ type: 'link-down', peer: peerId(5) })
  peer.tick(2)
  expect(peer.view.role).toBe('leading')

  peer.hearVote(2, { for: 2, round: 2, last: '0:0' })
  expect(peer.view.role).toBe('looking')
  expect(peer.said.join('\n')).toContain('only 2 of 5 voters are with us')
})

test('B12, 2325: a wiped disk does not vote, so what only the others had is not lost', () => {
  const ensemble = Ensemble.of(3).elect().crash(1).propose(3, 'w1').settle()
  ensemble.crash(2).crash(3).wipe(3).start(1, 3).settle().passTime(30)
  expect(ensemble.hasLeader).toBe(false)

  ensemble.start(2).settle()
  expect(ensemble.all.delivered).toEqual(['w1'])
})

test('B12: a wiped peer that was brought level votes in the next election, not in this reign', () => {
  const ensemble = Ensemble.of(3).elect().propose(3, 'w1').settle().crash(1).wipe(1).start(1).settle()
  expect(ensemble.view(1).role).toBe('observing')
  expect(ensemble.delivered(1)).toEqual(['w1'])

  ensemble.crash(2).propose(3, 'w2').settle()
  expect(ensemble.delivered(3)).toEqual(['w1'])
  ensemble.passTime()
  expect(ensemble.view(1).role).toBe('following')
  expect(ensemble.all.delivered).toEqual(['w1', 'w2'])
})

test('an ensemble of disks nobody vouched for elects nobody', () => {
  const ensemble = Ensemble.of(3, { untrusted: [1, 2, 3] })
    .elect()
    .passTime(50)
  expect(ensemble.hasLeader).toBe(false)
})

test('B13, 1343: a new epoch is newer than the leader’s own promise, too', () => {
  const peer = new Conversation({ id: 3, durable: { acceptedEpoch: epoch(5), currentEpoch: epoch(4) } })
  peer.hearVote(2, { for: 3, current: 4 }).tick(3)
  peer.hear(2, { type: 'follower-info', attempt: 1, acceptedEpoch: epoch(5), observer: false }).sync()

  expect(peer.said).toContain('-> 2 leader-info 6, attempt 1')
})

test('B14: a voter that promised a newer epoch is taken in by beginning another, and seldom', () => {
  const ensemble = Ensemble.of(3).start(2, 3).settle().propose(3, 'w1').settle()
  ensemble.disk(1).state = { ...ensemble.disk(1).state, acceptedEpoch: epoch(9) }

  ensemble.start(1).settle()
  expect(ensemble.view(1).phase).toBe('discovery')
  ensemble.passTime(25)
  expect(ensemble.view(1).phase).toBe('broadcast')
  expect(ensemble.view(ensemble.leader).currentEpoch).toBeGreaterThan(9)
  expect(ensemble.all.delivered).toEqual(['w1'])

  const { currentEpoch } = ensemble.view(ensemble.leader)
  ensemble.crash(1)
  ensemble.disk(1).state = { ...ensemble.disk(1).state, acceptedEpoch: epoch(50) }
  ensemble.start(1).settle().passTime(100)
  expect(ensemble.view(ensemble.leader).currentEpoch).toBe(currentEpoch)
})

test('B15, 1465: the patience of synchronization begins again while a snapshot moves', () => {
  const ensemble = Ensemble.of(3, { timing: { initTicks: 30 } })
    .elect()
    .crash(1)
    .propose(3, 'w1')
    .settle()
    .compact(3)
    .start(1)
  ensemble.settleUntil(() => ensemble.onTheWay(3, 1).at(0) === 'snapshot').mute(3, 1)
  for (let i = 0; i < 20; i += 1) {
    ensemble.passTime(10)
    ensemble.give(3, { type: 'snapshot-progress', peer: peerId(1) })
    ensemble.give(1, { type: 'snapshot-progress', peer: peerId(3) })
  }
  expect(ensemble.view(1).phase).toBe('synchronization')
  expect(ensemble.view(1).base).toBe(0)

  ensemble.heal().settle()
  expect(ensemble.all.delivered).toEqual(['w1'])
})

test('a peer that cannot reach the candidate does not follow it, and disturbs nobody', () => {
  const ensemble = Ensemble.of(3).cut(1, 3).elect().passTime(10)
  expect([ensemble.view(1).role, ensemble.leader]).toEqual(['looking', 3])

  ensemble.passTime(50).propose(3, 'w1').settle()
  expect(ensemble.delivered(2)).toEqual(['w1'])
  ensemble.heal().settle()
  expect(ensemble.all.delivered).toEqual(['w1'])
})

test('votes read only what is on disk', () => {
  const peer = new Conversation({
    durable: { acceptedEpoch: epoch(3), currentEpoch: epoch(2), base: at('2:7') },
  })
  expect(peer.said).toContain('-> 2 notification: looking, round 1, votes 1 (epoch 2, 2:7)')
})

test('a voter that decided sooner still counts for the peer it decided for', () => {
  // Peer 3 is frozen: its link is up, so peer 2 waits a moment before it decides. Peer 1 had lost that link and did not.
  const talk = new Conversation({ id: 2 })
  talk.hearVote(1, { for: 2 }).hearVote(1, { for: 2, role: 'following' })
  expect(talk.view.role).toBe('looking')
  talk.tick(DEFAULT_TIMING.finalizeTicks + 1)
  expect(talk.view.role).toBe('leading')
})
