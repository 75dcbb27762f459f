/**
 * What only a leader in broadcast does: it prepares every write against the changes that are not yet committed, decides
 * which sessions have ended, and answers syncs. A new one is made for every reign, so nothing speculative survives it.
 */
import { type PeerId, ZXID_ZERO, type Zxid } from '@quoll/core'
import {
  type AuthId,
  ErrorCode,
  encodeTxn,
  Preparer,
  reapingCandidates,
  type SessionId,
  type State,
  type Txn,
  type TxnHeader,
  type WriteRequest,
} from '@quoll/state-machine'
import type { PeerOptions } from '../options.ts'
import { SessionClock } from '../sessions/session-clock.ts'
import { SessionTracker } from '../sessions/session-tracker.ts'

export type WriteCall = {
  readonly origin: PeerId
  readonly request: number
  readonly session: SessionId
  readonly xid: number
  readonly auth: readonly AuthId[]
  readonly write: WriteRequest
}

export type ProposerHooks = {
  propose(payload: Uint8Array): void
  /** Proposes now what has gathered, and tells the zxid of the last proposal. */
  lastProposed(): Zxid
  syncDone(origin: PeerId, request: number): void
}

type WaitingSync = { readonly origin: PeerId; readonly request: number; readonly until: Zxid }

const NO_SESSION = 0n as SessionId
const NO_AUTH: readonly AuthId[] = []

export class Proposer {
  readonly #options: PeerOptions
  readonly #hooks: ProposerHooks
  readonly #state: State
  readonly #preparer: Preparer
  readonly #sessions: SessionTracker
  readonly #syncs: WaitingSync[] = []
  #applied: Zxid = ZXID_ZERO
  readonly #clock: SessionClock
  #nextReapingMs: number

  /** Takes over: every session known to `state` gets a full fresh timeout. */
  constructor(options: PeerOptions, state: State, applied: Zxid, hooks: ProposerHooks) {
    this.#options = options
    this.#hooks = hooks
    this.#state = state
    this.#applied = applied
    this.#preparer = new Preparer(state, {
      extendedTypes: options.extendedTypes,
      enforceQuota: options.enforceQuota ?? false,
    })
    const nowMs = options.clock.monotonicMs()
    this.#clock = new SessionClock(options.tickMs, nowMs)
    this.#sessions = new SessionTracker(options.sessions.tickMs, this.#clock.ms)
    for (const [session, timeoutMs] of state.sessions)
      this.#sessions.open(session, timeoutMs, undefined, this.#clock.ms)
    this.#nextReapingMs = nowMs + options.reapingIntervalMs
  }

  write(call: WriteCall): void {
    const { origin, request, session, xid } = call
    const header: TxnHeader = { origin, request, session, xid, timeMs: this.#options.clock.wallMs() }
    if (call.write.type !== 'create-session' && !this.#sessions.mayWrite(session, origin)) {
      this.#hooks.propose(encodeTxn({ ...header, operation: { type: 'error', code: ErrorCode.sessionMoved } }))
      return
    }
    // Tracked from here on: its client may know of it, and be with another peer, before its beginning is delivered here.
    if (call.write.type === 'create-session') this.#sessions.open(session, call.write.timeoutMs, origin, this.#clock.ms)
    if (call.write.type === 'close-session') this.#sessions.closing(session)
    this.#hooks.propose(encodeTxn(this.#preparer.prepare({ header, auth: call.auth, request: call.write })))
  }

  /** Answered behind every transaction proposed before it (ZooKeeper: Leader.processSync). */
  sync(origin: PeerId, request: number): void {
    const until = this.#hooks.lastProposed()
    if (until <= this.#applied) this.#hooks.syncDone(origin, request)
    else this.#syncs.push({ origin, request, until })
  }

  /** A client attached at `origin` asks for its session again. */
  attach(session: SessionId, timeoutMs: number, origin: PeerId): boolean {
    return this.#sessions.attach(session, timeoutMs, origin, this.#clock.ms)
  }

  /** The peer its client is attached to, and milliseconds until it ends if nothing is heard of it. */
  look(session: SessionId): { readonly owner: PeerId | undefined; readonly leftMs: number } | undefined {
    const tracked = this.#sessions.look(session)
    return tracked === undefined
      ? undefined
      : { owner: tracked.owner, leftMs: Math.max(0, tracked.expiresAtMs - this.#clock.ms) }
  }

  touch(session: SessionId): void {
    this.#sessions.touch(session, this.#clock.ms)
  }

  /** A transaction was applied here. */
  applied(zxid: Zxid, txn: Txn): void {
    this.#applied = zxid
    const { operation } = txn
    // However long that took: its time runs from when its client can know of it.
    if (operation.type === 'create-session') this.touch(txn.session)
    if (operation.type === 'close-session') this.#sessions.close(txn.session)
    if (!(operation.type === 'error' && operation.code === ErrorCode.sessionMoved)) this.#preparer.delivered(txn)
    while (this.#syncs[0] !== undefined && this.#syncs[0].until <= zxid) {
      const { origin, request } = this.#syncs.shift()!
      this.#hooks.syncDone(origin, request)
    }
  }

  /** Once per tick of the peer: ends sessions whose time has run out, removes containers and TTL znodes that are due. */
  tick(): void {
    const nowMs = this.#options.clock.monotonicMs()
    this.#clock.tick(nowMs)
    for (const session of this.#sessions.expired(this.#clock.ms)) this.#proposeOwn(session, { type: 'close-session' })
    if (nowMs < this.#nextReapingMs) return
    this.#nextReapingMs = nowMs + this.#options.reapingIntervalMs
    for (const path of reapingCandidates(this.#state, this.#options.clock.wallMs()))
      this.#proposeOwn(NO_SESSION, { type: 'reap', path })
  }

  #proposeOwn(session: SessionId, request: WriteRequest): void {
    const header = { origin: this.#options.id, request: 0, session, xid: 0, timeMs: this.#options.clock.wallMs() }
    this.#hooks.propose(encodeTxn(this.#preparer.prepare({ header, auth: NO_AUTH, request })))
  }
}
