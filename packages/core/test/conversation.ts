/** One real peer; the test plays everybody else, message by message, and reads what the peer says. */
import {
  createPeer,
  DEFAULT_TIMING,
  type DurableState,
  describeEffect,
  type Effect,
  ensembleConfig,
  type Limits,
  type Peer,
  type PeerEvent,
  type PeerView,
  peerId,
  type Role,
  start,
  step,
  type TxnBatch,
  viewOf,
  type WriteId,
  type ZabMessage,
  zxid,
} from '../src/index.ts'
import { checkPeer, checkStep } from '../src/invariants.ts'
import { payloadOf } from '../src/testing/index.ts'

export type ConversationOptions = {
  readonly id?: number
  readonly voters?: number
  readonly observers?: number
  readonly durable?: Partial<DurableState>
  readonly limits?: Partial<Limits>
}

export class Conversation {
  readonly peer: Peer
  #said: Effect[] = []
  #written = 0

  constructor({ id = 1, voters = 3, observers = 0, durable = {}, limits = {} }: ConversationOptions = {}) {
    const ids = Array.from({ length: voters + observers }, (_, i) => peerId(i + 1))
    this.peer = createPeer({
      id: peerId(id),
      config: ensembleConfig(ids.slice(0, voters), ids.slice(voters)),
      timing: DEFAULT_TIMING,
      durable: { ...emptyDisk, committed: durable.base ?? emptyDisk.base, ...durable },
      limits,
    })
    this.#take(start(this.peer))
    for (const other of ids) if (other !== id) this.give({ type: 'link-up', peer: other })
  }

  get view(): PeerView {
    return viewOf(this.peer)
  }

  /** One line per effect since the last time this was asked. */
  get said(): readonly string[] {
    const lines = this.#said.map(describeEffect)
    this.#said = []
    return lines
  }

  give(event: PeerEvent): this {
    const before = viewOf(this.peer)
    const effects = step(this.peer, event)
    if (!this.peer.halted) {
      checkPeer(this.peer)
      checkStep(before, this.peer, effects)
    }
    this.#take(effects)
    return this
  }

  hear(from: number, message: ZabMessage): this {
    return this.give({ type: 'received', from: peerId(from), message })
  }

  /** A vote of `from`; `current` and `last` are those of the candidate. */
  hearVote(from: number, vote: { for: number; role?: Role; round?: number; current?: number; last?: string }): this {
    return this.hear(from, {
      type: 'notification',
      role: vote.role ?? 'looking',
      round: vote.round ?? 1,
      vote: { leader: peerId(vote.for), epoch: epoch(vote.current ?? 0), zxid: at(vote.last ?? '0:0') },
    })
  }

  /** The disk finishes everything, or everything up to write `upTo`. */
  sync(upTo: number = this.#written): this {
    return this.give({ type: 'persisted', upTo: upTo as WriteId })
  }

  tick(times = 1): this {
    for (let i = 0; i < times; i += 1) this.give({ type: 'tick' })
    return this
  }

  #take(effects: readonly Effect[]): void {
    this.#said.push(...effects)
    for (const effect of effects) if (effect.type === 'persist') this.#written = effect.id
  }
}

export const emptyDisk: DurableState = {
  acceptedEpoch: epoch(0),
  currentEpoch: epoch(0),
  base: at('0:0'),
  committed: at('0:0'),
  log: [],
  trusted: true,
}

export function epoch(value: number): DurableState['acceptedEpoch'] {
  return value as DurableState['acceptedEpoch']
}

/** `5:17` as a zxid. */
export function at(text: string): ReturnType<typeof zxid> {
  const [high, low] = text.split(':').map(Number)
  return zxid(high ?? Number.NaN, low ?? Number.NaN)
}

/** A batch of texts that begins at `first`. */
export function batch(first: string, ...texts: readonly string[]): TxnBatch {
  return { first: at(first), payloads: texts.map(payloadOf) }
}
