/**
 * What this peer asked of the leader and has no answer to yet, by the peer's own request number, in the order asked.
 * Numbers begin at the wall clock's milliseconds, so that a transaction of an earlier life of this peer is not mistaken
 * for an answer to the present one.
 */
import type { AuthId, SessionId, Txn, WriteRequest } from '@quoll/state-machine'
import type { Client, Waiting } from './client.ts'

export type AskedSession = {
  readonly type: 'open-session'
  readonly client: Client
  readonly session: SessionId
  readonly timeoutMs: number
}
export type AskedWrite = {
  readonly type: 'write'
  readonly client: Client
  readonly session: SessionId
  readonly waiting: Waiting
  readonly xid: number
  readonly opCode: number
  readonly auth: readonly AuthId[]
  readonly write: WriteRequest
  /** The client's own record, forwarded as it came. */
  readonly body: Uint8Array
}
export type AskedSync = { readonly type: 'sync'; readonly client: Client; readonly waiting: Waiting }
export type Asked = AskedSession | AskedWrite | AskedSync

const NUMBERS = 0x1_0000_0000

export class InFlight {
  readonly #asked = new Map<number, Asked>()
  #next: number

  constructor(wallMs: number) {
    this.#next = wallMs % NUMBERS
  }

  get size(): number {
    return this.#asked.size
  }

  add(asked: Asked): number {
    const number = this.reserve()
    this.#asked.set(number, asked)
    return number
  }

  /** A number that nothing else here has or gets. */
  reserve(): number {
    const number = this.#next
    this.#next = (number + 1) % NUMBERS
    return number
  }

  /** Takes out the request that `txn` answers; undefined when it belongs to an earlier life or reign. */
  answeredBy(txn: Txn): AskedSession | AskedWrite | undefined {
    const asked = this.#asked.get(txn.request)
    if (asked === undefined || asked.type === 'sync' || asked.session !== txn.session) return undefined
    this.#asked.delete(txn.request)
    return asked
  }

  takeSync(number: number): AskedSync | undefined {
    const asked = this.#asked.get(number)
    if (asked?.type !== 'sync') return undefined
    this.#asked.delete(number)
    return asked
  }

  /**
   * Syncs asked before the request `txn` answers: everything the leader had proposed before them is applied, so they are
   * done, and reads behind them must not see `txn` yet.
   */
  *syncsBefore(txn: Txn): Generator<AskedSync> {
    if (!this.#asked.has(txn.request)) return
    for (const [number, asked] of this.#asked) {
      if (asked.type !== 'sync') return
      this.#asked.delete(number)
      yield asked
    }
  }

  /** In the order asked, for a new leader to be asked again. What belongs to a closed connection is dropped. */
  again(): [number: number, asked: Asked][] {
    for (const [number, { client }] of this.#asked) if (client.phase === 'closing') this.#asked.delete(number)
    return [...this.#asked]
  }

  /** Nobody will ever know what became of these. */
  clear(): void {
    this.#asked.clear()
  }
}
