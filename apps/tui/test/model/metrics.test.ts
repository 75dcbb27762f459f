import type { PeerStatus, TraceRecord } from '@quoll/trace'
import { describe, expect, test } from 'vitest'
import { type Metrics, NO_METRICS, takeMetrics } from '../../src/model/metrics.ts'
import { byteSize, inUnit, roundTop, slotted } from '../../src/model/metrics-charts.ts'
import { AT_WORK } from '../support/plays.ts'
import { play } from '../support/stage.ts'

const trace = play(AT_WORK, true)
const statuses = trace.records.filter((record) => record.type === 'status')
const some = statuses.at(-1)?.status as PeerStatus

function status(atMs: number, changes: Partial<PeerStatus>, peer = 1): TraceRecord {
  return { type: 'status', peer, atMs, status: { ...some, ...changes } }
}
const taken = (...records: readonly TraceRecord[]): Metrics => records.reduce(takeMetrics, NO_METRICS)
const line = (name: 'writes' | 'loopP99') => ({ name, label: '' })

describe('samples', () => {
  test('rates come from how far counters moved', () => {
    const metrics = taken(
      status(0, { requests: { reads: 100, writes: 10 } }),
      status(1000, { requests: { reads: 400, writes: 20 } }),
      status(3000, { requests: { reads: 400, writes: 30 } }),
    )
    expect(metrics.get(1)?.samples.map(({ reads, writes }) => [reads, writes])).toEqual([
      [undefined, undefined],
      [300, 10],
      [0, 5],
    ])
  })

  test('a counter that begins again gives no rate', () => {
    const metrics = taken(
      status(0, { requests: { reads: 9, writes: 9 } }),
      status(500, { requests: { reads: 1, writes: 0 } }),
    )
    expect(metrics.get(1)?.samples.at(-1)).toMatchObject({ reads: undefined, writes: undefined })
  })

  test('statuses close to each other make one sample, and nothing bad is lost', () => {
    const metrics = taken(
      status(0, { eventLoopMsP99: 2 }),
      status(100, { eventLoopMsP99: 90 }),
      status(200, { eventLoopMsP99: 3 }),
    )
    expect(metrics.get(1)?.samples.map(({ loopP99 }) => loopP99)).toEqual([90])
  })

  test('ten minutes are kept', () => {
    const metrics = taken(...Array.from({ length: 2000 }, (_, i) => status(i * 500, {})))
    expect(metrics.get(1)?.samples).toHaveLength(1200)
  })
})

describe('slots of time', () => {
  const steady = [0, 500, 1000, 1500, 4000, 4500].map((atMs) => status(atMs, { eventLoopMsP99: 4 }))

  test('a silence is a gap', () => {
    const values = slotted(
      taken(...steady),
      [1],
      line('loopP99'),
      { together: 'worst' },
      { untilMs: 5000, lengthMs: 5000, slots: 10 },
    )
    expect(values).toEqual([4, 4, 4, 4, 4, 4, undefined, undefined, 4, 4])
  })

  test('several peers: added up, or the worst of them', () => {
    const metrics = taken(
      status(0, { eventLoopMsP99: 1, requests: { reads: 0, writes: 0 } }),
      status(0, { eventLoopMsP99: 7, requests: { reads: 0, writes: 0 } }, 2),
      status(1000, { requests: { reads: 0, writes: 3 } }),
      status(1000, { requests: { reads: 0, writes: 4 } }, 2),
    )
    const window = { untilMs: 1500, lengthMs: 1500, slots: 3 }
    expect(slotted(metrics, [1, 2], line('loopP99'), { together: 'worst' }, window)[0]).toBe(7)
    expect(slotted(metrics, [1, 2], line('writes'), { together: 'sum' }, window)).toEqual([undefined, undefined, 7])
  })

  test('a killed peer has no numbers from its end until it is back', () => {
    const metrics = taken(...trace.records)
    const { atMs } = trace.header
    const at = (seconds: number, length: number) => ({
      untilMs: atMs + seconds * 1000,
      lengthMs: length * 1000,
      slots: length,
    })
    expect(slotted(metrics, [2], line('loopP99'), { together: 'worst' }, at(21, 5))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    expect(slotted(metrics, [2], line('loopP99'), { together: 'worst' }, at(30, 5))).toEqual([1, 1, 1, 1, 1])
  })
})

test.each([
  [[], 1],
  [[0.3], 0.5],
  [[3, undefined, 7], 10],
  [[101], 200],
  [[20], 20],
])('an axis for %j ends at %d', (values, top) => {
  expect(roundTop(values)).toBeCloseTo(top, 9)
})

test('numbers carry their unit', () => {
  expect(inUnit(undefined, 'ms')).toBe('-')
  expect(inUnit(1.25, 'ms')).toBe('1.3 ms')
  expect(inUnit(12_345, 'per-second')).toBe('12k/s')
  expect([0, 812, 12_345, 48_000_000, 2.5e9].map(byteSize)).toEqual(['0 B', '812 B', '12.3 kB', '48.0 MB', '2.5 GB'])
})
