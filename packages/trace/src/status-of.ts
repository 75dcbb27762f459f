/** From a peer's view of itself to the status that `/status` shows, a feed sends and a simulation tells. */
import { counterOf, epochOf, formatZxid, type LearnerView, type Zxid } from '@quoll/core'
import type { NodeView } from '@quoll/peer'
import { type LearnerStatus, type PeerStatus, STATUS_VERSION, type StoryLine } from './peer-status.ts'
import { percentile } from './percentile.ts'
import type { RecentRequests } from './recent-requests.ts'

/** What a status says beside the peer's own view; where there is no process, some of it is not known. */
export type ProcessFacts = {
  readonly software: string
  readonly pid: number
  readonly uptimeMs: number
  /** Length of a tick of the core, milliseconds. */
  readonly tickMs: number
  readonly eventLoopMsP99: number
  readonly memoryBytes?: number
  readonly story: readonly StoryLine[]
}

/** `recent`: whose statuses these are; without it nothing is said about the requests since the last one. */
export function statusOf(view: NodeView, facts: ProcessFacts, recent?: RecentRequests): PeerStatus {
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
    learners: zab.learners.map((learner) => learnerStatus(learner, zab.last, view, facts.tickMs)),
    digest: view.digest,
    znodes: view.znodes,
    dataBytes: view.approximateDataBytes,
    ephemerals: view.ephemerals,
    sessions: view.sessions,
    watches: view.watches,
    clients: view.clients,
    outstanding: view.outstanding,
    requests: { reads: view.reads.count, writes: view.writes.count },
    latencyMs: view.latency,
    recent: recent?.take(view) ?? { reads: undefined, writes: undefined },
    disk: {
      syncs: storage.syncs,
      syncMsP99: percentile(storage.syncMs, 0.99),
      logBytes: storage.logBytes,
      snapshotBytes: storage.snapshotBytes,
      snapshotZxid: formatZxid(storage.snapshotZxid),
    },
    snapshots: view.snapshots,
    queuedBytes: view.queued,
    memoryBytes: facts.memoryBytes ?? 0,
    eventLoopMsP99: facts.eventLoopMsP99,
    story: facts.story,
  }
}

function learnerStatus(learner: LearnerView, last: Zxid, { roundTrips }: NodeView, tickMs: number): LearnerStatus {
  const { peer, observer, phase, acked, roundTripTicks } = learner
  const measured = roundTrips.find((one) => one.peer === peer)?.ms
  return {
    peer,
    observer,
    phase,
    acked: formatZxid(acked),
    lag: epochOf(acked) === epochOf(last) ? counterOf(last) - counterOf(acked) : counterOf(last),
    roundTripMs: measured ?? (roundTripTicks === undefined ? undefined : roundTripTicks * tickMs),
  }
}
