/**
 * An ensemble as its records tell it: a fold of parts, each in a file of its own with an initial value and a pure
 * `(part, record, …) → part`. Every part is bounded. Immutable, so a moment of the past is kept by keeping the value.
 */
import type { TraceHeader, TraceRecord } from '@quoll/trace'
import { type Elections, foldElections, noElections } from './elections.ts'
import { type LeaderMarks, takeLeader } from './lag.ts'
import { type Metrics, NO_METRICS, takeMetrics } from './metrics.ts'
import { accountOf, isRepeatedBy, newsOf } from './news.ts'
import { newPeers, type PeerModel, takePeers } from './peers.ts'
import { NO_REIGN, type Reigns, takeReigns } from './reign.ts'
import { NO_SESSIONS, type Sessions, takeSessions } from './sessions.ts'
import { type News, NO_STORY, type Story, tell } from './story.ts'
import { NO_THROUGHPUT, type Throughput, takeStatus } from './throughput.ts'
import { NO_TRANSACTIONS, type Transactions, takeTransactions } from './transactions.ts'
import { judge, type Verdict } from './verdict.ts'
import { NO_WATCHES, takeWatches, type Watches } from './watches.ts'

export type Ensemble = {
  readonly header: TraceHeader
  /** The newest time told so far: clocks of peers differ by a little, this never goes back. */
  readonly atMs: number
  /** Records taken in. */
  readonly records: number
  readonly peers: readonly PeerModel[]
  readonly verdict: Verdict
  readonly reigns: Reigns
  /** What is broken on purpose, in words. */
  readonly faults: readonly string[]
  readonly throughput: Throughput
  readonly marks: LeaderMarks
  readonly story: Story
  readonly sessions: Sessions
  readonly watches: Watches
  readonly elections: Elections
  readonly transactions: Transactions
  readonly metrics: Metrics
}

/** So long after something was done on purpose its account is closed. */
const SETTLED_MS = 1000

export function newEnsemble(header: TraceHeader): Ensemble {
  const peers = newPeers(header)
  return {
    header,
    atMs: header.atMs,
    records: 0,
    peers,
    verdict: judge(peers),
    reigns: NO_REIGN,
    faults: [],
    throughput: NO_THROUGHPUT,
    marks: [],
    story: NO_STORY,
    sessions: NO_SESSIONS,
    watches: NO_WATCHES,
    elections: noElections(peers.map(({ id }) => id)),
    transactions: NO_TRANSACTIONS,
    metrics: NO_METRICS,
  }
}

export function take(before: Ensemble, record: TraceRecord): Ensemble {
  const peers = takePeers(before.peers, record)
  const verdict = peers === before.peers ? before.verdict : judge(peers)
  const reigns = takeReigns(before.reigns, record, verdict, peers, before.header.atMs)
  const { status } = record.type === 'status' ? record : { status: undefined }
  const after: Ensemble = {
    ...before,
    atMs: Math.max(before.atMs, record.atMs),
    records: before.records + 1,
    peers,
    verdict,
    reigns,
    sessions: takeSessions(before.sessions, record),
    watches: takeWatches(before.watches, record),
    elections: foldElections(before.elections, record),
    transactions: takeTransactions(before.transactions, record),
    metrics: takeMetrics(before.metrics, record),
    faults: record.type === 'faults' ? record.faults : before.faults,
    throughput: status === undefined ? before.throughput : takeStatus(before.throughput, status, record.atMs),
    marks: status === undefined ? before.marks : takeLeader(before.marks, status, record.atMs),
  }
  return withAccount(withNews(before, after, record), record)
}

function withNews(before: Ensemble, after: Ensemble, record: TraceRecord): Ensemble {
  const hearsChanges = before.story.hearsChanges || record.type === 'became'
  const news = newsOf(before, after, record, hearsChanges)
  if (news.length === 0 && hearsChanges === before.story.hearsChanges) return after
  const { entries } = after.story
  const kept = record.type === 'became' ? entries.filter((entry) => !isRepeatedBy(entry, record)) : entries
  return withStory({ ...after, story: { ...after.story, entries: kept, hearsChanges } }, news)
}

function withAccount(now: Ensemble, record: TraceRecord): Ensemble {
  const { deed, outage } = now.reigns
  const fromLeader = record.type === 'status' && record.peer === now.verdict.leader?.id
  if (deed === undefined || !fromLeader || outage !== undefined || record.atMs - deed.atMs < SETTLED_MS) return now
  const settled: Ensemble = { ...now, reigns: { ...now.reigns, deed: undefined } }
  return withStory(settled, [{ atMs: record.atMs, ...accountOf(deed, now.reigns) }])
}

function withStory(now: Ensemble, news: readonly News[]): Ensemble {
  return { ...now, story: tell(now.story, news) }
}
