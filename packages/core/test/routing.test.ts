/** Every message is checked against the relation with its sender: what is of the past is dropped, what cannot be closes the link. */
import { describe, expect, test } from 'vitest'
import { peerId, type ZabMessage } from '../src/index.ts'
import { at, batch, Conversation, epoch } from './conversation.ts'
import { leaderInBroadcast, leaderInDiscovery, learnerAnswered, learnerInBroadcast, learnerKnocking } from './roles.ts'

const e2 = epoch(2)
const proposal = (prev: string, first: string, ...texts: string[]): ZabMessage => ({
  type: 'proposal',
  epoch: e2,
  prev: at(prev),
  batch: batch(first, ...texts),
})

describe('the starting points are what they say', () => {
  test.each([
    [leaderInDiscovery, 'leading', 'discovery'],
    [leaderInBroadcast, 'leading', 'broadcast'],
    [learnerKnocking, 'following', 'discovery'],
    [learnerAnswered, 'following', 'discovery'],
    [learnerInBroadcast, 'following', 'broadcast'],
  ] as const)('%o', (begin, role, phase) => {
    expect(begin().view).toMatchObject({ role, phase })
  })
})

describe('what is of the past is dropped', () => {
  const silent: readonly [string, () => Conversation, number, ZabMessage][] = [
    ['anything from a leader before leader-info', learnerKnocking, 2, proposal('9:9', '9:1')],
    ['leader-info of an earlier attempt', learnerKnocking, 2, { type: 'leader-info', attempt: 0, epoch: epoch(9) }],
    ['a leader we do not follow', learnerInBroadcast, 3, proposal('9:9', '9:1')],
    ['an ack of a learner that is not ours', leaderInBroadcast, 1, { type: 'ack', epoch: e2, upTo: at('1:1') }],
    [
      'an ack while we look',
      () => leaderInBroadcast().give({ type: 'resign' }),
      2,
      { type: 'ack', epoch: e2, upTo: at('9:9') },
    ],
    ['an ack we had', leaderInBroadcast, 2, { type: 'ack', epoch: e2, upTo: at('1:1') }],
    ['a commit we had', learnerInBroadcast, 2, { type: 'commit', epoch: e2, upTo: at('1:1'), withYours: at('1:1') }],
    [
      'a farewell of an earlier attempt to follow us',
      leaderInBroadcast,
      2,
      { type: 'farewell', attempt: 0, why: 'old' },
    ],
    ['a farewell to an earlier attempt of ours', learnerInBroadcast, 2, { type: 'farewell', attempt: 0, why: 'old' }],
  ]

  test.each(silent)('%s', (_, begin, from, message) => {
    const peer = begin()
    const before = peer.view
    expect(peer.said.length).toBeGreaterThan(0)
    peer.hear(from, message)
    expect(peer.said).toEqual([])
    expect(peer.view).toEqual(before)
  })
})

describe('what no peer that follows the protocol could send closes the link', () => {
  const offences: readonly [string, () => Conversation, number, ZabMessage][] = [
    [
      'a stranger to the voters wants to follow',
      () => leaderInBroadcast({ observers: 1 }),
      4,
      { type: 'follower-info', attempt: 1, acceptedEpoch: epoch(0), observer: false },
    ],
    [
      'ack-epoch twice',
      leaderInBroadcast,
      2,
      { type: 'ack-epoch', epoch: e2, currentEpoch: epoch(1), last: at('1:1') },
    ],
    ['ack-new-leader twice', leaderInBroadcast, 2, { type: 'ack-new-leader', epoch: e2 }],
    ['ack-new-leader before new-leader', leaderInDiscovery, 2, { type: 'ack-new-leader', epoch: e2 }],
    ['an ack before the stream', leaderInDiscovery, 2, { type: 'ack', epoch: e2, upTo: at('1:1') }],
    ['an ack of what was not sent', leaderInBroadcast, 2, { type: 'ack', epoch: e2, upTo: at('2:7') }],
    ['a message of another epoch from a learner', leaderInBroadcast, 2, { type: 'pong', epoch: epoch(7), sent: 0 }],
    ['leader-info twice', learnerAnswered, 2, { type: 'leader-info', attempt: 1, epoch: e2 }],
    ['a proposal before a plan', learnerAnswered, 2, proposal('1:1', '2:1', 'x')],
    ['new-leader before a plan', learnerAnswered, 2, { type: 'new-leader', epoch: e2 }],
    ['a second plan', learnerInBroadcast, 2, { type: 'diff', epoch: e2 }],
    ['a second snap', learnerInBroadcast, 2, { type: 'snap', epoch: e2 }],
    ['a second trunc', learnerInBroadcast, 2, { type: 'trunc', epoch: e2, to: at('1:1') }],
    ['a second new-leader', learnerInBroadcast, 2, { type: 'new-leader', epoch: e2 }],
    ['a second up-to-date', learnerInBroadcast, 2, { type: 'up-to-date', epoch: e2, committed: at('1:1') }],
    ['a proposal that leaves a gap', learnerInBroadcast, 2, proposal('2:4', '2:5', 'x')],
    ['a proposal that does not follow its own prev', learnerInBroadcast, 2, proposal('1:1', '2:2', 'x')],
    ['a proposal of a later epoch', learnerInBroadcast, 2, proposal('1:1', '3:1', 'x')],
    ['an empty proposal', learnerInBroadcast, 2, proposal('1:1', '2:1')],
    [
      'a commit of what was not sent',
      learnerInBroadcast,
      2,
      { type: 'commit', epoch: e2, upTo: at('2:1'), withYours: at('2:1') },
    ],
    ['a message of another epoch from the leader', learnerInBroadcast, 2, { type: 'ping', epoch: epoch(3), sent: 0 }],
  ]

  test.each(offences)('%s', (_, begin, from, message) => {
    const peer = begin().hear(from, message)
    expect(peer.said.some((line) => line.startsWith(`close-link ${from}: `))).toBe(true)
    expect(peer.view.links).not.toContain(from)
  })

  test('after which nothing of that link is heard', () => {
    const peer = learnerInBroadcast().hear(2, { type: 'diff', epoch: e2 })
    expect(peer.view.role).toBe('looking')
    expect(peer.said.length).toBeGreaterThan(0)
    expect(peer.hearVote(2, { for: 2, role: 'leading' }).give({ type: 'link-down', peer: peerId(2) }).said).toEqual([])
  })
})

describe('knocking', () => {
  const knock: ZabMessage = { type: 'follower-info', attempt: 4, acceptedEpoch: epoch(1), observer: false }

  test('a knock that comes too early is served when we lead', () => {
    const peer = new Conversation({ id: 3 })
    expect(peer.hear(2, knock).said.some((line) => line.startsWith('-> 2 f'))).toBe(false)
    peer.hearVote(1, { for: 3 }).hearVote(2, { for: 3 })
    expect(peer.sync().said).toContain('-> 2 leader-info 2, attempt 4')
  })

  test('and refused when we follow another', () => {
    const peer = learnerKnocking({ voters: 3 })
    expect(peer.hear(3, knock).said).toContain('-> 3 farewell, attempt 4: peer 1 follows peer 2')
  })

  test('a knock is forgotten with its link, and with its farewell', () => {
    for (const forget of [
      (peer: Conversation) =>
        peer.give({ type: 'link-down', peer: peerId(2) }).give({ type: 'link-up', peer: peerId(2) }),
      (peer: Conversation) => peer.hear(2, { type: 'farewell', attempt: 4, why: 'changed my mind' }),
    ]) {
      const peer = new Conversation({ id: 3 }).hear(2, knock)
      forget(peer).hearVote(1, { for: 3 }).hearVote(2, { for: 3 })
      expect(peer.view.role).toBe('leading')
      expect(peer.view.learners).toEqual([])
    }
  })

  test('a learner that knocks again begins again', () => {
    const peer = leaderInBroadcast()
    peer.hear(2, { ...knock, attempt: 2, acceptedEpoch: e2 })
    expect(peer.said).toContain('-> 2 leader-info 2, attempt 2')
    expect(peer.view.learners).toMatchObject([{ peer: 2, phase: 'discovery' }])
  })
})
