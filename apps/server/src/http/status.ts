/** What `/status` says about one peer: numbers and words a person or a dashboard understands, stable within a version. */
import { counterOf, epochOf, formatZxid } from '@quoll/core'
import type { NodeView } from '@quoll/peer'
import type { StoryLine } from '../story.ts'
import { percentile } from './percentile.ts'

/** Grows by new fields within a version; a field changes its meaning only with the version. */
export const STATUS_VERSION = 1

export type PeerStatus = {
  readonly version: typeof STATUS_VERSION
  readonly software: string
  readonly id: number
  readonly pid: number
  readonly uptimeMs: number
  readonly role: string
  readonly phase: string
  readonly serving: boolean
  readonly leader: number | undefined
  readonly epoch: number
  readonly acceptedEpoch: number
  readonly round: number
  /** Zxids as `epoch:counter`; `appliedZxid` is hexadecimal, the way ZooKeeper prints it. */
  readonly last: string
  readonly durable: string
  readonly committed: string
  readonly applied: string
  readonly appliedZxid: string
  readonly links: readonly number[]
  readonly learners: readonly LearnerStatus[]
  readonly digest: string
  readonly znodes: number
  readonly ephemerals: number
  readonly sessions: number
  readonly watches: number
  readonly clients: number
  readonly outstanding: number
  readonly latencyMs: { readonly min: number; readonly average: number; readonly max: number; readonly count: number }
  readonly disk: { readonly syncs: number; readonly syncMsP99: number; readonly logBytes: number }
  readonly eventLoopMsP99: number
  /** The newest events, oldest first, each a sentence. */
  readonly story: readonly StoryLine[]
}

export type LearnerStatus = {
  readonly peer: number
  readonly observer: boolean
  readonly phase: string
  readonly acked: string
  /** Transactions it is behind the leader's last one. */
  readonly lag: number
  readonly roundTripMs: number | undefined
}

/** What a status says beside the peer's own view. */
export type ProcessFacts = {
  readonly software: string
  readonly pid: number
  readonly uptimeMs: number
  readonly tickMs: number
  readonly eventLoopMsP99: number
  readonly story: readonly StoryLine[]
}

export function statusOf(view: NodeView, facts: ProcessFacts): PeerStatus {
  const { zab, storage } = view
  return {
    version: STATUS_VERSION,
    software: facts.software,
    id: zab.id,
    pid: facts.pid,
    uptimeMs: Math.round(facts.uptimeMs),
    role: zab.role,
    phase: zab.phase,
    serving: view.serving,
    leader: zab.leader,
    epoch: zab.currentEpoch,
    acceptedEpoch: zab.acceptedEpoch,
    round: zab.round,
    last: formatZxid(zab.last),
    durable: formatZxid(zab.durable),
    committed: formatZxid(zab.committed),
    applied: formatZxid(view.applied),
    appliedZxid: `0x${view.applied.toString(16)}`,
    links: zab.links,
    learners: zab.learners.map((learner) => ({
      peer: learner.peer,
      observer: learner.observer,
      phase: learner.phase,
      acked: formatZxid(learner.acked),
      lag:
        epochOf(learner.acked) === epochOf(zab.last)
          ? counterOf(zab.last) - counterOf(learner.acked)
          : counterOf(zab.last),
      roundTripMs: learner.roundTripTicks === undefined ? undefined : learner.roundTripTicks * facts.tickMs,
    })),
    digest: view.digest,
    znodes: view.znodes,
    ephemerals: view.ephemerals,
    sessions: view.sessions,
    watches: view.watches,
    clients: view.connections.length,
    outstanding: view.outstanding,
    latencyMs: view.latency,
    disk: { syncs: storage.syncs, syncMsP99: percentile(storage.syncMs, 0.99), logBytes: storage.logBytes },
    eventLoopMsP99: facts.eventLoopMsP99,
    story: facts.story,
  }
}
