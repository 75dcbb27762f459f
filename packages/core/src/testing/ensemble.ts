/**
 * A whole ensemble in memory: peers, links as queues, disks as arrays, and the words scenarios are written in. Nothing
 * happens unless a test lets it; the same test gives the same trace. Every step is checked (invariants.ts, checks.ts).
 */
import type { Effect } from '../effects.ts'
import { type EnsembleConfig, ensembleConfig } from '../ensemble.ts'
import type { PeerEvent } from '../events.ts'
import { checkPeer, checkStep } from '../invariants.ts'
import type { Limits } from '../limits.ts'
import type { ZabMessage } from '../messages.ts'
import { canPropose, createPeer, type Peer, start, step } from '../peer.ts'
import { type PeerId, peerId } from '../peer-id.ts'
import { DEFAULT_TIMING, type Timing } from '../timing.ts'
import { type PeerView, viewOf } from '../view.ts'
import { type Zxid, zxidPlus } from '../zxid.ts'
import { EnsembleChecks } from './checks.ts'
import { Disk, type Entry } from './disk.ts'
import { Network, type Parcel } from './network.ts'
import { payloadOf, textOf } from './text.ts'
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

type Member = {
  readonly id: PeerId
  readonly disk: Disk
  peer: Peer | undefined
  delivered: Entry[]
}

export class Ensemble {
  readonly checks: EnsembleChecks = new EnsembleChecks()
  readonly config: EnsembleConfig
  readonly network: Network
  readonly #options: EnsembleOptions
  readonly #timing: Timing
  readonly #members: Member[]
  readonly #trace = new Trace()
  /** Orders everything that waits: what came first happens first. */
  #sequence = 0

  static of(voters: number, options: EnsembleOptions = {}): Ensemble {
    return new Ensemble(voters, options)
  }

  private constructor(voters: number, options: EnsembleOptions) {
    const ids = Array.from({ length: voters + (options.observers ?? 0) }, (_, i) => peerId(i + 1))
    this.config = ensembleConfig(ids.slice(0, voters), ids.slice(voters))
    this.network = new Network(ids)
    this.#options = options
    this.#timing = { ...DEFAULT_TIMING, ...options.timing }
    this.#members = ids.map((id) => ({
      id,
      disk: new Disk(!options.untrusted?.includes(id)),
      peer: undefined,
      delivered: [],
    }))
  }

  // ── looking ──

  /** The peers that run. */
  get running(): readonly PeerId[] {
    return this.#members.filter((member) => member.peer !== undefined).map((member) => member.id)
  }

  view(n: number): PeerView {
    return viewOf(this.peer(n))
  }

  peer(n: number): Peer {
    const { peer } = this.#member(n)
    if (peer === undefined) throw new Error(`peer ${n} does not run`)
    return peer
  }

  disk(n: number): Disk {
    return this.#member(n).disk
  }

  /** The one peer that leads in broadcast; with several, the one of the newest epoch. */
  get leader(): PeerId {
    const leaders = this.running.map((id) => this.view(id)).filter((view) => view.role === 'leading')
    const newest = leaders
      .filter((view) => view.phase === 'broadcast')
      .sort((a, b) => b.currentEpoch - a.currentEpoch)[0]
    if (newest === undefined) throw new Error('nobody leads')
    return newest.id
  }

  get hasLeader(): boolean {
    return this.running.some((id) => canPropose(this.peer(id)))
  }

  /** What peer `n` delivered in this life, on top of its snapshot. */
  delivered(n: number): readonly string[] {
    return this.#member(n).delivered.map((entry) => entry.text)
  }

  /** What every running peer delivered. Throws when they differ. */
  get all(): { readonly delivered: readonly string[] } {
    const [first = [], ...others] = this.running.map((id) => this.delivered(id))
    for (const other of others) {
      if (other.join('\n') !== first.join('\n')) throw new Error(`deliveries differ: ${first} / ${other}`)
    }
    return { delivered: first }
  }

  /** Types of the messages on their way from `from` to `to`. */
  onTheWay(from: number, to: number): readonly string[] {
    return this.network.queued(peerId(from), peerId(to))
  }

  /** What is on the disk of peer `n`, as texts. */
  logged(n: number): readonly string[] {
    return this.disk(n).entries.map((entry) => entry.text)
  }

  // ── telling ──

  say(sentence: string): this {
    this.#trace.say(sentence)
    return this
  }

  /** From here on the trace shows nothing, until `aloud`. */
  quiet(): this {
    this.#trace.isQuiet = true
    return this
  }

  aloud(): this {
    this.#trace.isQuiet = false
    return this
  }

  trace(): string {
    return this.#trace.toString()
  }

  // ── peers ──

  start(...ns: readonly number[]): this {
    for (const n of ns) this.#start(this.#member(n))
    return this
  }

  /** Starts everybody and waits until somebody leads: with equal histories the highest id. */
  elect(): this {
    return this.start(
      ...this.#members.filter((member) => member.peer === undefined).map((member) => member.id),
    ).settle()
  }

  /** The process ends; of the writes under way only the first `keep` reach the disk. */
  crash(n: number, keep = 0): this {
    const member = this.#member(n)
    this.#trace.tell(member.id, 'crashes')
    member.peer = undefined
    member.disk.crash(keep)
    for (const other of this.#members) if (other !== member) this.#linkDown(member.id, other.id)
    return this
  }

  /** The disk is lost with everything on it; nobody vouches for the new one. */
  wipe(n: number): this {
    const member = this.#member(n)
    if (member.peer !== undefined) throw new Error(`peer ${n} still runs`)
    this.#members[this.#members.indexOf(member)] = {
      id: member.id,
      disk: new Disk(false),
      peer: undefined,
      delivered: [],
    }
    return this
  }

  // ── network and disks ──

  cut(a: number, b: number): this {
    this.network.setCut(peerId(a), peerId(b), true)
    this.#linkDown(peerId(a), peerId(b))
    return this
  }

  isolate(n: number): this {
    for (const { id } of this.#members) if (id !== n) this.cut(n, id)
    return this
  }

  /** What `from` sends to `to` stays on the way; the link looks healthy to both. */
  mute(from: number, to: number): this {
    this.network.mute(peerId(from), peerId(to), true)
    return this
  }

  unmute(from: number, to: number): this {
    this.network.mute(peerId(from), peerId(to), false)
    return this
  }

  /** Every cut and every silence ends. */
  heal(): this {
    this.network.unmuteAll()
    for (const a of this.#members) {
      for (const b of this.#members) if (a.id < b.id) this.network.setCut(a.id, b.id, false)
    }
    return this.reconnect()
  }

  holdDisk(n: number): this {
    this.disk(n).held = true
    return this
  }

  releaseDisk(n: number): this {
    this.disk(n).held = false
    return this
  }

  /** Links that are down without being cut come up, as hosts dial again. */
  reconnect(): this {
    for (const a of this.#members) {
      for (const b of this.#members) if (a.id < b.id) this.#linkUp(a, b)
    }
    return this
  }

  // ── events ──

  propose(n: number, ...texts: readonly string[]): this {
    this.give(n, { type: 'propose', payloads: texts.map(payloadOf) })
    return this
  }

  /** Peer `n` makes a snapshot of what it delivered and forgets its log up to there. */
  compact(n: number): this {
    const member = this.#member(n)
    const { delivered } = this.view(n)
    member.disk.compact(delivered, [...member.delivered])
    this.give(n, { type: 'compact', base: delivered })
    return this
  }

  give(n: number, event: PeerEvent): readonly Effect[] {
    const member = this.#member(n)
    const { peer } = member
    if (peer === undefined) throw new Error(`peer ${n} does not run`)
    const before = viewOf(peer)
    const effects = step(peer, event)
    this.#trace.step(member.id, event, effects)
    if (!peer.halted) {
      checkPeer(peer)
      checkStep(before, peer, effects)
    }
    this.#carryOut(member, effects)
    return effects
  }

  /** One tick for everybody, `ticks` times, and whatever follows from each. */
  passTime(ticks: number = this.#timing.followerTimeoutTicks + 1): this {
    for (let i = 0; i < ticks; i += 1) {
      this.reconnect()
      for (const id of this.running) this.give(id, { type: 'tick' })
      this.settle()
    }
    return this
  }

  /** Lets everything happen that needs no time to pass, in the order it was asked for. */
  settle(): this {
    return this.settleUntil(() => false)
  }

  /** The same, but stops as soon as `done`. */
  settleUntil(done: () => boolean): this {
    for (let count = 0; !done(); count += 1) {
      if (count > 100_000) throw new Error('the ensemble does not come to rest')
      if (!this.#next()) return this
    }
    return this
  }

  /** Everything that could happen next, for schedulers. */
  get choices(): readonly (() => void)[] {
    const deliveries = this.network.ready.map(
      ({ from, to }) =>
        () =>
          this.deliver(from, to),
    )
    const disks = this.#members.filter((member) => member.peer !== undefined && member.disk.waitingSince !== undefined)
    return [...deliveries, ...disks.map((member) => () => this.sync(member.id))]
  }

  /** What is first on the way from `from` to `to` arrives. */
  deliver(from: number, to: number): this {
    this.#arrive(peerId(from), this.#member(to), this.network.take(peerId(from), peerId(to)))
    return this
  }

  /** The disk of peer `n` finishes what it was given. */
  sync(n: number): this {
    const upTo = this.disk(n).sync()
    if (this.#options.lyingDisks !== true) this.give(n, { type: 'persisted', upTo })
    return this
  }

  // ── inside ──

  #next(): boolean {
    const parcel = this.network.ready.reduce<{ from: PeerId; to: PeerId; since: number } | undefined>(
      (first, one) => (first === undefined || one.since < first.since ? one : first),
      undefined,
    )
    const disk = this.#members
      .filter((member) => member.peer !== undefined && member.disk.waitingSince !== undefined)
      .sort((a, b) => (a.disk.waitingSince as number) - (b.disk.waitingSince as number))[0]
    if (disk !== undefined && (parcel === undefined || (disk.disk.waitingSince as number) < parcel.since)) {
      this.sync(disk.id)
    } else if (parcel !== undefined) this.deliver(parcel.from, parcel.to)
    else return false
    return true
  }

  #start(member: Member): void {
    const { state } = member.disk
    member.delivered = [...member.disk.snapshot]
    const peer = createPeer({
      id: member.id,
      config: this.config,
      timing: this.#timing,
      durable: state,
      ...(this.#options.limits === undefined ? {} : { limits: this.#options.limits }),
    })
    member.peer = peer
    const effects = start(peer)
    this.#trace.tell(member.id, 'starts')
    this.#trace.effects(effects)
    this.#carryOut(member, effects)
    for (const other of this.#members) if (other !== member) this.#linkUp(member, other)
  }

  #linkUp(a: Member, b: Member): void {
    if (a.peer === undefined || b.peer === undefined) return
    if (this.network.isCut(a.id, b.id) || this.network.isUp(a.id, b.id)) return
    this.network.raise(a.id, b.id)
    this.give(a.id, { type: 'link-up', peer: b.id })
    this.give(b.id, { type: 'link-up', peer: a.id })
  }

  #linkDown(a: PeerId, b: PeerId): void {
    if (!this.network.drop(a, b)) return
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      if (this.#member(one).peer !== undefined) this.give(one, { type: 'link-down', peer: other })
    }
  }

  #carryOut(member: Member, effects: readonly Effect[]): void {
    const closed: PeerId[] = []
    for (const effect of effects) {
      this.#sequence += 1
      switch (effect.type) {
        case 'send':
          this.#send(member.id, effect.to, effect.message)
          break
        case 'persist':
          member.disk.write(effect.id, effect.write, this.#sequence)
          break
        case 'deliver':
          effect.batch.payloads.forEach((payload, i) => {
            const entry = { zxid: zxidPlus(effect.batch.first, i), text: textOf(payload) }
            this.checks.onDelivered(member.id, member.delivered.length, entry)
            member.delivered.push(entry)
          })
          break
        case 'restore':
          member.delivered = [...(member.disk.staged ?? [])]
          break
        case 'send-snapshot':
          this.#sendSnapshot(member, effect.to)
          break
        case 'close-link':
          closed.push(effect.peer)
          break
        default:
          break
      }
    }
    for (const other of closed) this.#linkDown(member.id, other)
    this.#afterStep(member, effects)
  }

  #afterStep(member: Member, effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type === 'became' && effect.role === 'leading' && effect.phase === 'broadcast') {
        this.checks.onEstablished({ leader: member.id, epoch: effect.epoch }, member.delivered.length)
      }
    }
    if (this.#options.lyingDisks !== true) return
    const last = effects.findLast((effect) => effect.type === 'persist')
    if (last !== undefined) this.give(member.id, { type: 'persisted', upTo: last.id })
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
    this.give(member.id, { type: 'snapshot-sent', to, zxid })
  }

  #arrive(from: PeerId, member: Member, parcel: Parcel): void {
    if (parcel.type === 'message') {
      this.give(member.id, { type: 'received', from, message: parcel.message })
      return
    }
    member.disk.staged = parcel.entries
    this.give(member.id, { type: 'snapshot-staged', from, zxid: parcel.zxid })
  }

  #member(n: number): Member {
    const found = this.#members.find((member) => member.id === n)
    if (found === undefined) throw new Error(`there is no peer ${n}`)
    return found
  }
}
