/** An ensemble as one value for programs. Fields are added within a version; one changes its meaning only with the version. */
import type { Ensemble } from './model/ensemble.ts'
import { lagMs } from './model/lag.ts'
import { answers, type PeerModel } from './model/peers.ts'
import { type Bar, lastBar } from './model/throughput.ts'
import { verdictInWords } from './model/verdict.ts'

export const SNAPSHOT_VERSION = 1

/** Times are Unix milliseconds where the source is live; null stands for what is not known. */
export type Snapshot = {
  readonly version: typeof SNAPSHOT_VERSION
  readonly atMs: number
  readonly title: string
  readonly connect: string
  /** The verdict in words. */
  readonly verdict: string
  readonly writesPossible: boolean
  readonly voters: number
  readonly quorum: number
  readonly up: number
  readonly inService: number
  readonly epoch: number | null
  readonly leader: number | null
  /** Since when it leads. */
  readonly leaderSinceMs: number | null
  /** Since when writes wait; null while they do not. */
  readonly writesWaitSinceMs: number | null
  readonly writesPerSecond: number | null
  readonly readsPerSecond: number | null
  readonly writeMs: { readonly p50: number; readonly p99: number } | null
  readonly readMs: { readonly p50: number; readonly p99: number } | null
  readonly faults: readonly string[]
  readonly peers: readonly PeerSnapshot[]
  /** The newest sentences, newest first. */
  readonly story: readonly { readonly atMs: number; readonly text: string }[]
}

export type PeerSnapshot = {
  readonly id: number
  readonly client: string | null
  readonly answers: boolean
  /** When it was last heard. */
  readonly heardMs: number | null
  readonly role: string | null
  readonly phase: string | null
  readonly epoch: number | null
  readonly serving: boolean
  readonly lastZxid: string | null
  readonly lagTransactions: number | null
  readonly lagMs: number | null
  readonly roundTripMs: number | null
  readonly fsyncMsP99: number | null
  readonly clients: number | null
  readonly watches: number | null
  readonly software: string | null
}

const STORY = 20

export function snapshotOf(ensemble: Ensemble, nowMs: number): Snapshot {
  const { header, verdict, reigns, throughput, story } = ensemble
  const bar = lastBar(throughput, nowMs)
  const { reign } = reigns
  return {
    version: SNAPSHOT_VERSION,
    atMs: nowMs,
    title: header.title,
    connect: header.connect,
    verdict: verdictInWords(verdict).text,
    writesPossible: verdict.writes,
    voters: verdict.voters,
    quorum: verdict.majority,
    up: verdict.up,
    inService: verdict.inService,
    epoch: reign?.epoch ?? null,
    leader: verdict.leader?.id ?? null,
    leaderSinceMs: reign?.sinceMs ?? null,
    writesWaitSinceMs: reigns.outage?.sinceMs ?? null,
    ...rates(bar),
    faults: ensemble.faults,
    peers: ensemble.peers.map((peer) => peerSnapshot(ensemble, peer)),
    story: story.entries.slice(0, STORY).map(({ atMs, text }) => ({ atMs, text })),
  }
}

function rates(bar: Bar | undefined): Pick<Snapshot, 'writesPerSecond' | 'readsPerSecond' | 'writeMs' | 'readMs'> {
  return {
    writesPerSecond: bar === undefined ? null : Math.round(bar.writes),
    readsPerSecond: bar === undefined ? null : Math.round(bar.reads),
    writeMs: bar?.write ?? null,
    readMs: bar?.read ?? null,
  }
}

function peerSnapshot({ verdict, marks }: Ensemble, peer: PeerModel): PeerSnapshot {
  const { standing, status } = peer
  const learner = answers(peer) ? verdict.leader?.status?.learners.find((one) => one.peer === peer.id) : undefined
  const behindMs = learner === undefined ? undefined : lagMs(marks, learner.acked, verdict.leader?.heardMs ?? 0)
  return {
    id: peer.id,
    client: peer.client ?? null,
    answers: answers(peer),
    heardMs: peer.heardMs ?? null,
    role: standing?.role ?? null,
    phase: standing?.phase ?? null,
    epoch: standing?.epoch ?? null,
    serving: answers(peer) && peer.standing.serving,
    lastZxid: status?.last ?? null,
    lagTransactions: learner?.lag ?? null,
    lagMs: learner === undefined ? null : learner.lag === 0 ? 0 : (behindMs ?? null),
    roundTripMs: learner?.roundTripMs ?? null,
    fsyncMsP99: status?.disk.syncMsP99 ?? null,
    clients: status?.clients ?? null,
    watches: status?.watches ?? null,
    software: status?.software ?? null,
  }
}
