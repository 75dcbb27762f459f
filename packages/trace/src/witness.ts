/**
 * Watches one peer and tells what matters as records: the peer's observer on one side, a trace on the other. It hears every
 * event and effect, so what comes with every write is left out, unless somebody steps through a simulation.
 */
import {
  counterOf,
  type Effect,
  epochOf,
  formatZxid,
  lastOf,
  type PeerEvent,
  type PeerId,
  type ZabMessage,
  type Zxid,
} from '@quoll/core'
import type { PeerObserver } from '@quoll/peer'
import type { Txn } from '@quoll/state-machine'
import type { TraceRecord } from './trace-record.ts'
import { tracedMessage } from './traced-message.ts'
import { tracedTxn } from './traced-txn.ts'

export type WitnessOptions = {
  readonly peer: number
  /** On the clock of the trace. */
  readonly now: () => number
  readonly tell: (record: TraceRecord) => void
  /** Proposals, acknowledgements, commits and heartbeats too. */
  readonly routine?: () => boolean
}

/** Newest transactions kept between two calls of `applications`. */
const TXNS_KEPT = 32

/** Messages that come with every write, or with every heartbeat, as bits; moved by their direction. */
const ROUTINE: { readonly [K in ZabMessage['type']]?: number } = { ping: 1, pong: 2, proposal: 4, ack: 8, commit: 16 }
const SENT = 0
const RECEIVED = 5

export class Witness implements PeerObserver {
  readonly #options: WitnessOptions
  /** Kinds of routine message told since the last change of role or phase: bits by peer. */
  readonly #toldOnce = new Map<PeerId, number>()
  readonly #applied: { readonly zxid: Zxid; readonly txn: Txn }[] = []
  #skipped = 0
  /** The epoch whose first commit is awaited: set while this peer leads in broadcast. */
  #awaited: number | undefined

  constructor(options: WitnessOptions) {
    this.#options = options
  }

  event(event: PeerEvent): void {
    switch (event.type) {
      case 'received':
        if (this.#matters(event.message, event.from, RECEIVED))
          this.#tell({ type: 'received', from: event.from, message: tracedMessage(event.message), ...this.#here() })
        return
      case 'link-up':
      case 'link-down':
        return this.#tell({ type: 'link', with: event.peer, up: event.type === 'link-up', ...this.#here() })
      default:
    }
  }

  effect(effect: Effect): void {
    switch (effect.type) {
      case 'send':
        if (this.#matters(effect.message, effect.to, SENT))
          this.#tell({ type: 'sent', to: effect.to, message: tracedMessage(effect.message), ...this.#here() })
        return
      case 'became': {
        const { role, phase, leader, epoch, why } = effect
        this.#toldOnce.clear()
        this.#awaited = role === 'leading' && phase === 'broadcast' ? epoch : undefined
        return this.#tell({ type: 'became', role, phase, leader, epoch, why, ...this.#here() })
      }
      case 'deliver':
        if (this.#awaited !== undefined) this.#delivered(lastOf(effect.batch))
        return
      default:
    }
  }

  applied(zxid: Zxid, txn: Txn): void {
    this.#applied.push({ zxid, txn })
    if (this.#applied.length <= TXNS_KEPT) return
    this.#applied.shift()
    this.#skipped++
  }

  /** What was applied since the last call, as one record; undefined when nothing was. */
  applications(): TraceRecord | undefined {
    if (this.#applied.length === 0) return undefined
    const txns = this.#applied.splice(0).map(({ zxid, txn }) => tracedTxn(zxid, txn))
    const skipped = this.#skipped
    this.#skipped = 0
    return { type: 'applied', txns, skipped, ...this.#here() }
  }

  /** The first of its kind, in this role and phase and with this peer, stands for all routine that follows. */
  #matters({ type }: ZabMessage, peer: PeerId, direction: number): boolean {
    const kind = ROUTINE[type]
    if (kind === undefined || this.#options.routine?.() === true) return true
    const told = this.#toldOnce.get(peer) ?? 0
    const bit = kind << direction
    if ((told & bit) !== 0) return false
    this.#toldOnce.set(peer, told | bit)
    return type !== 'ping' && type !== 'pong'
  }

  #delivered(zxid: Zxid): void {
    if (epochOf(zxid) !== this.#awaited || counterOf(zxid) === 0) return
    this.#tell({ type: 'first-commit', epoch: this.#awaited, zxid: formatZxid(zxid), ...this.#here() })
    this.#awaited = undefined
  }

  #here(): { readonly peer: number; readonly atMs: number } {
    return { peer: this.#options.peer, atMs: this.#options.now() }
  }

  #tell(record: TraceRecord): void {
    this.#options.tell(record)
  }
}
