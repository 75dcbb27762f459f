/**
 * When sessions end. Only the leader decides it, and only by proposing to close one (ZooKeeper: SessionTrackerImpl,
 * ExpiryQueue). Sessions are kept in buckets one session tick wide, so a touch moves an entry between two sets and a
 * tick looks at one bucket. A silent session lives between its timeout and its timeout plus one tick.
 */
import type { PeerId } from '@quoll/core'
import type { SessionId } from '@quoll/state-machine'

type Tracked = {
  timeoutMs: number
  /** End of the bucket it is in, milliseconds on the monotonic clock. */
  expiresAtMs: number
  /** The peer its client is attached to; undefined until a new leader hears of it. */
  owner: PeerId | undefined
  /** Its end was proposed already. */
  closing: boolean
}

export class SessionTracker {
  readonly #tickMs: number
  readonly #sessions = new Map<SessionId, Tracked>()
  readonly #buckets = new Map<number, Set<SessionId>>()
  #nextBucketMs: number

  /** `tickMs`: width of a bucket. A new leader starts a new tracker: every session gets a full fresh timeout. */
  constructor(tickMs: number, nowMs: number) {
    this.#tickMs = tickMs
    this.#nextBucketMs = this.#roundUp(nowMs)
  }

  get size(): number {
    return this.#sessions.size
  }

  has(session: SessionId): boolean {
    return this.#sessions.get(session)?.closing === false
  }

  /** Who has its client, and when it ends if nothing is heard of it: milliseconds on the clock of `nowMs`. */
  look(session: SessionId): { readonly owner: PeerId | undefined; readonly expiresAtMs: number } | undefined {
    return this.#sessions.get(session)
  }

  open(session: SessionId, timeoutMs: number, owner: PeerId | undefined, nowMs: number): void {
    const tracked = { timeoutMs, expiresAtMs: 0, owner, closing: false }
    this.#sessions.set(session, tracked)
    this.#place(session, tracked, nowMs)
  }

  /** A client attached at `owner` asks for its session: false when it is unknown or ending. The timeout is renegotiated. */
  attach(session: SessionId, timeoutMs: number, owner: PeerId, nowMs: number): boolean {
    const tracked = this.#sessions.get(session)
    if (tracked === undefined || tracked.closing) return false
    tracked.timeoutMs = timeoutMs
    tracked.owner = owner
    this.#place(session, tracked, nowMs)
    return true
  }

  /** Its client gave a sign of life. */
  touch(session: SessionId, nowMs: number): void {
    const tracked = this.#sessions.get(session)
    if (tracked !== undefined && !tracked.closing) this.#place(session, tracked, nowMs)
  }

  /**
   * Whether a write of `session` may come from `peer`. The first peer that speaks for a session after an election owns
   * it; when its client attaches elsewhere, the old one may no longer write (ZooKeeper: SessionMovedException).
   */
  mayWrite(session: SessionId, peer: PeerId): boolean {
    const tracked = this.#sessions.get(session)
    if (tracked === undefined) return true // unknown sessions are refused where they are prepared
    tracked.owner ??= peer
    return tracked.owner === peer
  }

  /** Its end is on its way: it will not be reported by `expired` (again). */
  closing(session: SessionId): void {
    const tracked = this.#sessions.get(session)
    if (tracked === undefined || tracked.closing) return
    tracked.closing = true
    this.#buckets.get(tracked.expiresAtMs)?.delete(session)
  }

  close(session: SessionId): void {
    const tracked = this.#sessions.get(session)
    if (tracked === undefined) return
    this.#buckets.get(tracked.expiresAtMs)?.delete(session)
    this.#sessions.delete(session)
  }

  /** Sessions whose time has run out, in the order they were last placed; each is reported once and counts as closing. */
  expired(nowMs: number): SessionId[] {
    const out: SessionId[] = []
    for (; this.#nextBucketMs <= nowMs; this.#nextBucketMs += this.#tickMs) {
      const bucket = this.#buckets.get(this.#nextBucketMs)
      if (bucket === undefined) continue
      this.#buckets.delete(this.#nextBucketMs)
      for (const session of bucket) {
        const tracked = this.#sessions.get(session)
        if (tracked === undefined) continue
        tracked.closing = true
        out.push(session)
      }
    }
    return out
  }

  #place(session: SessionId, tracked: Tracked, nowMs: number): void {
    const at = this.#roundUp(nowMs + tracked.timeoutMs)
    if (at === tracked.expiresAtMs) return
    this.#buckets.get(tracked.expiresAtMs)?.delete(session)
    tracked.expiresAtMs = at
    let bucket = this.#buckets.get(at)
    if (bucket === undefined) {
      bucket = new Set()
      this.#buckets.set(at, bucket)
    }
    bucket.add(session)
  }

  /** The end of the bucket that contains `ms`: always later than `ms`. */
  #roundUp(ms: number): number {
    return (Math.floor(ms / this.#tickMs) + 1) * this.#tickMs
  }
}
