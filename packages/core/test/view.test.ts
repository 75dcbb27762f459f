import { expect, test } from 'vitest'
import { canPropose, peerId, viewOf } from '../src/index.ts'
import { hasJoined } from '../src/view.ts'
import { at } from './conversation.ts'
import { leaderInBroadcast, leaderInDiscovery, learnerInBroadcast } from './roles.ts'

test('a view is a copy: later steps do not change it', () => {
  const talk = leaderInBroadcast()
  const before = viewOf(talk.peer)
  talk.tick(40)
  expect(talk.view.role).toBe('looking')
  expect(before).toMatchObject({
    role: 'leading',
    phase: 'broadcast',
    leader: 3,
    acceptedEpoch: 2,
    currentEpoch: 2,
    base: 0,
    last: at('1:1'),
    delivered: at('1:1'),
    links: [1, 2],
    learners: [{ peer: 2, observer: false, phase: 'broadcast', acked: at('1:1') }],
  })
})

test('only a leader in broadcast may be given proposals', () => {
  expect([leaderInDiscovery(), leaderInBroadcast(), learnerInBroadcast()].map(({ peer }) => canPropose(peer))).toEqual([
    false,
    true,
    false,
  ])
})

test('a learner has joined when it acknowledged the reign', () => {
  const joined = [leaderInDiscovery(), leaderInBroadcast(), learnerInBroadcast()].map(({ peer }) =>
    hasJoined(peer, peerId(2)),
  )
  expect(joined).toEqual([false, true, false])
})
