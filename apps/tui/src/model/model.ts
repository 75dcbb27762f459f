/** Everything the dashboard knows, as one value. `update.ts` makes the next one, `view/` draws it. */
import type { PeerStatus } from '../peer-status.ts'
import type { SourcePeer } from '../polled-source.ts'
import { NO_THROUGHPUT, type Throughput } from './throughput.ts'

/** Times are Unix milliseconds of the machine the dashboard runs on, unless said otherwise. */
export type Model = {
  readonly connect: string
  /** Peers can be killed and restarted from here. */
  readonly canControl: boolean
  readonly startedMs: number
  readonly nowMs: number
  readonly peers: readonly PeerModel[]
  readonly reign: Reign | undefined
  /** Set while writes wait that were possible before. */
  readonly outage: Outage | undefined
  readonly throughput: Throughput
  /** What went wrong last, until an answer comes: told once, however often it is tried again. */
  readonly trouble: string | undefined
  /** Newest first. */
  readonly story: readonly StoryEntry[]
  /** Entries that ever entered the story. */
  readonly told: number
  /** Index of a peer. */
  readonly selected: number
  readonly mode: Mode
}

export type Mode =
  | { readonly type: 'watching' }
  | { readonly type: 'help' }
  | { readonly type: 'confirming-kill'; readonly peer: number }

export type PeerModel = {
  readonly id: number
  readonly client: string
  /** Its last answer, however old. */
  readonly status: PeerStatus | undefined
  readonly answeredMs: number | undefined
  /** Polls in a row without an answer. */
  readonly misses: number
  /** Undefined where we cannot know: on a remote ensemble. */
  readonly running: boolean | undefined
  readonly pid: number | undefined
  /** The process killed from here: an answer it gave before is not news. */
  readonly killedPid: number | undefined
  readonly killedMs: number | undefined
  /** Set from the first answer after a silence until it serves again. */
  readonly returnedMs: number | undefined
  /** The newest line of its story that we have; numbers start again with each process. */
  readonly heard: { readonly pid: number; readonly number: number } | undefined
}

/** `sinceMs` is undefined when it began before we looked. */
export type Reign = { readonly leader: number; readonly epoch: number; readonly sinceMs: number | undefined }

export type Outage = { readonly sinceMs: number }

export type StoryEntry = {
  /** In the order of arrival. */
  readonly number: number
  readonly atMs: number
  /** The peer that told it; undefined: seen from here. */
  readonly peer: number | undefined
  readonly text: string
  readonly mood: Mood
}

export type Mood = 'plain' | 'good' | 'warn' | 'bad'

/** Polls in a row that must miss before a peer counts as lost: one may be late on a busy machine. */
export const MISSES_TO_BE_LOST = 2

export function newModel(
  source: { readonly connect: string; readonly peers: readonly SourcePeer[]; readonly control?: unknown },
  nowMs: number,
): Model {
  return {
    connect: source.connect,
    canControl: source.control !== undefined,
    startedMs: nowMs,
    nowMs,
    peers: source.peers.map(({ id, client }) => ({
      id,
      client,
      status: undefined,
      answeredMs: undefined,
      misses: 0,
      running: undefined,
      pid: undefined,
      killedPid: undefined,
      killedMs: undefined,
      returnedMs: undefined,
      heard: undefined,
    })),
    reign: undefined,
    outage: undefined,
    trouble: undefined,
    throughput: NO_THROUGHPUT,
    story: [],
    told: 0,
    selected: 0,
    mode: { type: 'watching' },
  }
}

/** No answer, or nobody there to give one. */
export function isLost(peer: PeerModel): boolean {
  return peer.misses >= MISSES_TO_BE_LOST || (peer.running === false && peer.misses > 0)
}

/** It has answered and still does. */
export function answers(peer: PeerModel): peer is PeerModel & { readonly status: PeerStatus } {
  return peer.status !== undefined && !isLost(peer)
}

export function selectedPeer(model: Model): PeerModel | undefined {
  return model.peers[model.selected]
}
