import { peerId } from '@quoll/core'
import { describe, expect, test } from 'vitest'
import { pauseMs } from '../src/backoff.ts'
import { describeError } from '../src/describe-error.ts'
import { lookupWithMemory } from '../src/lookup.ts'
import { Notes } from '../src/notes.ts'

describe('pauses between dials', () => {
  const pauses = (random: () => number): number[] =>
    [0, 1, 2, 3, 10, 1_000].map((failures) => pauseMs(failures, { minMs: 10, maxMs: 500, random }))

  test('double from the first to the bound, shortened by up to a half', () => {
    expect(pauses(() => 0)).toEqual([10, 20, 40, 80, 500, 500])
    expect(pauses(() => 1)).toEqual([5, 10, 20, 40, 250, 250])
  })
})

describe('the lookup of a name', () => {
  type Ask = NonNullable<Parameters<typeof lookupWithMemory>[0]>
  type Settle = Parameters<Ask>[1]

  function looking(): { ask: (all: boolean) => Promise<unknown>; pending: Settle[] } {
    const pending: Settle[] = []
    const lookup = lookupWithMemory((_host, settle) => pending.push(settle))
    const ask = (all: boolean): Promise<unknown> =>
      new Promise((done) =>
        lookup('peer-1', { all }, (error, address, family) => done(error?.message ?? [address, family])),
      )
    return { ask, pending }
  }
  const address = { address: '10.0.0.1', family: 4 }

  test('asks every time, in both of the forms that sockets ask in', async () => {
    const { ask, pending } = looking()
    const [first] = [ask(false)]
    pending.shift()?.(null, [address])
    expect(await first).toEqual(['10.0.0.1', 4])
    const second = ask(true)
    pending.shift()?.(null, [{ address: '10.0.0.2', family: 4 }])
    expect(await second).toEqual([[{ address: '10.0.0.2', family: 4 }], undefined])
  })

  test('falls back to the last good answer when names cannot be asked for', async () => {
    const { ask, pending } = looking()
    const failed = ask(false)
    pending.shift()?.(new Error('EAI_AGAIN'), [])
    expect(await failed).toBe('EAI_AGAIN')
    const good = ask(false)
    pending.shift()?.(null, [address])
    await good
    const failedAgain = ask(false)
    pending.shift()?.(new Error('EAI_AGAIN'), [])
    expect(await failedAgain).toEqual(['10.0.0.1', 4])
  })

  test('never has two questions under way', async () => {
    const { ask, pending } = looking()
    const hanging = ask(false)
    expect(await ask(false)).toBe('the address of peer-1 is still being looked up')
    expect(pending).toHaveLength(1)
    pending.shift()?.(null, [address])
    await hanging
    const hangingAgain = ask(false)
    expect(await ask(false)).toEqual(['10.0.0.1', 4])
    pending.shift()?.(null, [])
    expect(await hangingAgain).toEqual(['10.0.0.1', 4])
  })
})

describe('notes for the operator', () => {
  const [one, two] = [peerId(1), peerId(2)]

  test('say each trouble once, and again after it was over', () => {
    const written: string[] = []
    const notes = new Notes((sentence) => written.push(sentence))
    for (const peer of [one, one, two, one]) notes.about(peer, `no ${peer}`)
    notes.clear(one)
    notes.about(one, 'no 1')
    expect(written).toEqual(['no 1', 'no 2', 'no 1'])
  })

  test('count strangers instead of listing them', () => {
    const written: string[] = []
    const notes = new Notes((sentence) => written.push(sentence))
    for (const nowMs of [0, 1, 999, 1_000, 1_001]) notes.aboutStranger(`at ${nowMs}`, nowMs)
    expect(written).toEqual(['at 0', 'at 1000 (2 more were refused since the last note)'])
  })
})

test('an error without words is told by its code', () => {
  expect(describeError(new Error('connect ECONNREFUSED'))).toBe('connect ECONNREFUSED')
  expect(describeError(Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }))).toBe('ECONNREFUSED')
  expect(describeError(new AggregateError([]))).toBe('AggregateError')
})
