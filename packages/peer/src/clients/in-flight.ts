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
const PLACES_MIN = 1024

/** Numbers follow one another, so what they name lies in a ring, each at the place of its number's last bits. */
export class InFlight {
  #ring: (Asked | undefined)[] = new Array(PLACES_MIN).fill(undefined)
  /** No smaller number is in flight. */
  #first: number
  #next: number
  #size = 0
  #syncs = 0

  constructor(wallMs: number) {
    this.#next = wallMs % NUMBERS
    this.#first = this.#next
  }

  get size(): number {
    return this.#size
  }

  /** Is a sync among them? */
  get hasSyncs(): boolean {
    return this.#syncs > 0
  }

  add(asked: Asked): number {
    const number = this.reserve()
    this.#ring[number & (this.#ring.length - 1)] = asked
    this.#size++
    if (asked.type === 'sync') this.#syncs++
    return number
  }

  /** A number that nothing else here has or gets. */
  reserve(): number {
    const number = this.#next
    if (distance(this.#first, number) === this.#ring.length) this.#grow()
    this.#next = (number + 1) % NUMBERS
    return number
  }

  /** Takes out the request that `txn` answers; undefined when it belongs to an earlier life or reign. */
  answeredBy(txn: Txn): AskedSession | AskedWrite | undefined {
    const asked = this.#get(txn.request)
    if (asked === undefined || asked.type === 'sync' || asked.session !== txn.session) return undefined
    this.#delete(txn.request)
    return asked
  }

  takeSync(number: number): AskedSync | undefined {
    const asked = this.#get(number)
    if (asked?.type !== 'sync') return undefined
    this.#delete(number)
    return asked
  }

  /**
   * Syncs asked before the request `txn` answers: everything the leader had proposed before them is applied, so they are
   * done, and reads behind them must not see `txn` yet.
   */
  *syncsBefore(txn: Txn): Generator<AskedSync> {
    if (this.#get(txn.request) === undefined) return
    for (let number = this.#first; number !== this.#next; number = (number + 1) % NUMBERS) {
      const asked = this.#get(number)
      if (asked === undefined) continue
      if (asked.type !== 'sync') return
      this.#delete(number)
      yield asked
    }
  }

  /** In the order asked, for a new leader to be asked again. What belongs to a closed connection is dropped. */
  again(): [number: number, asked: Asked][] {
    for (const [number, { client }] of this.#all()) if (client.phase === 'closing') this.#delete(number)
    return this.#all()
  }

  /** Nobody will ever know what became of these. */
  clear(): void {
    for (const [number] of this.#all()) this.#delete(number)
  }

  #all(): [number: number, asked: Asked][] {
    const all: [number, Asked][] = []
    for (let number = this.#first; number !== this.#next; number = (number + 1) % NUMBERS) {
      const asked = this.#get(number)
      if (asked !== undefined) all.push([number, asked])
    }
    return all
  }

  #get(number: number): Asked | undefined {
    if (distance(this.#first, number) >= distance(this.#first, this.#next)) return undefined
    return this.#ring[number & (this.#ring.length - 1)]
  }

  #delete(number: number): void {
    const mask = this.#ring.length - 1
    if (this.#ring[number & mask]?.type === 'sync') this.#syncs--
    this.#ring[number & mask] = undefined
    this.#size--
    while (this.#first !== this.#next && this.#ring[this.#first & mask] === undefined)
      this.#first = (this.#first + 1) % NUMBERS
  }

  #grow(): void {
    const all = this.#all()
    this.#ring = new Array<Asked | undefined>(2 * this.#ring.length).fill(undefined)
    for (const [number, asked] of all) this.#ring[number & (this.#ring.length - 1)] = asked
  }
}

/** How far it is from one number to another, upwards and around. */
function distance(from: number, to: number): number {
  return (to - from + NUMBERS) % NUMBERS
}
