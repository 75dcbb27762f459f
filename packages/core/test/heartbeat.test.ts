import { describe, expect, test } from 'vitest'
import { DEFAULT_TIMING } from '../src/index.ts'
import { at, epoch } from './conversation.ts'
import { leaderInBroadcast, leaderInDiscovery, learnerAnswered, learnerInBroadcast } from './roles.ts'

const { heartbeatTicks, checkQuorumTicks, followerTimeoutTicks, initTicks } = DEFAULT_TIMING
const e2 = epoch(2)

describe('a leader', () => {
  test('says that it is alive, and learns the round trip from the echo', () => {
    const peer = leaderInBroadcast()
    peer.tick(heartbeatTicks)
    const pings = peer.said.filter((line) => line === '-> 2 ping').length
    expect(pings).toBe(1)
    const sent = peer.peer.ticks
    peer.tick(3).hear(2, { type: 'pong', epoch: e2, sent: sent - 1 })
    expect(peer.view.learners).toMatchObject([{ roundTripTicks: 4, silentTicks: 0 }])
  })

  test('yields when it heard no quorum within its window, before its followers lose patience', () => {
    const peer = leaderInBroadcast().tick(checkQuorumTicks)
    expect(peer.view.role).toBe('leading')
    peer.tick()
    expect(peer.view.role).toBe('looking')
    expect(peer.said.join('\n')).toContain(
      `-> 2 farewell, attempt 1: only 1 of 3 voters were heard within ${checkQuorumTicks} ticks`,
    )
  })

  test('stays as long as a quorum answers', () => {
    const peer = leaderInBroadcast()
    for (let i = 0; i < 100; i += 1) peer.tick().hear(2, { type: 'pong', epoch: e2, sent: peer.peer.ticks })
    expect(peer.view.role).toBe('leading')
  })

  test('does not wait for ever for its quorum', () => {
    const peer = leaderInDiscovery().tick(initTicks)
    expect(peer.view.role).toBe('leading')
    peer.tick(2)
    expect(peer.view.role).toBe('looking')
    expect(peer.said.join('\n')).toContain(`no quorum joined us within ${initTicks} ticks of discovery`)
  })

  test('gives up a learner that answers pings and never acknowledges', () => {
    const peer = leaderInBroadcast({ limits: { windowMessagesMax: 1 } })
    peer.give({ type: 'propose', payloads: [new Uint8Array(1)] })
    for (let i = 0; i <= initTicks; i += 1) peer.tick().hear(2, { type: 'pong', epoch: e2, sent: peer.peer.ticks })
    expect(peer.said.join('\n')).toContain(`-> 2 farewell, attempt 1: it acknowledged nothing for ${initTicks} ticks`)
    expect(peer.view.learners).toEqual([])
  })

  test('proposes nothing when nothing is proposed', () => {
    const peer = leaderInBroadcast()
    expect(peer.said.length).toBeGreaterThan(0)
    expect(peer.give({ type: 'propose', payloads: [] }).said).toEqual([])
  })
})

describe('a follower', () => {
  test('answers a ping at once', () => {
    const peer = learnerInBroadcast()
    peer.hear(2, { type: 'ping', epoch: e2, sent: 7 })
    expect(peer.said.at(-1)).toBe('-> 2 pong')
  })

  test('leaves a leader that is silent', () => {
    const peer = learnerInBroadcast().tick(followerTimeoutTicks)
    expect(peer.view.role).toBe('following')
    peer.tick()
    expect(peer.said.join('\n')).toContain(`nothing was heard from peer 2 for ${followerTimeoutTicks} ticks`)
  })

  test('has more patience before it is level', () => {
    const peer = learnerAnswered().tick(initTicks)
    expect(peer.view.role).toBe('following')
    expect(peer.tick().view.role).toBe('looking')
  })

  test('forgets the silence with any word', () => {
    const peer = learnerInBroadcast()
    for (let i = 0; i < 5; i += 1)
      peer.tick(followerTimeoutTicks).hear(2, { type: 'commit', epoch: e2, upTo: at('1:1'), withYours: at('1:1') })
    expect(peer.view.role).toBe('following')
  })

  test('leaves a leader that says it looks, or follows another', () => {
    for (const word of [
      { for: 2, round: 9 },
      { for: 3, role: 'following' as const },
    ]) {
      expect(learnerInBroadcast().hearVote(2, word).view.role).toBe('looking')
    }
  })
})
