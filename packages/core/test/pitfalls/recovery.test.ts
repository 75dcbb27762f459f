/**
 * What went wrong in the recovery of other ZAB implementations, each as a schedule that must not go wrong here. The numbers
 * are ZooKeeper's issues; A1 … A31 are the names docs/testing.md uses.
 */
import { expect, test } from 'vitest'
import { Ensemble } from '../../src/testing/index.ts'

/** Peer 3 leads and has `text` on its own disk only; then everybody crashes, and the links are whole again. */
function onlyOnPeer3(text: string): Ensemble {
  const ensemble = Ensemble.of(3).elect().mute(3, 1).mute(3, 2)
  return ensemble.propose(3, text).settle().crash(1).crash(2).crash(3).heal()
}

function stageOf(ensemble: Ensemble, n: number): string {
  const { doing } = ensemble.peer(n)
  return doing.role === 'following' ? doing.stage : doing.role
}

test('A1, 3911: what a learner got by DIFF is on its disk before it acknowledges new-leader', () => {
  const ensemble = onlyOnPeer3('w1').start(3, 1)
  ensemble.settleUntil(() => ensemble.delivered(3).includes('w1'))

  ensemble.crash(1).crash(3).start(1, 2).settle()
  expect(ensemble.all.delivered).toEqual(['w1'])
})

test('A2, 4646: "handed to the disk" is not "on the disk": the ack waits for the completion', () => {
  const ensemble = onlyOnPeer3('w1').start(3, 1)
  ensemble
    .settleUntil(() => ensemble.view(1).acceptedEpoch === 2)
    .holdDisk(1)
    .settle()
  expect(stageOf(ensemble, 1)).toBe('history-syncing')
  expect(ensemble.view(3).phase).toBe('synchronization')

  ensemble.releaseDisk(1).settle()
  expect(ensemble.all.delivered).toEqual(['w1'])
})

test('A3, 4643: the current epoch is raised only over a history that is on disk', () => {
  const ensemble = Ensemble.of(3).elect().propose(3, 'w1').settle()
  ensemble.mute(3, 1).propose(3, 'w2').settle()
  expect(ensemble.delivered(3)).toEqual(['w1', 'w2'])
  ensemble.crash(1).crash(2).crash(3).heal().start(3, 2, 1)

  // All have promised epoch 2; peer 2 hears no more, the disk of peer 1 stands still while it gets the DIFF.
  ensemble.settleUntil(() => ensemble.view(1).acceptedEpoch === 2 && ensemble.view(2).acceptedEpoch === 2)
  ensemble.holdDisk(1).mute(3, 2).settle()
  expect(stageOf(ensemble, 1)).toBe('history-syncing')

  ensemble.crash(1).crash(3).settle().start(1).settle()
  expect(ensemble.leader).toBe(2)
  expect(ensemble.all.delivered).toEqual(['w1', 'w2'])
})

test('A5, 3023: a learner killed right after ack-new-leader has the whole stream on its disk', () => {
  const ensemble = Ensemble.of(3).elect().crash(1).propose(3, 'w1', 'w2', 'w3').settle().start(1)
  ensemble.settleUntil(() => ensemble.onTheWay(1, 3).includes('ack-new-leader')).crash(1)

  expect(ensemble.logged(1)).toEqual(['w1', 'w2', 'w3'])
  expect(ensemble.disk(1).state.currentEpoch).toBe(1)
})

test('A6, 4394: a learner joins under a load of writes that are still undecided', () => {
  const ensemble = Ensemble.of(3).elect().crash(1).propose(3, 'w1').settle()

  // Nobody acknowledges until peer 1 is level: everything it gets is outstanding.
  ensemble.mute(2, 3).holdDisk(3).start(1)
  for (let i = 2; i < 20; i += 1) ensemble.propose(3, `w${i}`).settleUntil(() => stageOf(ensemble, 1) === 'joined')
  ensemble.settle()
  expect(ensemble.view(1).phase).toBe('broadcast')

  ensemble.unmute(2, 3).releaseDisk(3).settle()
  expect(ensemble.all.delivered.length).toBe(19)
})

test('A8, 1291: an epoch is spoken of only when the leader’s own promise is on disk', () => {
  const ensemble = Ensemble.of(3).start(1, 2, 3)
  ensemble
    .settleUntil(() => ensemble.view(3).role === 'leading')
    .holdDisk(3)
    .settle()
  expect(ensemble.disk(3).waitingCount).toBe(1)
  expect(ensemble.view(1).acceptedEpoch).toBe(0)

  // It dies without the promise, and may propose the same epoch to others: nobody has heard of it.
  ensemble.crash(3).settle().start(3).settle()
  expect(ensemble.hasLeader).toBe(true)
})

test('A9, 1653: a crash between "history durable" and "epoch durable" leaves a disk that starts', () => {
  const ensemble = Ensemble.of(3).elect().propose(3, 'w1').settle()
  ensemble.crash(1).crash(3).settle().start(3).settle().propose(ensemble.leader, 'w2').settle().start(1)
  ensemble.settleUntil(() => stageOf(ensemble, 1) === 'epoch-syncing').crash(1)
  const { currentEpoch, acceptedEpoch } = ensemble.disk(1).state
  expect([currentEpoch, acceptedEpoch]).toEqual([1, 2])
  expect(ensemble.logged(1)).toEqual(['w1', 'w2'])

  ensemble.start(1)
  expect(ensemble.view(1).currentEpoch).toBe(1)
  ensemble.settle()
  expect(ensemble.all.delivered).toEqual(['w1', 'w2'])
})

test('A11, 1081 and A12, 790: a candidate that nobody comes to keeps its epoch and its vote', () => {
  const ensemble = Ensemble.of(3).elect().crash(1).crash(2).crash(3).start(1, 2, 3)
  ensemble.settleUntil(() => ensemble.view(3).role === 'leading')
  ensemble.isolate(3).settle().passTime()
  expect(ensemble.view(3)).toMatchObject({ role: 'looking', acceptedEpoch: 1, currentEpoch: 1 })
  expect(ensemble.view(3).vote).toMatchObject({ leader: 3, epoch: 1 })

  ensemble.propose(2, 'w1').settle().heal().settle()
  expect(ensemble.all.delivered).toEqual(['w1'])
})

test('A13, 2355: a learner cut off before the DIFF arrives does not believe it has it', () => {
  const ensemble = Ensemble.of(3).elect().crash(1).propose(3, 'w1').settle().start(1)
  ensemble
    .settleUntil(() => ensemble.view(1).phase === 'synchronization')
    .cut(1, 3)
    .settle()
  expect(ensemble.view(1).last).toBe(0)

  ensemble.heal().settle()
  expect(ensemble.all.delivered).toEqual(['w1'])
})

test('A16, 3642: a snapshot that came without new-leader is on disk, not only in memory', () => {
  const ensemble = Ensemble.of(3).elect().crash(1).propose(3, 'w1', 'w2').settle().compact(3).compact(2).start(1)
  ensemble
    .settleUntil(() => ensemble.view(1).base > 0)
    .crash(3)
    .settle()

  ensemble.propose(ensemble.leader, 'w3').settle().crash(1).start(1).settle()
  expect(ensemble.delivered(1)).toEqual(['w1', 'w2', 'w3'])
})

test('A16: a leader that dies while its snapshot is on the way leaves the learner as it was', () => {
  const ensemble = Ensemble.of(3).elect().crash(1).propose(3, 'w1', 'w2').settle().compact(3).start(1)
  ensemble
    .settleUntil(() => ensemble.onTheWay(3, 1).includes('snapshot'))
    .crash(3)
    .settle()

  expect(ensemble.all.delivered).toEqual(['w1', 'w2'])
})

test('A17, 5094: after TRUNC the stream goes to the log; cut off in the middle, no gap is left', () => {
  const ensemble = onlyOnPeer3('lost').start(1, 2).settle().propose(2, 'w1').settle().propose(2, 'w2').settle().start(3)
  ensemble
    .settleUntil(() => stageOf(ensemble, 3) === 'history-syncing')
    .cut(3, 2)
    .settle()
    .heal()
    .settle()

  ensemble.propose(2, 'w3').settle().crash(3).start(3).settle()
  expect(ensemble.logged(3)).toEqual(['w1', 'w2', 'w3'])
})

test('A18, 2845: a leader that steps down without a restart reports what it logged, not what it applied', () => {
  const ensemble = Ensemble.of(3).elect().mute(3, 1).mute(3, 2).propose(3, 'lost').settle()
  ensemble.isolate(3).settle().propose(2, 'w1').settle().passTime().heal().settle()
  expect(ensemble.logged(3)).toEqual(['w1'])

  ensemble.crash(3).start(3).settle()
  expect(ensemble.all.delivered).toEqual(['w1'])
})

test('A19, 4712: writes of an old role finish before the new one begins', () => {
  const ensemble = Ensemble.of(3).elect().holdDisk(1).propose(3, 'w1').propose(3, 'w2').settle()
  ensemble.cut(1, 3).cut(1, 2)
  expect(ensemble.view(1).role).toBe('looking')
  expect(ensemble.view(1).round).toBe(1)

  ensemble.heal().settle()
  expect(ensemble.onTheWay(1, 3)).toEqual([])
  expect(ensemble.view(1).role).toBe('looking')
  ensemble.releaseDisk(1).settle()
  expect(ensemble.view(1).role).toBe('following')
  expect(ensemble.all.delivered).toEqual(['w1', 'w2'])
})

test('A20, 4925: a leader that was itself brought level by DIFF serves a DIFF without holes', () => {
  const ensemble = Ensemble.of(3).elect().propose(3, 'w1').settle().crash(1).crash(2).start(2).settle()
  ensemble.propose(3, 'w2').settle().propose(3, 'w3').settle().crash(2).start(2).settle().crash(3)

  ensemble.start(1).settle()
  expect(ensemble.leader).toBe(2)
  expect(ensemble.logged(1)).toEqual(['w1', 'w2', 'w3'])
})

test('A22, 2099 and A23, 2846: after a SNAP the old log is gone, and is never served', () => {
  const ensemble = Ensemble.of(3).elect().propose(3, 'w1').settle().crash(1).start(1).settle().crash(1)
  ensemble.propose(3, 'w2').settle().compact(3).compact(2).start(1).settle()
  expect(ensemble.disk(1).state.log).toEqual([])

  // Peer 2 forgets everything after w1 and comes back to peer 1, which must not offer its old log.
  ensemble.crash(2).crash(3).wipe(2).start(3).settle().start(2).settle()
  expect(ensemble.delivered(2)).toEqual(['w1', 'w2'])
})

test('A24, 1154: a tail inside the range of the leader’s log is cut all the same', () => {
  const ensemble = onlyOnPeer3('lost').start(1, 2).settle().propose(2, 'w1').settle()

  ensemble.start(3).settle()
  expect(ensemble.logged(3)).toEqual(['w1'])
})

test('A27, 2832: a tail of a dead epoch below the leader’s zxid is found and cut', () => {
  const ensemble = Ensemble.of(3).elect().propose(3, 'w1', 'w2').settle().crash(1).crash(2).crash(3)

  // Epoch 2 is led by peer 2, which logs one write alone.
  ensemble.start(1, 2).settle().mute(2, 1).propose(2, 'lost').settle().crash(1).crash(2).heal()
  // Epoch 3, led by peer 3, writes nothing.
  ensemble.start(1, 3).settle().crash(1).crash(3)
  // Epoch 4: peer 3 leads with an older zxid than peer 2 has, but from a newer epoch.
  ensemble.start(3, 2).settle()

  expect(ensemble.leader).toBe(3)
  expect(ensemble.logged(2)).toEqual(['w1', 'w2'])
})

test('A28, 1277: when the counter is used up a new epoch begins, and nothing is lost', () => {
  const ensemble = Ensemble.of(3, { limits: { counterMax: 16 } }).elect()
  for (let i = 0; i < 40; i += 1) ensemble.propose(ensemble.leader, `w${i}`).settle()

  expect(ensemble.all.delivered.length).toBe(40)
  expect(ensemble.view(ensemble.leader).currentEpoch).toBe(3)
})

test('the last epoch is the end: the peer halts and says what to do', () => {
  const ensemble = Ensemble.of(1)
  ensemble.disk(1).state = { ...ensemble.disk(1).state, acceptedEpoch: 0x1f_ffff as never }
  ensemble.elect()
  expect(ensemble.peer(1).halted).toBe(true)
  expect(ensemble.trace()).toContain('halt: no epoch is left after 2097151')
})

test('A29, 1319: an empty peer that comes late is not taken for level', () => {
  const ensemble = Ensemble.of(3).start(1, 2).settle().propose(2, 'w1').settle().crash(1).crash(2)

  ensemble.start(1, 2).settle().start(3).settle()
  expect(ensemble.delivered(3)).toEqual(['w1'])
})

test('A31, 1551: an observer that gets a snapshot under load misses nothing', () => {
  const ensemble = Ensemble.of(3, { observers: 1 }).start(1, 2, 3).settle()
  ensemble.propose(3, 'w1', 'w2').settle().compact(3).start(4)
  let count = 2
  while (ensemble.view(4).phase !== 'broadcast') {
    let happened = 0
    ensemble.settleUntil(() => {
      happened += 1
      return happened > 5
    })
    count += 1
    ensemble.propose(3, `w${count}`)
  }
  ensemble.settle()

  expect(count).toBeGreaterThan(5)
  expect(ensemble.all.delivered.length).toBe(count)
})
