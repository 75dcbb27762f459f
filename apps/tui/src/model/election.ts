/**
 * One election as it is shown: from what set it off to everybody being in service again. A lane per peer says what it was doing
 * when; the moments are everything that was said, decided or done, in the order of time.
 */
import type { TracedMessage } from '@quoll/trace'

export type Election = {
  /** Counts from the first that was seen. */
  readonly number: number
  /** When it was set off: a kill, a cut, a link that closed; where that was not seen, the first who went looking. */
  readonly beganMs: number
  /** The first peer went looking. */
  readonly lookingMs: number
  /** The last of them was in service again, or nobody looked any more. */
  readonly endedMs: number | undefined
  readonly outcome: Outcome | undefined
  readonly firstCommit: FirstCommit | undefined
  /** By id. */
  readonly lanes: readonly Lane[]
  /** By time. */
  readonly moments: readonly Moment[]
  /** Moments that were too many to keep, out of the middle. */
  readonly forgotten: number
}

export type Outcome = {
  /** `led`: a new epoch began. `joined`: there was a leader all the time. */
  readonly type: 'led' | 'joined'
  readonly leader: number
  readonly epoch: number
  readonly atMs: number
}

export type FirstCommit = { readonly atMs: number; readonly zxid: string }

/** `spans` follow each other without a gap; the first began before the election, the last lasts. */
export type Lane = { readonly peer: number; readonly spans: readonly Span[] }

export type Span = { readonly doing: Doing; readonly fromMs: number; readonly why: string }

export type Doing = {
  /** `unknown` until a peer is heard; `down` while it does not run, or does not answer. */
  readonly phase: 'unknown' | 'down' | 'election' | 'discovery' | 'synchronization' | 'broadcast'
  readonly role: string
  readonly leader: number | undefined
  readonly epoch: number
}

export const UNKNOWN: Doing = { phase: 'unknown', role: '', leader: undefined, epoch: 0 }
/** Its process runs, and has not spoken yet. */
export const STARTING: Doing = { phase: 'unknown', role: 'starting', leader: undefined, epoch: 0 }
export const DOWN: Doing = { phase: 'down', role: 'down', leader: undefined, epoch: 0 }
/** It does not answer us; whether the others hear it is not known. */
export const LOST: Doing = { phase: 'down', role: 'lost', leader: undefined, epoch: 0 }

/** `id` grows in the order in which they were heard of. */
export type Moment = { readonly id: number; readonly atMs: number } & (
  | {
      readonly type: 'message'
      readonly from: number
      readonly to: number
      readonly message: TracedMessage
      readonly sentMs: number | undefined
      readonly receivedMs: number | undefined
      /** Its link broke under it. */
      readonly lost: boolean
    }
  | { readonly type: 'became'; readonly peer: number; readonly doing: Doing; readonly why: string }
  | { readonly type: 'link'; readonly peer: number; readonly with: number; readonly up: boolean }
  | { readonly type: 'process'; readonly peer: number; readonly running: boolean }
  | { readonly type: 'lost'; readonly peer: number; readonly why: string }
  | { readonly type: 'action'; readonly peers: readonly number[]; readonly text: string }
  | { readonly type: 'first-commit'; readonly peer: number; readonly epoch: number; readonly zxid: string }
)

export type MessageMoment = Extract<Moment, { type: 'message' }>

/** What the peer was doing when the election was last heard of. */
export function doingNow({ spans }: Lane): Doing {
  return spans.at(-1)?.doing ?? UNKNOWN
}

/** Still to be brought into service. */
export function isSeeking({ phase }: Doing): boolean {
  return phase === 'election' || phase === 'discovery' || phase === 'synchronization'
}

/** A peer of the reign that the election brought, or joined. */
export function isInService(doing: Doing, outcome: Outcome): boolean {
  return doing.phase === 'broadcast' && doing.epoch === outcome.epoch
}

/** It began to lead `epoch` for good. */
export function leadsFromNowOn({ phase, role }: Doing): boolean {
  return phase === 'broadcast' && role === 'leading'
}
