/**
 * What a peer did, or was seen doing, at a moment. A trace is a header and then these, each peer's in the order in which it
 * happened there. Everything that shows an ensemble is drawn from them and from nothing else: live, recorded or simulated.
 *
 * `atMs` is on the clock that the header names, with a fraction. Zxids are texts, `epoch:counter`; session ids are
 * hexadecimal, `0x…`. Texts may come from clients: whoever draws them makes them safe for a terminal.
 */
import type { PeerStatus } from './peer-status.ts'

export type TraceRecord =
  // ── told by a peer ──
  /** A few times a second, and right after every change of role or phase. */
  | (ByPeer & { readonly type: 'status'; readonly status: PeerStatus })
  | (ByPeer & { readonly type: 'became' } & Standing)
  /** A message that decides something: election, discovery, synchronization, farewells; and of a reign, the first of each kind. */
  | (ByPeer & { readonly type: 'sent'; readonly to: number; readonly message: TracedMessage })
  | (ByPeer & { readonly type: 'received'; readonly from: number; readonly message: TracedMessage })
  | (ByPeer & { readonly type: 'link'; readonly with: number; readonly up: boolean })
  /** The leader's first commit of an epoch: from here on writes were possible. */
  | (ByPeer & { readonly type: 'first-commit'; readonly epoch: number; readonly zxid: string })
  /** A sentence from its log. `number` grows by one per sentence while the process lives. */
  | (ByPeer & {
      readonly type: 'told'
      readonly number: number
      readonly level: 'info' | 'warn' | 'error'
      readonly text: string
    })
  /** The newest transactions it applied, oldest first; `skipped` more came before them since the last such record. */
  | (ByPeer & { readonly type: 'applied'; readonly txns: readonly TracedTxn[]; readonly skipped: number })
  /** Its sessions, the first few hundred by id. */
  | (ByPeer & { readonly type: 'sessions'; readonly total: number; readonly rows: readonly TracedSession[] })
  /** What its clients watch, the most watched first. */
  | (ByPeer & { readonly type: 'watches'; readonly total: number; readonly rows: readonly TracedWatch[] })
  /** Records that were left out because the reader was slow. */
  | (ByPeer & { readonly type: 'dropped'; readonly count: number })
  // ── seen by whoever watches ──
  /** It does not answer any more, and why we think so. Its next status ends that. */
  | (ByPeer & { readonly type: 'lost'; readonly why: string })
  /** Its process, where we can know. */
  | (ByPeer & { readonly type: 'process'; readonly running: boolean; readonly pid: number | undefined })
  /** Something was done to the ensemble on purpose: a sentence. */
  | (Timed & {
      readonly type: 'action'
      readonly action: string
      readonly peers: readonly number[]
      readonly text: string
    })
  /** The faults that are on from now on, in words: `1 | 2 3 cut`, `disk of 2 slow, 50 ms`. */
  | (Timed & { readonly type: 'faults'; readonly faults: readonly string[] })
  /** Something could not be done or asked. */
  | (Timed & { readonly type: 'trouble'; readonly text: string })

type Timed = { readonly atMs: number }
type ByPeer = Timed & { readonly peer: number }

/** What a peer is doing. Words as in the core; one of a later version is shown as it is. */
export type Standing = {
  /** `looking`, `leading`, `following`, `observing`. */
  readonly role: string
  /** `election`, `discovery`, `synchronization`, `broadcast`. */
  readonly phase: string
  readonly leader: number | undefined
  readonly epoch: number
  /** A sentence for people. */
  readonly why: string
}

export type TracedMessage = {
  /** Its type in the core: `notification`, `follower-info`, `trunc`, … */
  readonly name: string
  /** The whole of it in a line. */
  readonly text: string
  /** The epoch it speaks of: the proposed one, the promised one, the reign it belongs to. */
  readonly epoch?: number
  /** The transaction it speaks of: the last one of a log, the one to cut back to, the last one committed. */
  readonly zxid?: string
  /** Of a notification. */
  readonly vote?: TracedVote
}

export type TracedVote = {
  readonly round: number
  /** What the sender is doing. */
  readonly role: string
  readonly leader: number
  readonly epoch: number
  readonly zxid: string
}

export type TracedTxn = {
  readonly zxid: string
  readonly session: string
  /** `create`, `set-data`, `multi of 3`, `close-session`, `refused: node exists`, … */
  readonly operation: string
  readonly path: string
  /** Of data. */
  readonly bytes: number
  /** The leader's wall clock, Unix milliseconds. */
  readonly timeMs: number
}

export type TracedSession = {
  readonly id: string
  /** The peer it is connected to, and its client's address; undefined where this peer cannot know. */
  readonly owner: number | undefined
  readonly client: string | undefined
  readonly timeoutMs: number
  /** Until it expires if nothing is heard; known on the leader. */
  readonly leftMs: number | undefined
  readonly ephemerals: number
  readonly watches: number
  /** Requests that wait for an answer. */
  readonly outstanding: number
  /** Its last request, as `get-data`, and how long ago. */
  readonly lastOperation: string | undefined
  readonly lastMs: number | undefined
}

export type TracedWatch = {
  readonly path: string
  /** `data`, `child`, `persistent`, `persistent-recursive`. */
  readonly kind: string
  readonly sessions: number
  /** A few of them. */
  readonly some: readonly string[]
}
