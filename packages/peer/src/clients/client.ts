/**
 * One client's connection: who it is, and the requests it waits for. Replies leave in the order of the requests, so a
 * request that can be answered at once still waits behind a write that cannot (ZooKeeper: CommitProcessor).
 */
import type { ClientRequest } from '@quoll/protocol/client'
import type { AuthId, SessionId } from '@quoll/state-machine'
import type { ClientConnection, ClientHandler } from '../ports/client-connection.ts'

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

/** Whom a client hands what comes in: one for all of them. */
export type ClientOwner = {
  onFrame(client: Client, frame: Uint8Array): void
  onClose(client: Client): void
}

export class Client implements ClientHandler {
  readonly connection: ClientConnection
  readonly #owner: ClientOwner
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
  early: Uint8Array[] | undefined
  earlyBytes = 0
  /** After the reply to this one the connection is closed. */
  closesAfter: Waiting | undefined
  #first: Waiting | undefined
  /** Those behind the first, from `#head` on. Most clients wait for one request at a time, and thousands for none. */
  #later: Waiting[] | undefined
  #head = 0

  constructor(connection: ClientConnection, nowMs: number, owner: ClientOwner) {
    this.connection = connection
    this.auth = idsOf(connection.address)
    this.heardMs = nowMs
    this.#owner = owner
  }

  onFrame(frame: Uint8Array): void {
    this.#owner.onFrame(this, frame)
  }

  onClose(): void {
    this.#owner.onClose(this)
  }

  get waitingCount(): number {
    const later = this.#later === undefined ? 0 : this.#later.length - this.#head
    return this.#first === undefined ? 0 : 1 + later
  }

  get first(): Waiting | undefined {
    return this.#first
  }

  wait(waiting: Waiting): void {
    if (this.#first === undefined) this.#first = waiting
    else if (this.#later === undefined) this.#later = [waiting]
    else this.#later.push(waiting)
  }

  /** Drops the first of the waiting requests; the array is compacted now and then, not on every reply. */
  advance(): void {
    const later = this.#later
    this.#first = later?.[this.#head++]
    if (later === undefined || this.#head === later.length) {
      this.#later = undefined
      this.#head = 0
    } else if (this.#head > 1024) {
      later.splice(0, this.#head)
      this.#head = 0
    }
  }

  send(frame: Uint8Array): void {
    this.sent++
    this.connection.send(frame)
  }

  /** Sends what it did not ask for. */
  tell(frame: Uint8Array): void {
    this.sent++
    this.connection.send(frame, true)
  }
}

let latestIds: readonly AuthId[] = []

/** What a connection is before it proves more. Those of one address, which come one after the other, share the list. */
function idsOf(address: string): readonly AuthId[] {
  if (latestIds[0]?.id !== address) latestIds = [{ scheme: 'ip', id: address }]
  return latestIds
}
