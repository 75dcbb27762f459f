/**
 * One client's connection: who it is, and the requests it waits for. Replies leave in the order of the requests, so a
 * request that can be answered at once still waits behind a write that cannot (ZooKeeper: CommitProcessor).
 */
import type { ClientRequest } from '@quoll/protocol/client'
import type { AuthId, SessionId } from '@quoll/state-machine'
import type { ClientConnection } from '../ports/client-connection.ts'

/** A request that waits. A write's `reply` is encoded when it is known, a read's when its turn comes. */
export type Waiting = {
  readonly xid: number
  readonly request: ClientRequest
  readonly arrivedMs: number
  /** The leader has yet to answer; without that it is answered from the state here, at its turn. */
  remote: boolean
  reply: Uint8Array | undefined
}

/** `fresh`: no handshake yet · `attaching`: the ensemble is asked · `ready` · `closing`: nothing is answered any more. */
export type ClientPhase = 'fresh' | 'attaching' | 'ready' | 'closing'

export class Client {
  readonly connection: ClientConnection
  phase: ClientPhase = 'fresh'
  session: SessionId | undefined
  timeoutMs = 0
  /** The handshake carried the read-only flag, so its answer does too. */
  sendsReadOnly = false
  auth: readonly AuthId[]
  /** When the last frame came, on the session clock. */
  heardMs: number
  /** The tick, named by `heardMs`, in which the leader was last told that it lives. */
  touchedMs: number = Number.NEGATIVE_INFINITY
  received = 0
  sent = 0
  /** The newest request that is not a heartbeat: its type, and when it came, on the monotonic clock. */
  lastOperation = ''
  lastOperationMs = 0
  /** Frames that came behind the handshake and wait for its end. */
  readonly early: Uint8Array[] = []
  earlyBytes = 0
  /** After the reply to this one the connection is closed. */
  closesAfter: Waiting | undefined
  readonly #waiting: Waiting[] = []
  #head = 0

  constructor(connection: ClientConnection, nowMs: number) {
    this.connection = connection
    this.auth = [{ scheme: 'ip', id: connection.address }]
    this.heardMs = nowMs
  }

  get waitingCount(): number {
    return this.#waiting.length - this.#head
  }

  get first(): Waiting | undefined {
    return this.#waiting[this.#head]
  }

  wait(waiting: Waiting): void {
    this.#waiting.push(waiting)
  }

  /** Drops the first of the waiting requests; the array is compacted now and then, not on every reply. */
  advance(): void {
    this.#head++
    if (this.#head === this.#waiting.length) {
      this.#waiting.length = 0
      this.#head = 0
    } else if (this.#head > 1024) {
      this.#waiting.splice(0, this.#head)
      this.#head = 0
    }
  }

  send(frame: Uint8Array): void {
    this.sent++
    this.connection.send(frame)
  }
}
