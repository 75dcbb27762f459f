/** What a status looks like in a line. */
import type { LearnerStatus, PeerStatus, RecentLatency, StoryLine } from '../peer-status.ts'
import { fields, list, maybe, number, type Shape, text, truth } from './shape.ts'

const recent: Shape<RecentLatency> = fields({ count: number, p50: number, p99: number })

const learner: Shape<LearnerStatus> = fields({
  peer: number,
  observer: truth,
  phase: text,
  acked: text,
  lag: number,
  roundTripMs: maybe(number),
})

const storyLine: Shape<StoryLine> = fields({ number, atMs: number, text })

export const statusShape: Shape<PeerStatus> = fields({
  version: number,
  software: text,
  id: number,
  pid: number,
  uptimeMs: number,
  role: text,
  phase: text,
  serving: truth,
  leader: maybe(number),
  epoch: number,
  acceptedEpoch: number,
  round: number,
  last: text,
  durable: text,
  committed: text,
  applied: text,
  appliedZxid: text,
  links: list(number),
  learners: list(learner),
  digest: text,
  znodes: number,
  dataBytes: number,
  ephemerals: number,
  sessions: number,
  watches: number,
  clients: number,
  outstanding: number,
  requests: fields({ reads: number, writes: number }),
  latencyMs: fields({ min: number, average: number, max: number, count: number }),
  recent: fields({ reads: maybe(recent), writes: maybe(recent) }),
  disk: fields({ syncs: number, syncMsP99: number, logBytes: number, snapshotBytes: number, snapshotZxid: text }),
  snapshots: fields({ taken: number, sent: number, installed: number }),
  queuedBytes: list(fields({ peer: number, bytes: number })),
  memoryBytes: number,
  eventLoopMsP99: number,
  story: list(storyLine),
})
