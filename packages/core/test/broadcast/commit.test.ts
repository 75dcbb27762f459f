import { describe, expect, test } from 'vitest'
import { Ensemble } from '../../src/testing/index.ts'
import { at, batch, type Conversation, epoch } from '../conversation.ts'
import { leaderInBroadcast, learnerInBroadcast } from '../roles.ts'

const e2 = epoch(2)

/** A learner that was sent 2:1, which is not on its disk yet. */
function learnerWithProposal(): Conversation {
  const peer = learnerInBroadcast()
  peer.hear(2, { type: 'proposal', epoch: e2, prev: at('1:1'), batch: batch('2:1', 'b') }).said
  return peer
}

describe('a learner', () => {
  test('decides with its own disk what all others that a quorum needs have, and says so afterwards', () => {
    const peer = learnerWithProposal().hear(2, { type: 'commit', epoch: e2, upTo: at('1:1'), withYours: at('2:1') })
    expect(peer.view.delivered).toBe(at('1:1'))
    expect(peer.sync().said).toEqual(['-> 2 ack 2:1', 'deliver 2:1'])
  })

  test('decides it when it is told later than its disk was done', () => {
    const peer = learnerWithProposal().sync()
    expect(peer.view.delivered).toBe(at('1:1'))
    peer.hear(2, { type: 'commit', epoch: e2, upTo: at('1:1'), withYours: at('2:1') })
    expect(peer.view.delivered).toBe(at('2:1'))
  })

  test('decides nothing with its disk once it has left the leader that offered it', () => {
    const peer = learnerWithProposal().hear(2, { type: 'commit', epoch: e2, upTo: at('1:1'), withYours: at('2:1') })
    peer.give({ type: 'link-down', peer: peer.view.leader as NonNullable<typeof peer.view.leader> }).sync()
    expect(peer.view).toMatchObject({ role: 'looking', delivered: at('1:1'), durable: at('2:1') })
  })

  test.each(['0:0', '2:2'])('closes the link to a leader that offers %s', (withYours) => {
    const peer = learnerWithProposal().hear(2, { type: 'commit', epoch: e2, upTo: at('1:1'), withYours: at(withYours) })
    expect(peer.said).toContain('close-link 2: commit 1:1 speaks of what we were not sent')
  })
})

describe('a leader', () => {
  test('offers what is one disk short to the learner whose disk is missing, and need not tell it the end', () => {
    const peer = leaderInBroadcast()
    peer.give({ type: 'propose', payloads: batch('2:1', 'b').payloads }).said
    expect(peer.sync().said).toEqual(['-> 2 commit 1:1, with yours 2:1'])
    expect(peer.hear(2, { type: 'ack', epoch: e2, upTo: at('2:1') }).said).toEqual(['deliver 2:1'])
  })

  test('offers nothing to a learner that was counted already', () => {
    const peer = leaderInBroadcast()
    peer.give({ type: 'propose', payloads: batch('2:1', 'b').payloads }).said
    expect(peer.hear(2, { type: 'ack', epoch: e2, upTo: at('2:1') }).said).toEqual([])
    expect(peer.sync().said).toEqual(['deliver 2:1', '-> 2 commit 2:1'])
  })
})

test('of five, a follower decides when two others have it', () => {
  const ensemble = Ensemble.of(5).elect().holdDisk(1).holdDisk(2).holdDisk(3).holdDisk(4).propose(5, 'a').settle()
  ensemble.releaseDisk(1).settle()
  expect([1, 2, 3, 4, 5].map((id) => ensemble.delivered(id).length)).toEqual([0, 0, 0, 0, 0])
  ensemble.releaseDisk(2).settle()
  expect([1, 2, 3, 4, 5].map((id) => ensemble.delivered(id).length)).toEqual([1, 1, 1, 1, 1])
})

test('an observer is offered nothing', () => {
  const ensemble = Ensemble.of(3, { observers: 1 }).elect().propose(3, 'a').settle()
  expect(ensemble.trace()).not.toMatch(/-> 4 commit .*with yours/)
  expect(ensemble.delivered(4)).toEqual(['a'])
})
