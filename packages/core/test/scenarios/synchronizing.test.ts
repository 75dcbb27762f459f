/** How a learner is brought level: DIFF, TRUNC, SNAP. */
import { expect, test } from 'vitest'
import { Ensemble } from '../../src/testing/index.ts'
import { tells } from '../story.ts'

test('a learner that is behind gets a DIFF', async () => {
  const ensemble = Ensemble.of(3).quiet().elect().crash(1)
  ensemble.propose(3, 'create /a', 'create /b').settle().aloud()

  ensemble.say('peer 1 missed two writes').start(1).settle()

  expect(ensemble.all.delivered).toEqual(['create /a', 'create /b'])
  await tells(ensemble, 'a-learner-gets-a-diff')
})

test('a learner with a tail nobody committed gets a TRUNC', async () => {
  const ensemble = Ensemble.of(3).quiet().elect().propose(3, 'create /a').settle()
  ensemble.mute(3, 1).mute(3, 2).propose(3, 'set /a = lost', 'set /b = lost').settle().crash(3).settle()
  ensemble.propose(2, 'set /a = kept').settle().heal().aloud()

  ensemble.say('peer 3 led, and logged what nobody else has').start(3).settle()

  expect(ensemble.all.delivered).toEqual(['create /a', 'set /a = kept'])
  expect(ensemble.logged(3)).toEqual(['create /a', 'set /a = kept'])
  await tells(ensemble, 'a-learner-gets-a-trunc')
})

test('a learner that is too far behind gets a SNAP, then what came meanwhile', async () => {
  const ensemble = Ensemble.of(3).quiet().elect().crash(1)
  ensemble.propose(3, 'create /a', 'create /b').settle().compact(3).propose(3, 'create /c').settle().aloud()

  ensemble.say('the leader’s log begins behind what peer 1 has').start(1).settle()

  expect(ensemble.all.delivered).toEqual(['create /a', 'create /b', 'create /c'])
  expect(ensemble.logged(1)).toEqual(['create /a', 'create /b', 'create /c'])
  await tells(ensemble, 'a-learner-gets-a-snap')
})

test('what is proposed while a learner is brought level follows behind on the same stream', () => {
  const ensemble = Ensemble.of(3).elect().crash(1)
  ensemble.propose(3, 'w1', 'w2').settle().start(1)

  // One write after every single thing that happens until peer 1 is level.
  let count = 2
  ensemble.settleUntil(() => {
    if (ensemble.view(1).phase === 'broadcast') return true
    count += 1
    ensemble.propose(3, `w${count}`)
    return false
  })
  ensemble.settle()
  expect(count).toBeGreaterThan(10)
  expect(ensemble.all.delivered.length).toBe(count)
})

test('a long DIFF goes in windows: the link is never flooded', () => {
  const limits = { batchTxnsMax: 4, windowMessagesMax: 3 }
  const ensemble = Ensemble.of(3, { limits }).elect().crash(1)
  for (let i = 0; i < 100; i += 1) ensemble.propose(3, `w${i}`).settle()

  ensemble.start(1)
  let most = 0
  ensemble.settleUntil(() => {
    most = Math.max(most, ensemble.onTheWay(3, 1).filter((type) => type === 'proposal').length)
    return false
  })

  expect(most).toBe(3)
  expect(ensemble.all.delivered.length).toBe(100)
})

test('the log a learner still needs is kept until it has it', () => {
  const ensemble = Ensemble.of(3, { limits: { batchTxnsMax: 1, windowMessagesMax: 1 } })
    .elect()
    .crash(1)
  for (const text of ['a', 'b', 'c', 'd']) ensemble.propose(3, text).settle()

  ensemble.start(1).settleUntil(() => ensemble.view(1).last > 0)
  ensemble.compact(3)
  expect(ensemble.view(3).base).toBeLessThan(ensemble.view(3).committed)

  ensemble.settle().passTime(1)
  expect(ensemble.view(3).base).toBe(ensemble.view(3).committed)
  expect(ensemble.all.delivered).toEqual(['a', 'b', 'c', 'd'])
})
