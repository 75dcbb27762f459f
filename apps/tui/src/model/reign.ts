/** Who leads, since when, and for how long writes had to wait: all from the times that the records carry. */
import type { TraceRecord } from '@quoll/trace'
import type { PeerModel } from './peers.ts'
import type { Verdict } from './verdict.ts'

export type Reigns = {
  readonly reign: Reign | undefined
  /** Set while writes wait that were possible before. */
  readonly outage: Outage | undefined
  /** What was done on purpose last, while its account is not closed. */
  readonly deed: Deed | undefined
}

/** `sinceMs` is undefined when it began before anybody looked. */
export type Reign = {
  readonly leader: number
  readonly epoch: number
  readonly sinceMs: number | undefined
  /** Of the whole ensemble, as the leader last told. */
  readonly sessions: number | undefined
}

export type Outage = { readonly sinceMs: number; readonly sessions: number | undefined }

export type Deed = {
  readonly atMs: number
  readonly action: string
  readonly peers: readonly number[]
  readonly sessions: number | undefined
  /** How long writes waited after it; undefined while they do, or when they never did. */
  readonly waitedMs: number | undefined
}

export const NO_REIGN: Reigns = { reign: undefined, outage: undefined, deed: undefined }

/** A reign seen in the first moments may be older than the trace. */
const SETTLED_MS = 1000
/** What is done on purpose explains an outage that begins this long after it. */
const DEED_MS = 10_000

export function takeReigns(
  before: Reigns,
  record: TraceRecord,
  verdict: Verdict,
  peers: readonly PeerModel[],
  beganMs: number,
): Reigns {
  const { atMs } = record
  const deed = deedAfter(before, record)
  const { leader, writes } = verdict
  if (!writes || leader === undefined) return { ...before, deed, outage: outageAfter(before, record, deed, peers) }

  const { reign: old } = before
  const sessions = leader.standing.confirmed ? leader.status?.sessions : old?.sessions
  const same = old?.leader === leader.id && old.epoch === leader.standing.epoch
  const witnessed = record.type === 'became' || old !== undefined || atMs - beganMs > SETTLED_MS
  const sinceMs = same ? old.sinceMs : witnessed ? atMs : undefined
  const reign =
    same && old.sessions === sessions ? old : { leader: leader.id, epoch: leader.standing.epoch, sinceMs, sessions }
  const waitedMs = before.outage === undefined ? undefined : atMs - before.outage.sinceMs
  return {
    reign,
    outage: undefined,
    deed: waitedMs === undefined || deed === undefined ? deed : { ...deed, waitedMs: (deed.waitedMs ?? 0) + waitedMs },
  }
}

function deedAfter({ deed, reign }: Reigns, record: TraceRecord): Deed | undefined {
  if (record.type !== 'action') return deed
  const { atMs, action, peers } = record
  return { atMs, action, peers, sessions: reign?.sessions, waitedMs: undefined }
}

function outageAfter(
  { outage, reign }: Reigns,
  record: TraceRecord,
  deed: Deed | undefined,
  peers: readonly PeerModel[],
): Outage | undefined {
  if (reign === undefined || outage !== undefined) return outage
  const leader = peers.find(({ id }) => id === reign.leader)
  // Who falls silent has been gone since we last heard of it; whoever tells us, tells us when.
  const seenMs = record.type === 'lost' && leader?.heardMs !== undefined ? leader.heardMs : record.atMs
  const explained = deed !== undefined && deed.waitedMs === undefined && record.atMs - deed.atMs < DEED_MS
  return { sinceMs: explained ? Math.min(deed.atMs, record.atMs) : seenMs, sessions: reign.sessions }
}
