import { describe, expect, test } from 'vitest'
import { peerId, type ZabMessage } from '../../src/index.ts'
import { at, batch, epoch } from '../conversation.ts'
import { learnerAnswered, learnerInBroadcast } from '../roles.ts'

const e2 = epoch(2)
const snapshotFrom2 = { type: 'snapshot-staged', from: peerId(2), zxid: at('1:9') } as const
const behindIt: ZabMessage = { type: 'proposal', epoch: e2, prev: at('1:9'), batch: batch('2:1', 'x') }

describe('TRUNC', () => {
  test('to what was committed or before: this peer halts and says so', () => {
    const log = [batch('1:1', 'a', 'b', 'c')]
    const peer = learnerInBroadcast({ durable: { acceptedEpoch: epoch(1), currentEpoch: epoch(1), log } })
    expect(peer.view.committed).toBe(at('1:1'))
    peer.give({ type: 'link-down', peer: peerId(2) }).give({ type: 'link-up', peer: peerId(2) })
    peer.tick(3).hearVote(2, { for: 2, role: 'leading', round: 3, current: 2 })
    peer
      .hear(2, { type: 'leader-info', attempt: 2, epoch: epoch(3) })
      .sync()
      .hear(2, { type: 'trunc', epoch: epoch(3), to: at('0:0') })

    expect(peer.said.at(-1)).toBe(
      'halt: peer 2 would cut our log to 0:0, but 1:1 was committed: one of the two histories is damaged',
    )
    expect(peer.tick().said).toEqual([])
  })

  test('below what a former life knew to be committed: this peer halts too', () => {
    const log = [batch('1:1', 'a', 'b', 'c')]
    const durable = { acceptedEpoch: epoch(1), currentEpoch: epoch(1), committed: at('1:2'), log }
    const peer = learnerAnswered({ durable }).hear(2, { type: 'trunc', epoch: e2, to: at('1:1') })
    expect(peer.said.at(-1)).toContain('would cut our log to 1:1, but 1:2 was committed')
  })

  test('to a place it does not hold: it leaves and says so', () => {
    const peer = learnerAnswered().hear(2, { type: 'trunc', epoch: e2, to: at('0:5') })
    expect(peer.view).toMatchObject({ role: 'looking', last: at('1:1') })
    expect(peer.said.join('\n')).toContain(
      '-> 2 farewell, attempt 1: peer 2 would cut our log at 0:5, which it does not hold',
    )
  })
})

describe('SNAP', () => {
  test('what comes behind it waits until it is staged', () => {
    const peer = learnerAnswered().hear(2, { type: 'snap', epoch: e2 })
    peer.hear(2, behindIt).hear(2, { type: 'new-leader', epoch: e2 })
    expect(peer.said.filter((line) => line.startsWith('persist'))).toEqual(['persist #1 epochs accepted 2, current 1'])

    expect(peer.give(snapshotFrom2).said).toEqual([
      'persist #2 install-snapshot 1:9',
      'restore 1:9',
      'persist #3 append 2:1',
    ])
    expect(peer.sync().said).toEqual(['persist #4 epochs accepted 2, current 2'])
    expect(peer.view).toMatchObject({ base: at('1:9'), delivered: at('1:9'), last: at('2:1') })
  })

  test('one that is staged after we left its leader is not installed', () => {
    const peer = learnerAnswered()
      .hear(2, { type: 'snap', epoch: e2 })
      .give({ type: 'link-down', peer: peerId(2) })
    const { last, base } = peer.view
    peer.give(snapshotFrom2)
    expect(peer.view).toMatchObject({ last, base })
  })

  test('one that ends before what we delivered is refused', () => {
    const peer = learnerAnswered({
      durable: { acceptedEpoch: epoch(1), currentEpoch: epoch(1), base: at('1:20') },
    })
    peer.hear(2, { type: 'snap', epoch: e2 }).give(snapshotFrom2)
    expect(peer.view).toMatchObject({ role: 'looking', base: at('1:20') })
  })

  test('more than the window allows behind it closes the link', () => {
    const peer = learnerAnswered({ limits: { windowMessagesMax: 2 } }).hear(2, { type: 'snap', epoch: e2 })
    for (let i = 0; i < 4; i += 1) peer.hear(2, behindIt)
    expect(peer.said).toContain('close-link 2: more came behind a snapshot than the window allows')
  })
})

test('back with the leader of an epoch it adopted before, it writes no epoch again', () => {
  const peer = learnerInBroadcast()
  peer.give({ type: 'link-down', peer: peerId(2) }).give({ type: 'link-up', peer: peerId(2) })
  peer.hearVote(2, { for: 2, role: 'leading', current: 2 }).hear(2, { type: 'leader-info', attempt: 2, epoch: e2 })
  expect(peer.said.at(-1)).toBe('-> 2 ack-epoch 2, current 2, last 1:1')
  peer.hear(2, { type: 'diff', epoch: e2 }).hear(2, { type: 'new-leader', epoch: e2 })
  expect(peer.said.at(-1)).toBe('-> 2 ack-new-leader 2')
})

test('what a former life knew to be committed is not delivered again; the rest is, and what is decided is packed', () => {
  const log = Array.from({ length: 1000 }, (_, i) => batch(`1:${i + 1}`, `${i + 1}`))
  const durable = { acceptedEpoch: epoch(1), currentEpoch: epoch(1), committed: at('1:998'), log }
  const peer = learnerAnswered({ durable })
  expect(peer.view).toMatchObject({
    base: at('0:0'),
    committed: at('1:998'),
    delivered: at('1:998'),
    last: at('1:1000'),
  })
  expect(peer.peer.history.batchCount).toBeLessThan(260)
  peer.hear(2, { type: 'diff', epoch: e2 }).hear(2, { type: 'new-leader', epoch: e2 }).sync()
  peer.hear(2, { type: 'up-to-date', epoch: e2, committed: at('1:1000') })
  expect(peer.said.filter((line) => line.startsWith('deliver'))).toEqual(['deliver 1:999..1:1000'])
})

test('A7, 4685: an ack of a proposal never overtakes ack-new-leader', () => {
  const peer = learnerAnswered().hear(2, { type: 'diff', epoch: e2 }).hear(2, { type: 'new-leader', epoch: e2 })
  const { issued } = peer.peer.writes
  peer.hear(2, { type: 'proposal', epoch: e2, prev: at('1:1'), batch: batch('2:1', 'x') })
  expect(peer.said.length).toBeGreaterThan(0)

  expect(peer.sync(issued).said).toEqual(['-> 2 ack-new-leader 2'])
  expect(peer.sync().said).toEqual(['-> 2 ack 2:1'])
})
