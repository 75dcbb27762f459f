/** Losing peers, links and disks, and what becomes of writes that were under way. */
import { expect, test } from 'vitest'
import { Ensemble } from '../../src/testing/index.ts'
import { tells } from '../story.ts'

test('a quorum is lost and comes back', async () => {
  const ensemble = Ensemble.of(3).quiet().elect().propose(3, 'create /a').settle().aloud()

  ensemble.say('two of three are gone: a write cannot be decided').crash(1).crash(2)
  ensemble.propose(3, 'create /b').settle()
  expect(ensemble.delivered(3)).toEqual(['create /a'])

  ensemble.say('the leader notices and steps down').passTime()
  expect(ensemble.hasLeader).toBe(false)

  ensemble.say('one of them comes back: that is a quorum, and the write is completed').start(1).settle()
  expect(ensemble.all.delivered).toEqual(['create /a', 'create /b'])
  await tells(ensemble, 'a-quorum-is-lost-and-comes-back')
})

test('a deposed leader cannot commit', async () => {
  const ensemble = Ensemble.of(3).quiet().elect().aloud()

  ensemble.say('the leader is cut off, but does not know it yet').isolate(3)
  ensemble.propose(3, 'set /a = stale')

  ensemble.say('the others move on').settle()
  ensemble.propose(2, 'set /a = fresh').settle()
  expect(ensemble.delivered(3)).toEqual([])

  ensemble.say('the old leader gives up, returns and gives way').passTime()
  ensemble.heal().settle()

  expect(ensemble.all.delivered).toEqual(['set /a = fresh'])
  await tells(ensemble, 'a-deposed-leader-cannot-commit')
})

test('a leader that can send but not receive steps down', async () => {
  const ensemble = Ensemble.of(3).quiet().elect().aloud()

  ensemble.say('nothing reaches peer 3 any more, though the others hear it').mute(1, 3).mute(2, 3)
  ensemble.propose(3, 'create /a').settle()
  expect(ensemble.delivered(3)).toEqual([])
  ensemble.passTime(17)
  expect(ensemble.view(3).role).toBe('looking')

  ensemble.say('the others vote for it once more; it does not hear that, and next time they pass it over').passTime(25)
  expect(ensemble.hasLeader).toBe(true)

  ensemble.say('it hears again').heal().settle().passTime(2)
  expect(ensemble.leader).not.toBe(3)
  expect(ensemble.all.delivered).toEqual(['create /a'])
  await tells(ensemble, 'a-leader-that-cannot-receive')
})

test('a leader that can receive but not send is replaced', async () => {
  const ensemble = Ensemble.of(3).quiet().elect().aloud()

  ensemble.say('nothing of what peer 3 sends arrives').mute(3, 1).mute(3, 2)
  ensemble.passTime(24)
  expect(ensemble.leader).toBe(2)

  ensemble.say('it is heard again').heal().settle().passTime(2)
  ensemble.propose(2, 'create /a').settle()
  expect(ensemble.all.delivered).toEqual(['create /a'])
  await tells(ensemble, 'a-leader-that-cannot-send')
})

test('a leader dies before the acks: nobody has the write, and it is gone', async () => {
  const ensemble = Ensemble.of(3).quiet().elect().aloud()

  ensemble.say('the proposal leaves the leader only in its own log').mute(3, 1).mute(3, 2)
  ensemble.propose(3, 'create /a').settle().crash(3).settle()
  ensemble.say('the others go on without it').propose(2, 'create /b').settle()

  ensemble.say('its tail was never committed and is cut').heal().start(3).settle()
  expect(ensemble.all.delivered).toEqual(['create /b'])
  await tells(ensemble, 'a-leader-dies-before-the-acks')
})

test('a leader dies between the acks: whoever has the write leads, and it is completed', async () => {
  const ensemble = Ensemble.of(3).quiet().elect().aloud()

  ensemble.say('peer 1 has the proposal, peer 2 does not').mute(3, 2).mute(1, 3)
  ensemble.propose(3, 'create /a').settle().crash(3).settle()

  expect(ensemble.leader).toBe(1)
  expect(ensemble.all.delivered).toEqual(['create /a'])
  await tells(ensemble, 'a-leader-dies-between-the-acks')
})

test('a leader dies after the acks: the write was committed and stays', async () => {
  const ensemble = Ensemble.of(3).quiet().elect().aloud()

  ensemble.propose(3, 'create /a').settleUntil(() => ensemble.delivered(3).length === 1)
  ensemble.say('the leader has delivered, nobody has heard the commit').crash(3).settle()

  expect(ensemble.all.delivered).toEqual(['create /a'])
  await tells(ensemble, 'a-leader-dies-after-the-acks')
})

test('a slow disk holds nobody up, not even the leader’s own', async () => {
  const ensemble = Ensemble.of(3).quiet().elect().aloud()

  ensemble.say('the disk of the leader stands still; the others decide without it').holdDisk(3)
  ensemble.propose(3, 'create /a').settle()
  expect(ensemble.all.delivered).toEqual(['create /a'])

  ensemble.say('it moves again').releaseDisk(3).settle()
  await tells(ensemble, 'a-slow-disk-holds-nobody-up')
})

test('a peer with unfinished writes keeps silent, and is not elected', async () => {
  const ensemble = Ensemble.of(3).quiet().elect().aloud()

  ensemble.say('the disk of peer 2 hangs with a write on it, then the leader dies').holdDisk(2)
  ensemble.propose(3, 'create /a').settle().crash(3).settle().passTime(5)
  expect(ensemble.onTheWay(2, 1)).toEqual([])
  expect(ensemble.hasLeader).toBe(false)

  ensemble.say('the disk moves again').releaseDisk(2).settle()
  expect(ensemble.all.delivered).toEqual(['create /a'])
  await tells(ensemble, 'a-peer-with-unfinished-writes-keeps-silent')
})

test('a leader that was stopped and goes on learns at once that it was replaced', async () => {
  const ensemble = Ensemble.of(3).quiet().elect().propose(3, 'set /a = 1').settle().aloud()

  ensemble.say('the process of peer 3 stands still, its links are up').pause(3).passTime(24)
  ensemble.propose(2, 'set /a = 2').settle()

  ensemble.say('it goes on: what waited for it comes first, then one tick').resume(3).settle()
  ensemble.passTime(1)
  expect(ensemble.view(3).role).not.toBe('leading')
  ensemble.quiet().passTime(2)
  expect(ensemble.all.delivered).toEqual(['set /a = 1', 'set /a = 2'])
  await tells(ensemble, 'a-leader-that-was-stopped')
})

test('two peers believe they lead, and only one can commit', async () => {
  const ensemble = Ensemble.of(5).quiet().elect().aloud()

  ensemble.say('peer 5 keeps peer 4, the others are out of reach')
  for (const n of [1, 2, 3]) ensemble.cut(5, n).cut(4, n)
  ensemble.propose(5, 'set /a = five').settle()
  ensemble.propose(3, 'set /a = three').settle()
  expect([ensemble.view(5).role, ensemble.view(3).role]).toEqual(['leading', 'leading'])
  expect([ensemble.delivered(5), ensemble.delivered(3)]).toEqual([[], ['set /a = three']])

  ensemble.quiet().passTime().heal().passTime(100)
  expect(ensemble.all.delivered).toEqual(['set /a = three'])
  await tells(ensemble, 'two-peers-believe-they-lead')
})

test('a follower that comes back within the patience of its leader changes nothing', () => {
  const ensemble = Ensemble.of(3).elect().crash(1)
  const { currentEpoch } = ensemble.view(3)

  ensemble.crash(2).passTime(3).start(2).settle().propose(3, 'create /a').settle()

  expect(ensemble.view(3).currentEpoch).toBe(currentEpoch)
  expect(ensemble.all.delivered).toEqual(['create /a'])
})
