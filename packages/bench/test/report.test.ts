/** What people read: plots, tables, ratios, and what the tool says of itself. */
import { expect, test } from 'vitest'
import { type Counts, Measurement } from '../src/load/measurement.ts'
import { Op } from '../src/mix.ts'
import { type LoadOutcome, loadOutcome } from '../src/outcome.ts'
import { compareFigures, comparisonTable } from '../src/report/comparison.ts'
import { median, ms } from '../src/report/numbers.ts'
import { adviceOn, describeOutcome } from '../src/report/one-outcome.ts'
import { bars, barsOver } from '../src/report/plot.ts'
import { Progress } from '../src/report/progress.ts'
import { table } from '../src/report/table.ts'
import { DEFAULT_LOAD } from '../src/suites.ts'

/** So many sets in the first second, each of so many milliseconds, and one get. */
function counts(operations: number, latencyMs: number): Counts {
  const measurement = new Measurement()
  measurement.between(1000, 2000)
  for (let nth = 1; nth < operations; nth++) measurement.onReply(Op.set, 1500 - latencyMs, 1500 - latencyMs, 1500)
  measurement.onReply(Op.get, 1400, 1450, 1500)
  // Not in the measured time.
  measurement.onReply(Op.set, 0, 0, 999)
  measurement.onReply(Op.set, 0, 0, 2000)
  return measurement.counts()
}

function outcome(operations: number, latencyMs: number): LoadOutcome {
  return loadOutcome({ ...DEFAULT_LOAD, seconds: 1 }, [counts(operations, latencyMs)])
}

test('threads are added up', () => {
  const both = loadOutcome({ ...DEFAULT_LOAD, seconds: 1 }, [counts(100, 2), counts(50, 8)])
  expect(both).toMatchObject({ ok: true, operations: 150, operationsPerSecond: 150, perSecond: [150] })
  expect(both.latencyMs).toMatchObject({ count: 150, p50: expect.closeTo(2, 1), max: 100 })
  expect([both.readMs.count, both.writeMs.count]).toEqual([2, 148])
  expect(both.serviceMs.max).toBe(50)
  expect(both.spread.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(150)
})

test('at a rate, what is unfinished counts with its age, and what was due later does not', () => {
  const measurement = new Measurement()
  measurement.between(0, 1000)
  measurement.onUnfinished(Op.set, 400)
  measurement.onUnfinished(Op.set, 1000)
  const { unfinished, latencyMs } = loadOutcome(DEFAULT_LOAD, [measurement.counts()])
  expect([unfinished, latencyMs.count, latencyMs.max]).toEqual([1, 1, 600])
})

test('ratios: above 1 the first is better, in operations and in latency', () => {
  const [perSecond, p50, p99] = compareFigures({
    name: 'x',
    a: [outcome(200, 1), outcome(400, 1), outcome(300, 1)],
    b: [outcome(100, 4), outcome(100, 4), outcome(100, 4)],
  })
  expect(perSecond).toMatchObject({ a: 300, b: 100, ratio: 3, ratios: [2, 4, 3] })
  expect(p50?.ratio).toBeCloseTo(4, 1)
  expect(p99?.title).toBe('p99 ms')
  const text = comparisonTable([{ name: 'x', a: [outcome(200, 1)], b: [outcome(100, 4)] }], ['mine', 'theirs'])
  expect(text).toMatch(/^x +a second +200 +100 +2\.00 × +2\.00$/m)
  expect(text).toContain('mine is that many times better')
})

test.each([
  [{ generatorBusy: 0.5, generatorProcessors: 0.5 }, ''],
  [{ generatorBusy: 0.95, generatorProcessors: 0.9 }, 'more --workers'],
  [{ generatorBusy: 0.95, generatorProcessors: 0.2 }, 'waited for a processor'],
])('the tool on itself: %j', (effort, says) => {
  const advice = adviceOn({ ...outcome(1, 1), ...effort, generatorThreads: 1 })
  expect(says === '' ? advice === '' : advice.includes(says)).toBe(true)
})

test('what was wrong stands in the report', () => {
  const measurement = new Measurement()
  measurement.between(0, 10)
  measurement.onViolation('zxid', 'connection 3, zxid 5 after 6')
  const text = describeOutcome('a row', loadOutcome(DEFAULT_LOAD, [measurement.counts()]))
  expect(text).toMatch(/replies +WRONG: 1 × a zxid went back/)
  expect(text).toContain('connection 3, zxid 5 after 6')
})

test('plots', () => {
  expect(bars([0, 1, 4, 8])).toBe(' ▁▄█')
  expect(bars([0, 0])).toBe('  ')
  expect(bars([1, 1000])).toBe('▁█')
  expect(barsOver([4, 4, 8, 8], 2)).toBe('▄█')
})

test('columns in line, whatever is in them', () => {
  expect(
    table([
      ['', 'n'],
      ['×', '10'],
      ['long', '1'],
    ]),
  ).toBe('       n\n×     10\nlong   1\n')
})

test('numbers as people read them', () => {
  expect([0.1234, 1.234, 12.34, 123.4, 1234].map(ms)).toEqual(['0.123', '1.23', '12.3', '123', '1,234'])
  expect([median([3, 1, 2]), median([4, 1]), median([])]).toEqual([2, 2.5, undefined])
})

test('progress is for terminals', () => {
  const written: string[] = []
  const output = (isTTY: boolean) => ({ isTTY, write: (text: string) => written.push(text) })
  for (const isTTY of [false, true]) {
    const progress = new Progress(output(isTTY))
    progress.begin('set 16')
    progress.update(3, 'rounds')
    progress.end()
  }
  expect(written).toEqual(['\r\x1b[Kset 16', '\r\x1b[Kset 16 · 3 rounds', '\r\x1b[K'])
})
