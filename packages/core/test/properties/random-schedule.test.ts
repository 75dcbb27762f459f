/**
 * Safety under any schedule, liveness after it, and proof that the checks can see: each lie that a known bug would tell is
 * told on purpose, and must be caught.
 */
import { expect, test } from 'vitest'
import { InvariantViolation, type ZabMessage } from '../../src/index.ts'
import type { EnsembleOptions } from '../../src/testing/index.ts'
import { randomFrom, runSchedule } from './random-schedule.ts'

const timeout = 60_000

test('whatever happens in whatever order, every promise holds and the ensemble comes together', { timeout }, () => {
  for (let seed = 1; seed <= 100; seed += 1) again(seed, () => runSchedule({ seed, steps: 1000 }))
})

test('election is only a hint: with votes that lie about who is most recent, every promise still holds', {
  timeout,
}, () => {
  for (let seed = 1; seed <= 60; seed += 1) again(seed, () => runSchedule(misled(seed, (message) => message)))
})

test('the checks see a disk that reports writes it may lose', { timeout }, () => {
  const caught = brokenPromises(30, (seed) => runSchedule({ seed, steps: 1000, options: { lyingDisks: true } }))
  expect(caught.join()).toContain('I8')
})

test('the checks see a leader that may be less recent than its followers', { timeout }, () => {
  // What discovery compares is hidden from it, so a leader elected by lies is not stopped.
  const caught = brokenPromises(150, (seed) => runSchedule(misled(seed, hideCurrentEpoch)))
  expect(caught.join()).toMatch(/I8|I11/)
})

/** A schedule in which every vote names an epoch drawn for its candidate and round, so that anybody may be elected. */
function misled(seed: number, also: (message: ZabMessage) => ZabMessage): Parameters<typeof runSchedule>[0] {
  const tamper: EnsembleOptions['tamper'] = (_from, _to, message) => {
    if (message.type !== 'notification' || message.round === 0) return also(message)
    const rank = randomFrom(seed * 7919 + message.round * 31 + message.vote.leader)()
    return {
      ...message,
      vote: { ...message.vote, epoch: (1000 + Math.floor(rank * 1000)) as typeof message.vote.epoch },
    }
  }
  return { seed, steps: 1500, heals: false, options: { tamper } }
}

function hideCurrentEpoch(message: ZabMessage): ZabMessage {
  if (message.type !== 'ack-epoch' || message.currentEpoch === undefined) return message
  return { ...message, currentEpoch: 0 as typeof message.currentEpoch }
}

function brokenPromises(seeds: number, run: (seed: number) => void): readonly string[] {
  const caught: string[] = []
  for (let seed = 1; seed <= seeds; seed += 1) {
    try {
      run(seed)
    } catch (error) {
      if (!(error instanceof InvariantViolation)) throw error
      caught.push(error.message)
    }
  }
  return caught
}

/** A failure names the seed that shows it again. */
function again(seed: number, run: () => void): void {
  try {
    run()
  } catch (cause) {
    throw new Error(`seed ${seed}: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}
