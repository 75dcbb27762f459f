/** A crash between `persist` and `persisted`, once in every phase: what was not on disk was never spoken of. */
import { expect, test } from 'vitest'
import { Ensemble } from '../../src/testing/index.ts'
import { tells } from '../story.ts'

/** Three peers with one committed write; then peer 3, the leader, is killed and the others elect peer 2, up to `done`. */
function failOver(done: (ensemble: Ensemble) => boolean): Ensemble {
  const ensemble = Ensemble.of(3).quiet().elect().propose(3, 'create /a').settle().crash(3)
  return ensemble.settleUntil(() => done(ensemble)).aloud()
}

function stage(ensemble: Ensemble, n: number): string {
  const { doing } = ensemble.peer(n)
  return doing.role === 'following' ? doing.stage : doing.phase
}

function endsWell(ensemble: Ensemble): void {
  ensemble.quiet()
  if (!ensemble.running.some((id) => id === 3)) ensemble.start(3)
  ensemble.settle().passTime(30).propose(ensemble.leader, 'create /b').settle()
  expect(ensemble.all.delivered).toEqual(['create /a', 'create /b'])
}

test('discovery: the leader crashes before its own promise is on disk', async () => {
  const ensemble = failOver((e) => e.view(2).role === 'leading' && e.disk(2).waitingCount > 0)
  ensemble.say('peer 2 has asked its disk to promise epoch 2, and told nobody').crash(2)
  expect(ensemble.disk(2).state.acceptedEpoch).toBe(1)
  expect(ensemble.view(1).acceptedEpoch).toBe(1)

  ensemble.say('it comes back, and may promise the same epoch again').start(2).settle()
  expect(ensemble.view(2).currentEpoch).toBe(2)
  await tells(ensemble, 'a-leader-crashes-before-its-promise-is-on-disk')
  endsWell(ensemble)
})

test('discovery: a learner crashes before its promise is on disk', async () => {
  const ensemble = failOver((e) => e.view(1).role === 'following' && stage(e, 1) === 'promising')
  ensemble.say('peer 1 has asked its disk to promise epoch 2, and has not answered').crash(1)
  expect(ensemble.disk(1).state.acceptedEpoch).toBe(1)

  ensemble.say('it comes back; its leader has given up for want of a quorum, and they begin again').start(1).settle()
  await tells(ensemble, 'a-learner-crashes-before-its-promise-is-on-disk')
  endsWell(ensemble)
})

test('discovery: a learner crashes after its promise: the same epoch is not promised twice', async () => {
  const ensemble = failOver((e) => e.view(1).acceptedEpoch === 2)
  ensemble.say('the promise of peer 1 is on disk, its answer is lost').crash(1).start(1).settle()
  expect(ensemble.view(2).currentEpoch).toBe(3)
  await tells(ensemble, 'a-learner-crashes-after-its-promise')
  endsWell(ensemble)
})

test('synchronization: the leader crashes before its current epoch is on disk', async () => {
  const ensemble = failOver((e) => e.view(2).phase === 'synchronization' && e.disk(2).waitingCount > 0)
  ensemble.say('peer 2 does not count itself yet').crash(2).start(2).settle()
  await tells(ensemble, 'a-leader-crashes-before-its-epoch-is-on-disk')
  endsWell(ensemble)
})

test('synchronization: a learner crashes before the history is on disk', async () => {
  const ensemble = Ensemble.of(3).quiet().elect().crash(1).propose(3, 'create /a').settle().start(1)
  ensemble.settleUntil(() => stage(ensemble, 1) === 'history-syncing').aloud()

  ensemble.say('peer 1 has new-leader, and the history is on its way to the disk').crash(1)
  expect(ensemble.logged(1)).toEqual([])
  ensemble.say('it reports what its disk has, and gets the rest again').start(1).settle()
  expect(ensemble.all.delivered).toEqual(['create /a'])
  await tells(ensemble, 'a-learner-crashes-before-its-history-is-on-disk')
})

test('synchronization: a learner crashes between history and epoch', async () => {
  const ensemble = Ensemble.of(3).quiet().elect().crash(1).propose(3, 'create /a').settle().crash(3).start(1)
  ensemble.settleUntil(() => stage(ensemble, 1) === 'epoch-syncing').aloud()

  ensemble.say('the history of peer 1 is ahead of its epoch').crash(1)
  expect(ensemble.logged(1)).toEqual(['create /a'])
  expect(ensemble.disk(1).state).toMatchObject({ acceptedEpoch: 2, currentEpoch: 1 })
  ensemble.say('such a disk starts, and is not repaired upwards').start(1).settle()
  await tells(ensemble, 'a-learner-crashes-between-history-and-epoch')
  endsWell(ensemble)
})

test('broadcast: a follower crashes before a proposal is on disk', async () => {
  const ensemble = Ensemble.of(3).quiet().elect().crash(1).aloud().propose(3, 'create /a')
  ensemble.settleUntil(() => ensemble.disk(2).waitingCount > 0)

  ensemble.say('peer 2 has not acknowledged').crash(2)
  ensemble.settle()
  expect(ensemble.delivered(3)).toEqual([])
  ensemble.say('it comes back and gets the proposal again').start(2).settle()
  expect(ensemble.all.delivered).toEqual(['create /a'])
  await tells(ensemble, 'a-follower-crashes-before-a-proposal-is-on-disk')
})

test('broadcast: the leader crashes before its own proposal is on its disk', async () => {
  const ensemble = Ensemble.of(3).quiet().elect().aloud().holdDisk(3).propose(3, 'create /a').settle()
  expect(ensemble.delivered(3)).toEqual(['create /a'])

  ensemble.say('the others have it on disk, it was committed, and the leader dies without it').crash(3).settle()
  expect(ensemble.logged(3)).toEqual([])
  ensemble.say('it gets back what it had committed itself').start(3).settle()
  expect(ensemble.all.delivered).toEqual(['create /a'])
  await tells(ensemble, 'a-leader-crashes-before-its-own-proposal-is-on-disk')
})

test('a leader that was stopped may learn late that its epoch was established: nothing new comes of it', () => {
  const ensemble = Ensemble.of(3)
    .quiet()
    .elect()
    .propose(3, 'create /a')
    .settle()
    .crash(1)
    .crash(2)
    .crash(3)
    .start(1, 2, 3)
  ensemble
    .settleUntil(() => ensemble.onTheWay(1, 3).includes('ack-new-leader'))
    .pause(3)
    .passTime(130)
  ensemble.propose(2, 'create /b').settle()
  expect(ensemble.view(2).currentEpoch).toBe(3)

  ensemble.resume(3).settleUntil(() => ensemble.view(3).phase === 'broadcast')
  expect(ensemble.view(3)).toMatchObject({ role: 'leading', currentEpoch: 2 })
  ensemble.propose(3, 'create /c').settle().passTime(5)
  expect(ensemble.all.delivered).toEqual(['create /a', 'create /b'])
})
