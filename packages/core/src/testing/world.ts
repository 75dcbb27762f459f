/**
 * The world around the peers of a test: it plays host to each, carries out what they ask for, and lets one thing happen
 * after another. Every step is checked (invariants.ts, checks.ts).
 */
import type { Effect } from '../effects.ts'
import { type EnsembleConfig, ensembleConfig } from '../ensemble.ts'
import type { PeerEvent } from '../events.ts'
import { checkPeer, checkStep } from '../invariants.ts'
import type { Limits } from '../limits.ts'
import type { ZabMessage } from '../messages.ts'
import { createPeer, type Peer, start, step } from '../peer.ts'
import { type PeerId, peerId } from '../peer-id.ts'
import { DEFAULT_TIMING, type Timing } from '../timing.ts'
import { viewOf } from '../view.ts'
import { type Zxid, zxidPlus } from '../zxid.ts'
import { EnsembleChecks } from './checks.ts'
import { Disk, type Entry } from './disk.ts'
import { Network, type Parcel } from './network.ts'
import { textOf } from './text.ts'
import { Trace } from './trace.ts'

export type EnsembleOptions = {
  /** Observers get the ids after the voters. */
  readonly observers?: number
  readonly timing?: Partial<Timing>
  readonly limits?: Partial<Limits>
  /** Peers whose disks nobody vouched for. */
  readonly untrusted?: readonly number[]
  /** Sees every message before it is sent and may change or swallow it: for tests of the checks themselves. */
  readonly tamper?: (from: PeerId, to: PeerId, message: ZabMessage) => ZabMessage | undefined
  /** A disk that lies: reports every write at once, though a crash still loses it. */
  readonly lyingDisks?: boolean
}

export type Member = {
  readonly id: PeerId
  readonly disk: Disk
  peer: Peer | undefined
  /** Stopped in the middle, as by SIGSTOP: its links stay up, and nothing happens to it until it goes on. */
  paused: boolean
  delivered: Entry[]
}

export class World {
  readonly checks: EnsembleChecks = new EnsembleChecks()
  readonly trace: Trace = new Trace()
  readonly config: EnsembleConfig
  readonly timing: Timing
  readonly network: Network
  readonly members: Member[]
  readonly #options: EnsembleOptions
  /** Orders everything that waits: what came first happens first. */
  #sequence = 0

  constructor(voters: number, options: EnsembleOptions) {
    const ids = Array.from({ length: voters + (options.observers ?? 0) }, (_, i) => peerId(i + 1))
    this.config = ensembleConfig(ids.slice(0, voters), ids.slice(voters))
    this.network = new Network(ids)
    this.#options = options
    this.timing = { ...DEFAULT_TIMING, ...options.timing }
    this.members = ids.map((id) => ({
      id,
      disk: new Disk(!options.untrusted?.includes(id)),
      peer: undefined,
      paused: false,
      delivered: [],
    }))
  }

  member(n: number): Member {
    const found = this.members.find((member) => member.id === n)
    if (found === undefined) throw new Error(`there is no peer ${n}`)
    return found
  }

  /** The process of `member` begins, from what its disk holds, and is linked to everybody it can reach. */
  start(member: Member): void {
    const { committed } = member.disk.state
    member.delivered = member.disk.entries.filter(({ zxid }) => zxid <= committed)
    const peer = createPeer({
      id: member.id,
      config: this.config,
      timing: this.timing,
      durable: member.disk.state,
      ...(this.#options.limits === undefined ? {} : { limits: this.#options.limits }),
    })
    member.peer = peer
    const effects = start(peer)
    this.trace.tell(member.id, 'starts')
    this.trace.effects(effects)
    this.#carryOut(member, effects)
    for (const other of this.members) if (other !== member) this.linkUp(member, other)
  }

  /** It ends; of the writes under way only the first `keep` reach the disk. */
  crash(member: Member, keep: number): void {
    this.trace.tell(member.id, 'crashes')
    member.peer = undefined
    member.paused = false
    member.disk.crash(keep)
    for (const other of this.members) if (other !== member) this.linkDown(member.id, other.id)
  }

  linkUp(a: Member, b: Member): void {
    if (a.peer === undefined || b.peer === undefined) return
    if (this.network.isCut(a.id, b.id) || this.network.isUp(a.id, b.id)) return
    this.network.raise(a.id, b.id)
    this.give(a, { type: 'link-up', peer: b.id })
    this.give(b, { type: 'link-up', peer: a.id })
  }

  linkDown(a: PeerId, b: PeerId): void {
    if (!this.network.drop(a, b)) return
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const member = this.member(one)
      if (member.peer !== undefined) this.give(member, { type: 'link-down', peer: other })
    }
  }

  /** One event for one peer, and everything the peer asks for in return. */
  give(member: Member, event: PeerEvent): readonly Effect[] {
    const { peer } = member
    if (peer === undefined) throw new Error(`peer ${member.id} does not run`)
    const before = viewOf(peer)
    const effects = step(peer, event)
    this.trace.step(member.id, event, effects)
    if (!peer.halted) {
      checkPeer(peer)
      checkStep(before, peer, effects)
    }
    this.#carryOut(member, effects)
    return effects
  }

  /** What is first on the way from `from` to `to` arrives. */
  deliver(from: PeerId, to: PeerId): void {
    const member = this.member(to)
    const parcel = this.network.take(from, to)
    if (parcel.type === 'message') {
      this.give(member, { type: 'received', from, message: parcel.message })
      return
    }
    member.disk.staged = parcel.entries
    this.give(member, { type: 'snapshot-staged', from, zxid: parcel.zxid })
  }

  /** The disk finishes what it was given. */
  sync(member: Member): void {
    const upTo = member.disk.sync()
    if (this.#options.lyingDisks !== true) this.give(member, { type: 'persisted', upTo })
  }

  /** Everything that could happen next. */
  get choices(): readonly { readonly since: number; readonly happen: () => void }[] {
    const deliveries = this.network.ready
      .filter(({ to }) => !this.member(to).paused)
      .map(({ from, to, since }) => ({ since, happen: () => this.deliver(from, to) }))
    const disks = this.members.flatMap((member) => {
      const since = member.peer === undefined || member.paused ? undefined : member.disk.waitingSince
      return since === undefined ? [] : [{ since, happen: () => this.sync(member) }]
    })
    return [...deliveries, ...disks]
  }

  /** Lets happen what has waited longest. Returns false when nothing waits. */
  next(): boolean {
    let first: { readonly since: number; readonly happen: () => void } | undefined
    for (const choice of this.choices) if (first === undefined || choice.since < first.since) first = choice
    first?.happen()
    return first !== undefined
  }

  #carryOut(member: Member, effects: readonly Effect[]): void {
    for (const effect of effects) {
      this.#sequence += 1
      this.#carryOutOne(member, effect)
    }
    for (const effect of effects) if (effect.type === 'close-link') this.linkDown(member.id, effect.peer)
    this.#afterStep(member, effects)
  }

  #carryOutOne(member: Member, effect: Effect): void {
    switch (effect.type) {
      case 'send':
        this.#send(member.id, effect.to, effect.message)
        return
      case 'persist':
        member.disk.write(effect.id, effect.write, this.#sequence)
        return
      case 'deliver':
        effect.batch.payloads.forEach((payload, i) => {
          const entry = { zxid: zxidPlus(effect.batch.first, i), text: textOf(payload) }
          this.checks.onDelivered(member.id, member.delivered.length, entry)
          member.delivered.push(entry)
        })
        return
      case 'restore':
        member.delivered = [...(member.disk.staged ?? [])]
        return
      case 'send-snapshot':
        this.#sendSnapshot(member, effect.to)
        return
      default:
    }
  }

  #afterStep(member: Member, effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type === 'became' && effect.role === 'leading' && effect.phase === 'broadcast') {
        this.checks.onEstablished({ leader: member.id, epoch: effect.epoch }, member.delivered.length)
      }
    }
    if (this.#options.lyingDisks !== true) return
    const last = effects.findLast((effect) => effect.type === 'persist')
    if (last !== undefined) this.give(member, { type: 'persisted', upTo: last.id })
  }

  #send(from: PeerId, to: PeerId, message: ZabMessage): void {
    const { tamper } = this.#options
    const sent = tamper === undefined ? message : tamper(from, to, message)
    if (sent !== undefined) this.network.send(from, to, { type: 'message', message: sent }, this.#sequence)
  }

  /** The state as delivered, put on the link at once. */
  #sendSnapshot(member: Member, to: PeerId): void {
    const zxid: Zxid = (member.peer as Peer).delivered
    const parcel: Parcel = { type: 'snapshot', zxid, entries: [...member.delivered] }
    this.network.send(member.id, to, parcel, this.#sequence)
    this.give(member, { type: 'snapshot-sent', to, zxid })
  }
}
