/** How an ensemble begins, and how one more peer finds it. */
import { expect, test } from 'vitest'
import { Ensemble } from '../../src/testing/index.ts'
import { tells } from '../story.ts'

test('three peers start together', async () => {
  const ensemble = Ensemble.of(3).say('three empty peers: the highest id wins').elect()
  ensemble.say('a write').propose(3, 'create /a').settle()

  expect(ensemble.leader).toBe(3)
  expect(ensemble.all.delivered).toEqual(['create /a'])
  await tells(ensemble, 'three-peers-start-together')
})

test('one peer starts late and follows, though it has the highest id', async () => {
  const ensemble = Ensemble.of(3).quiet().start(1, 2).settle().propose(2, 'create /a').settle().aloud()

  ensemble.say('peer 3 starts late; its vote is worse, and would not matter if it were better').start(3).settle()

  expect(ensemble.leader).toBe(2)
  expect(ensemble.delivered(3)).toEqual(['create /a'])
  await tells(ensemble, 'one-peer-starts-late')
})

test('a single voter elects itself and commits', async () => {
  const ensemble = Ensemble.of(1).say('alone').elect().propose(1, 'create /a').settle()

  expect(ensemble.all.delivered).toEqual(['create /a'])
  await tells(ensemble, 'a-single-voter')
})

test('an observer joins, and gets only what is committed', async () => {
  const ensemble = Ensemble.of(3, { observers: 1 }).quiet().start(1, 2, 3).settle()
  ensemble.propose(3, 'create /a').settle().aloud()

  ensemble.say('peer 4, an observer, asks around and is asked in').start(4).settle()
  ensemble.say('a proposal reaches the voters first, the observer when it is decided')
  ensemble.mute(1, 3).mute(2, 3).propose(3, 'create /b').settle()
  expect(ensemble.view(4).last).toBe(ensemble.view(4).committed)

  ensemble.say('the voters are heard').unmute(1, 3).unmute(2, 3).settle()
  expect(ensemble.all.delivered).toEqual(['create /a', 'create /b'])
  expect(ensemble.view(4).role).toBe('observing')
  await tells(ensemble, 'an-observer-joins')
})

test('observers that start first wait until the voters have a leader', () => {
  const ensemble = Ensemble.of(3, { observers: 2 }).start(4, 5).settle().passTime(10)
  expect(ensemble.view(4).role).toBe('looking')

  ensemble.start(1, 2, 3).settle().passTime(50).propose(ensemble.leader, 'create /a').settle()
  expect(ensemble.all.delivered).toEqual(['create /a'])
})

test('a fail-over after a crash takes no time at all', async () => {
  const ensemble = Ensemble.of(3).quiet().elect().propose(3, 'create /a').settle().aloud()

  ensemble
    .say('the leader is killed: its links break, and no tick passes until the next one proposes')
    .crash(3)
    .settle()
  ensemble.propose(ensemble.leader, 'create /b').settle()

  expect(ensemble.leader).toBe(2)
  expect(ensemble.all.delivered).toEqual(['create /a', 'create /b'])
  await tells(ensemble, 'a-fail-over-takes-no-time')
})

test.each([3, 5, 7, 9])('nor does it with %i voters, and observers come along', (voters) => {
  const ensemble = Ensemble.of(voters, { observers: 2 }).elect().passTime(30).crash(voters).settle()

  expect(ensemble.leader).toBe(voters - 1)
  expect([1, 2].map((n) => ensemble.view(voters + n).phase)).toEqual(['broadcast', 'broadcast'])
})

test('an orderly stop hands over at once', async () => {
  const ensemble = Ensemble.of(3).quiet().elect().propose(3, 'create /a').settle().aloud()

  ensemble.say('the leader is about to stop and says so').give(3, { type: 'resign' })
  ensemble.settle()

  expect(ensemble.leader).toBe(2)
  expect(ensemble.view(3).role).toBe('looking')
  await tells(ensemble, 'an-orderly-stop')
})
