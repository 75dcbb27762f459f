/**
 * The way from a client's connection to the leader: to the proposer in this very process while this peer leads, over the
 * link otherwise. Signs of life go the same way, gathered between two ticks.
 */
import type { PeerId } from '@quoll/core'
import type { PeerMessage } from '@quoll/protocol/peer'
import type { SessionId, WriteRequest } from '@quoll/state-machine'
import type { Proposer } from '../leader/proposer.ts'
import type { AskedSession, AskedWrite } from './in-flight.ts'

export type Route = {
  openSession(request: number, asked: AskedSession): void
  write(request: number, asked: AskedWrite): void
  sync(request: number): void
  /** Asks whether a session is alive; the answer comes back through the pipeline's `revalidated`. */
  attach(session: SessionId, timeoutMs: number): void
  touch(session: SessionId): void
  /** Once per tick. */
  tick(): void
}

/** This peer leads. */
export class LocalRoute implements Route {
  readonly #self: PeerId
  readonly #proposer: Proposer
  readonly #revalidated: (session: SessionId, valid: boolean) => void

  constructor(self: PeerId, proposer: Proposer, revalidated: (session: SessionId, valid: boolean) => void) {
    this.#self = self
    this.#proposer = proposer
    this.#revalidated = revalidated
  }

  openSession(request: number, { session, timeoutMs }: AskedSession): void {
    const write: WriteRequest = { type: 'create-session', timeoutMs }
    this.#proposer.write({ origin: this.#self, request, session, xid: 0, auth: [], write })
  }
  write(request: number, { session, xid, auth, write }: AskedWrite): void {
    this.#proposer.write({ origin: this.#self, request, session, xid, auth, write })
  }
  sync(request: number): void {
    this.#proposer.sync(this.#self, request)
  }
  attach(session: SessionId, timeoutMs: number): void {
    this.#revalidated(session, this.#proposer.attach(session, timeoutMs, this.#self))
  }
  touch(session: SessionId): void {
    this.#proposer.touch(session)
  }
  tick(): void {
    this.#proposer.tick()
  }
}

/** Another peer leads. */
export class RemoteRoute implements Route {
  readonly #leader: PeerId
  readonly #send: (to: PeerId, message: PeerMessage) => void
  readonly #touched = new Set<SessionId>()

  constructor(leader: PeerId, send: (to: PeerId, message: PeerMessage) => void) {
    this.#leader = leader
    this.#send = send
  }

  openSession(request: number, { session, timeoutMs }: AskedSession): void {
    this.#send(this.#leader, { type: 'open-session', request, session, timeoutMs })
  }
  write(request: number, { session, xid, opCode, auth, body }: AskedWrite): void {
    this.#send(this.#leader, { type: 'forward', request, session, xid, opCode, auth, body })
  }
  sync(request: number): void {
    this.#send(this.#leader, { type: 'sync', request })
  }
  attach(session: SessionId, timeoutMs: number): void {
    this.#send(this.#leader, { type: 'revalidate', session, timeoutMs })
  }
  touch(session: SessionId): void {
    this.#touched.add(session)
  }
  tick(): void {
    if (this.#touched.size === 0) return
    this.#send(this.#leader, { type: 'touch', sessions: [...this.#touched] })
    this.#touched.clear()
  }
}
