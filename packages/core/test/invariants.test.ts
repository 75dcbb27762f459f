/** The checks see: each is shown something that must not be, and names it. */
import { describe, expect, test } from 'vitest'
import { checkPeer, checkStep, type Effect, peerId, viewOf, type WriteId } from '../src/index.ts'
import { EnsembleChecks } from '../src/testing/checks.ts'
import { Disk } from '../src/testing/disk.ts'
import { at, batch, type Conversation, epoch } from './conversation.ts'
import { leaderInBroadcast, learnerInBroadcast } from './roles.ts'

describe('checkPeer', () => {
  test.each<[string, (peer: Conversation['peer']) => void]>([
    [
      'I3: currentEpoch <= acceptedEpoch',
      (peer) => {
        peer.currentEpoch = epoch(9)
      },
    ],
    [
      'I13: delivered <= committed',
      (peer) => {
        peer.delivered = at('2:9')
      },
    ],
    [
      'base <= delivered',
      (peer) => {
        peer.delivered = at('0:0')
        peer.history.compact(at('1:1'))
      },
    ],
    [
      'committed <= last',
      (peer) => {
        peer.committed = at('2:9')
      },
    ],
    [
      'durable <= last',
      (peer) => {
        peer.writes.durable = at('2:9')
      },
    ],
    [
      'I2: a learner follows the epoch it promised last',
      (peer) => {
        peer.acceptedEpoch = epoch(9)
      },
    ],
  ])('%s', (what, corrupt) => {
    const { peer } = learnerInBroadcast()
    checkPeer(peer)
    corrupt(peer)
    expect(() => checkPeer(peer)).toThrow(what)
  })

  test('I15: a leader counts no ack of what it did not send', () => {
    const { peer } = leaderInBroadcast()
    checkPeer(peer)
    if (peer.doing.role === 'leading') for (const learner of peer.doing.learners) learner.acked = at('2:9')
    expect(() => checkPeer(peer)).toThrow('I15: nobody acknowledges what it was not sent')
  })
})

describe('checkStep', () => {
  const to = peerId(2)
  const send = (message: Extract<Effect, { type: 'send' }>['message']): Effect => ({ type: 'send', to, message })

  test.each<[string, readonly Effect[]]>([
    ['I15: an ack follows the disk', [send({ type: 'ack', epoch: epoch(2), upTo: at('2:9') })]],
    ['I2: no ack of an epoch older than the promise', [send({ type: 'ack', epoch: epoch(1), upTo: at('1:1') })]],
    [
      'I15: ack-epoch follows the promise',
      [send({ type: 'ack-epoch', epoch: epoch(3), currentEpoch: epoch(2), last: at('1:1') })],
    ],
    [
      'I15: a learner tells what its disk has',
      [send({ type: 'ack-epoch', epoch: epoch(2), currentEpoch: epoch(2), last: at('1:7') })],
    ],
    ['I15: ack-new-leader follows the current epoch', [send({ type: 'ack-new-leader', epoch: epoch(3) })]],
    ['leader-info follows', [send({ type: 'leader-info', attempt: 1, epoch: epoch(3) })]],
    [
      'I12: nothing committed is cut',
      [{ type: 'persist', id: 1 as WriteId, write: { type: 'truncate', to: at('0:0') } }],
    ],
    ['I13: deliveries have no gaps', [{ type: 'deliver', batch: batch('2:2', 'x') }]],
    ['I13: what was delivered is what a peer says it delivered', [{ type: 'deliver', batch: batch('2:1', 'x') }]],
    [
      'messages leave on links that are up',
      [{ type: 'send', to: peerId(9), message: { type: 'diff', epoch: epoch(2) } }],
    ],
  ])('%s', (what, effects) => {
    const { peer } = learnerInBroadcast()
    checkStep(viewOf(peer), peer, [])
    expect(() => checkStep(viewOf(peer), peer, effects)).toThrow(what)
  })

  test('I3 and commits: nothing goes back', () => {
    const { peer } = learnerInBroadcast()
    const before = viewOf(peer)
    expect(() => checkStep({ ...before, acceptedEpoch: epoch(9) }, peer, [])).toThrow('I3: acceptedEpoch')
    expect(() => checkStep({ ...before, currentEpoch: epoch(9) }, peer, [])).toThrow('I3: currentEpoch')
    expect(() => checkStep({ ...before, committed: at('9:1') }, peer, [])).toThrow('a commit is never taken back')
  })
})

describe('the checks of a whole ensemble', () => {
  const entry = (zxid: string, text: string) => ({ zxid: at(zxid), text })

  function diskWith(...texts: readonly string[]): Disk {
    const disk = new Disk(true)
    disk.write(1 as WriteId, { type: 'append', batch: batch('1:1', ...texts), committed: at('0:0') }, 0)
    disk.sync()
    return disk
  }

  test('I1: two leaders of one epoch', () => {
    const checks = new EnsembleChecks()
    checks.onEstablished({ leader: peerId(1), epoch: 4 }, 0)
    expect(() => checks.onEstablished({ leader: peerId(2), epoch: 4 }, 0)).toThrow(
      'I1: peers 1 and 2 both lead epoch 4',
    )
  })

  test('I6: two logs that part before a transaction they share', () => {
    const checks = new EnsembleChecks()
    checks.checkLogsMatch([diskWith('a', 'b'), diskWith('a', 'b', 'c'), diskWith('a')])
    expect(() => checks.checkLogsMatch([diskWith('a', 'b'), diskWith('x', 'b')])).toThrow('I6')
  })

  test('I7: two peers that deliver different things', () => {
    const checks = new EnsembleChecks()
    checks.onDelivered(peerId(1), 0, entry('1:1', 'a'))
    checks.onDelivered(peerId(2), 0, entry('1:1', 'a'))
    expect(() => checks.onDelivered(peerId(3), 0, entry('1:1', 'b'))).toThrow('I7: peer 3 delivers 1:1 "b"')
    expect(() => checks.onDelivered(peerId(3), 5, entry('1:6', 'b'))).toThrow('I13')
  })

  test('I8: something committed on too few disks', () => {
    const checks = new EnsembleChecks()
    checks.onDelivered(peerId(1), 0, entry('1:1', 'a'))
    checks.checkDurable([diskWith('a'), diskWith('a'), new Disk(true)])
    expect(() => checks.checkDurable([diskWith('a'), new Disk(true), new Disk(true)])).toThrow(
      'I8: 1:1 "a" is on 1 disks only',
    )
  })

  test('I11: a leader that lacks something committed', () => {
    const checks = new EnsembleChecks()
    checks.onDelivered(peerId(1), 0, entry('1:1', 'a'))
    expect(() => checks.onEstablished({ leader: peerId(2), epoch: 2 }, 0)).toThrow('I11: leader 2 lacks 1')
  })
})
