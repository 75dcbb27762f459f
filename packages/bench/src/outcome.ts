/** What came of a job, in the numbers that are shown and written as JSON. Times in milliseconds unless they say otherwise. */

import type { FanOutResult } from './fan-out.ts'
import { Histogram, type LatencySummary } from './histogram.ts'
import type { Load } from './load/load.ts'
import type { Counts } from './load/measurement.ts'
import { noViolations, type ViolationCounts } from './load/violations.ts'
import type { SessionsResult } from './many-sessions.ts'

export type LoadOutcome = {
  readonly type: 'load'
  readonly ok: boolean
  readonly operations: number
  readonly seconds: number
  readonly operationsPerSecond: number
  /** With a rate: from when each request was due. Without: from when it was sent. */
  readonly latencyMs: LatencySummary
  readonly readMs: LatencySummary
  readonly writeMs: LatencySummary
  /** From when each request was really sent. */
  readonly serviceMs: LatencySummary
  readonly perSecond: readonly number[]
  readonly violations: ViolationCounts
  readonly examples: readonly string[]
  readonly lostConnections: number
  readonly unfinished: number
  readonly unanswered: number
  /** Of the busiest thread of the tool, 0 to 1: near 1, the tool was what was measured. */
  readonly generatorBusy: number
  /** Processors that the tool used, all of its threads together. */
  readonly generatorProcessors: number
  readonly generatorThreads: number
  /** For plots: how many requests took how long. */
  readonly spread: readonly SpreadBucket[]
}

export type SpreadBucket = { readonly fromMs: number; readonly toMs: number; readonly count: number }

export type FanOutOutcome = {
  readonly type: 'fan-out'
  readonly ok: boolean
  readonly watchers: number
  readonly changes: number
  readonly firstToldMs: LatencySummary
  readonly allToldMs: LatencySummary
  readonly eachToldMs: LatencySummary
  readonly changeMs: LatencySummary
  readonly wrong: readonly string[]
}

export type SessionsOutcome = {
  readonly type: 'sessions'
  readonly ok: boolean
  readonly sessions: number
  readonly openSeconds: number
  readonly openMs: LatencySummary
  readonly grantedTimeoutMs: number
  readonly holdSeconds: number
  readonly lost: number
  readonly reattachSeconds: number
  readonly reattachMs: LatencySummary
  readonly expired: number
}

export type Outcome = LoadOutcome | FanOutOutcome | SessionsOutcome

/** As many bars as a plot has. */
const SPREAD_BUCKETS = 16

/** The parts of all threads, as one. */
export function loadOutcome({ seconds }: Load, parts: readonly Counts[]): LoadOutcome {
  const merged = (pick: (counts: Counts) => Counts['reads']) => {
    const histogram = new Histogram()
    for (const part of parts) histogram.merge(pick(part))
    return histogram
  }
  const sum = (pick: (counts: Counts) => number) => parts.reduce((total, part) => total + pick(part), 0)
  const reads = merged((part) => part.reads)
  const writes = merged((part) => part.writes)
  const all = merged((part) => part.reads)
  all.merge(writes.counts())
  const operations = sum((part) => part.operations)
  const violations = parts.map((part) => part.violations).reduce(addViolations, noViolations())
  const lostConnections = sum((part) => part.lostConnections)
  const unanswered = sum((part) => part.unanswered)
  return {
    type: 'load',
    ok: Object.values(violations).every((count) => count === 0) && lostConnections === 0 && unanswered === 0,
    operations,
    seconds,
    operationsPerSecond: Math.round((operations / seconds) * 10) / 10,
    latencyMs: all.summary(),
    readMs: reads.summary(),
    writeMs: writes.summary(),
    serviceMs: merged((part) => part.service).summary(),
    perSecond: addColumns(parts.map((part) => part.perSecond)),
    violations,
    examples: parts.flatMap((part) => part.examples),
    lostConnections,
    unfinished: sum((part) => part.unfinished),
    unanswered,
    generatorProcessors: Math.round(Math.max(...parts.map((part) => part.processors)) * 1000) / 1000,
    generatorThreads: parts.length,
    generatorBusy: Math.round(Math.max(...parts.map((part) => part.busy)) * 1000) / 1000,
    spread: spreadOf(all),
  }
}

export function fanOutOutcome(watchers: number, result: FanOutResult): FanOutOutcome {
  return {
    type: 'fan-out',
    ok: result.wrong.length === 0,
    watchers,
    changes: result.rounds,
    firstToldMs: summaryOf(result.first),
    allToldMs: summaryOf(result.all),
    eachToldMs: summaryOf(result.each),
    changeMs: summaryOf(result.change),
    wrong: result.wrong,
  }
}

export function sessionsOutcome(sessions: number, result: SessionsResult): SessionsOutcome {
  const { openSeconds, grantedTimeoutMs, holdSeconds, lost, reattachSeconds, expired } = result
  return {
    type: 'sessions',
    ok: lost === 0 && expired === 0,
    sessions,
    openSeconds,
    openMs: summaryOf(result.open),
    grantedTimeoutMs,
    holdSeconds,
    lost,
    reattachSeconds,
    reattachMs: summaryOf(result.reattach),
    expired,
  }
}

function summaryOf(counts: Counts['reads']): LatencySummary {
  const histogram = new Histogram()
  histogram.merge(counts)
  return histogram.summary()
}

/** Equal steps of the logarithm between the quickest and the slowest. */
function spreadOf(histogram: Histogram): readonly SpreadBucket[] {
  if (histogram.count === 0) return []
  const min = Math.max(0.001, histogram.quantile(0))
  const step = (Math.max(min * 1.01, histogram.quantile(1)) / min) ** (1 / SPREAD_BUCKETS)
  return Array.from({ length: SPREAD_BUCKETS }, (_, at) => {
    const [fromMs, toMs] = [min * step ** at, min * step ** (at + 1)]
    const isFirst = at === 0
    const isLast = at === SPREAD_BUCKETS - 1
    const count = histogram.countBetween(isFirst ? 0 : fromMs, isLast ? Number.POSITIVE_INFINITY : toMs)
    return { fromMs, toMs, count }
  })
}

function addViolations(a: ViolationCounts, b: ViolationCounts): Record<keyof ViolationCounts, number> {
  const sum = noViolations()
  for (const name of Object.keys(sum) as (keyof ViolationCounts)[]) sum[name] = a[name] + b[name]
  return sum
}

function addColumns(rows: readonly (readonly number[])[]): readonly number[] {
  const length = Math.max(0, ...rows.map((row) => row.length))
  return Array.from({ length }, (_, at) => rows.reduce((sum, row) => sum + (row[at] ?? 0), 0))
}
