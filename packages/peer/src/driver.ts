/**
 * The loop. Events queue up; each takes one step of the core; the effects of that step are carried out in order before
 * the next event. Nothing awaits. Frames and proposals gather during a turn of the event loop and leave at its end.
 */
import {
  canPropose,
  createPeer,
  type DurableState,
  type Effect,
  hasJoined,
  InvariantViolation,
  type Peer,
  type PeerEvent,
  type PeerId,
  type PeerView,
  start,
  step,
  type TxnBatch,
  viewOf,
  type Zxid,
} from '@quoll/core'
import type { PeerMessage } from '@quoll/protocol/peer'
import type { HaltCause, PeerOptions } from './options.ts'
import { Outbox } from './outbox.ts'
import { RoundTrips } from './round-trips.ts'

export type Became = Extract<Effect, { type: 'became' }>

/** Who carries out the effects that are not messages and writes. */
export type EffectHandlers = {
  became(effect: Became): void
  /** No step is under way, and no event waits. */
  settled(): void
  deliver(batch: TxnBatch): void
  sendSnapshot(to: PeerId): void
  cancelSnapshot(to: PeerId): void
  /** Replace the state by the staged snapshot at `zxid`. */
  restore(zxid: Zxid): void
  /** This peer stopped for good. */
  halted(why: string, cause: HaltCause): void
}

export class Driver {
  readonly #options: PeerOptions
  readonly #handlers: EffectHandlers
  readonly #peer: Peer
  readonly #outbox: Outbox
  readonly roundTrips: RoundTrips
  readonly #events: PeerEvent[] = []
  readonly #behindStep: { readonly to: PeerId; readonly message: PeerMessage }[] = []
  #proposals: Uint8Array[] = []
  #stepping = false
  #turnScheduled = false
  #halted: string | undefined

  constructor(options: PeerOptions, durable: DurableState, handlers: EffectHandlers) {
    this.#options = options
    this.#handlers = handlers
    this.#outbox = new Outbox(options.transport)
    this.roundTrips = new RoundTrips(options.clock)
    this.#peer = createPeer({
      id: options.id,
      config: options.ensemble,
      timing: options.timing,
      durable,
    })
  }

  get haltedBecause(): string | undefined {
    return this.#halted
  }

  start(): void {
    this.#guarded(() => this.#perform(start(this.#peer)))
  }

  /** Handles an event now, or after the one under way when called from within an effect. */
  post(event: PeerEvent): void {
    if (this.#halted !== undefined) return
    this.#events.push(event)
    if (this.#stepping) return
    this.#guarded(() => {
      for (let next = this.#events.shift(); next !== undefined; next = this.#events.shift()) {
        this.roundTrips.hears(next)
        this.#options.observer?.event?.(next)
        this.#perform(step(this.#peer, next))
      }
    })
  }

  /** Queues a message for another peer; it leaves at the end of this turn. */
  send(to: PeerId, message: PeerMessage): void {
    if (this.#halted !== undefined) return
    this.#outbox.add(to, message)
    this.#endOfTurn()
  }

  /** Queues a message behind everything the step under way has yet to send: a `sync-done` must not overtake its commit. */
  sendBehindStep(to: PeerId, message: PeerMessage): void {
    if (this.#stepping) this.#behindStep.push({ to, message })
    else this.send(to, message)
  }

  /** Queues a transaction; all of one turn are proposed together. The caller made sure that this peer leads. */
  propose(payload: Uint8Array): void {
    this.#proposals.push(payload)
    this.#endOfTurn()
  }

  /** Proposes now what has gathered: the zxids of what follows must come after it. */
  flushProposals(): void {
    if (this.#proposals.length === 0) return
    const payloads = this.#proposals
    this.#proposals = []
    if (canPropose(this.#peer)) this.post({ type: 'propose', payloads })
  }

  canPropose(): boolean {
    return this.#halted === undefined && canPropose(this.#peer)
  }

  /** What this learner sends belongs to our present reign. */
  hasJoined(learner: PeerId): boolean {
    return hasJoined(this.#peer, learner)
  }

  linkDown(peer: PeerId): void {
    this.#outbox.forget(peer)
    this.post({ type: 'link-down', peer })
  }

  view(): PeerView {
    return viewOf(this.#peer)
  }

  /** Everything queued leaves now: before an orderly stop. */
  flush(): void {
    this.flushProposals()
    this.#outbox.flush()
  }

  halt(why: string, cause: HaltCause): void {
    if (this.#halted !== undefined) return
    this.#halted = why
    this.#events.length = 0
    this.#proposals = []
    this.#handlers.halted(why, cause)
  }

  #perform(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (this.#halted !== undefined) return
      this.#options.observer?.effect?.(effect)
      this.#carryOut(effect)
    }
    for (const { to, message } of this.#behindStep.splice(0)) this.send(to, message)
  }

  #carryOut(effect: Effect): void {
    switch (effect.type) {
      case 'send':
        this.roundTrips.sends(effect.to, effect.message)
        return this.send(effect.to, { type: 'zab', message: effect.message })
      case 'persist':
        return this.#options.storage.write(effect.id, effect.write)
      case 'deliver':
        return this.#handlers.deliver(effect.batch)
      case 'became':
        // What was prepared under the old role must not be proposed under the new one (ZAB: primary integrity).
        this.#proposals = []
        return this.#handlers.became(effect)
      case 'send-snapshot':
        return this.#handlers.sendSnapshot(effect.to)
      case 'cancel-snapshot':
        return this.#handlers.cancelSnapshot(effect.to)
      case 'restore':
        return this.#handlers.restore(effect.zxid)
      case 'close-link':
        return this.#options.transport.closeLink(effect.peer, effect.why)
      case 'halt':
        return this.halt(effect.why, 'history')
    }
  }

  /** A peer that meets what it believed impossible stops: one fault, not many. */
  #guarded(work: () => void): void {
    this.#stepping = true
    try {
      work()
      this.#stepping = false
      if (this.#halted === undefined) this.#handlers.settled()
    } catch (error) {
      this.halt(
        error instanceof InvariantViolation ? `an invariant broke: ${error.message}` : describeError(error),
        'bug',
      )
    } finally {
      this.#stepping = false
    }
    this.#endOfTurn()
  }

  #endOfTurn(): void {
    if (this.#turnScheduled || this.#halted !== undefined) return
    if (this.#outbox.isEmpty && this.#proposals.length === 0) return
    this.#turnScheduled = true
    this.#options.clock.afterTurn(() => {
      this.#turnScheduled = false
      if (this.#halted === undefined) this.flush()
    })
  }
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
