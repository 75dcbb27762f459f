/**
 * A whole ensemble in memory: peers, links as queues, disks as arrays, and the words scenarios are written in. Nothing
 * happens unless a test lets it; the same test gives the same trace.
 */
import type { Effect } from '../effects.ts'
import type { EnsembleConfig } from '../ensemble.ts'
import type { PeerEvent } from '../events.ts'
import { canPropose, type Peer } from '../peer.ts'
import { type PeerId, peerId } from '../peer-id.ts'
import { type PeerView, viewOf } from '../view.ts'
import type { EnsembleChecks } from './checks.ts'
import { Disk } from './disk.ts'
import type { Network } from './network.ts'
import { payloadOf } from './text.ts'
import { type EnsembleOptions, World } from './world.ts'

export class Ensemble {
  readonly #world: World

  static of(voters: number, options: EnsembleOptions = {}): Ensemble {
    return new Ensemble(new World(voters, options))
  }

  private constructor(world: World) {
    this.#world = world
  }

  get checks(): EnsembleChecks {
    return this.#world.checks
  }

  get config(): EnsembleConfig {
    return this.#world.config
  }

  get network(): Network {
    return this.#world.network
  }

  // ── looking ──

  /** The peers that run. */
  get running(): readonly PeerId[] {
    return this.#world.members.filter((member) => member.peer !== undefined).map((member) => member.id)
  }

  view(n: number): PeerView {
    return viewOf(this.peer(n))
  }

  peer(n: number): Peer {
    const { peer } = this.#world.member(n)
    if (peer === undefined) throw new Error(`peer ${n} does not run`)
    return peer
  }

  disk(n: number): Disk {
    return this.#world.member(n).disk
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
    return this.#world.member(n).delivered.map((entry) => entry.text)
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
    this.#world.trace.say(sentence)
    return this
  }

  /** From here on the trace shows nothing, until `aloud`. */
  quiet(): this {
    this.#world.trace.isQuiet = true
    return this
  }

  aloud(): this {
    this.#world.trace.isQuiet = false
    return this
  }

  trace(): string {
    return this.#world.trace.toString()
  }

  // ── peers ──

  start(...ns: readonly number[]): this {
    for (const n of ns) this.#world.start(this.#world.member(n))
    return this
  }

  /** Starts everybody and waits until somebody leads: with equal histories the highest id. */
  elect(): this {
    return this.start(
      ...this.#world.members.filter((member) => member.peer === undefined).map((member) => member.id),
    ).settle()
  }

  /** The process ends; of the writes under way only the first `keep` reach the disk. */
  crash(n: number, keep = 0): this {
    this.#world.crash(this.#world.member(n), keep)
    return this
  }

  /** The disk is lost with everything on it; nobody vouches for the new one. */
  wipe(n: number): this {
    const { members } = this.#world
    const member = this.#world.member(n)
    if (member.peer !== undefined) throw new Error(`peer ${n} still runs`)
    members[members.indexOf(member)] = {
      id: member.id,
      disk: new Disk(false),
      peer: undefined,
      paused: false,
      delivered: [],
    }
    return this
  }

  /** The process stands still; its links stay up. */
  pause(n: number): this {
    this.#world.member(n).paused = true
    return this
  }

  /** It goes on, with everything that waited for it. */
  resume(n: number): this {
    this.#world.member(n).paused = false
    return this
  }

  /** Gives a tick to every peer that is not paused. */
  tick(): this {
    for (const { id, paused, peer } of this.#world.members) if (peer && !paused) this.give(id, { type: 'tick' })
    return this
  }

  // ── network and disks ──

  cut(a: number, b: number): this {
    this.network.setCut(peerId(a), peerId(b), true)
    this.#world.linkDown(peerId(a), peerId(b))
    return this
  }

  isolate(n: number): this {
    for (const { id } of this.#world.members) if (id !== n) this.cut(n, id)
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
    for (const a of this.#world.members) {
      for (const b of this.#world.members) if (a.id < b.id) this.network.setCut(a.id, b.id, false)
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
    for (const a of this.#world.members) {
      for (const b of this.#world.members) if (a.id < b.id) this.#world.linkUp(a, b)
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
    const member = this.#world.member(n)
    const { delivered } = this.view(n)
    member.disk.compact(delivered, [...member.delivered])
    this.give(n, { type: 'compact', base: delivered })
    return this
  }

  give(n: number, event: PeerEvent): readonly Effect[] {
    return this.#world.give(this.#world.member(n), event)
  }

  /** One tick for everybody, `ticks` times, and whatever follows from each. */
  passTime(ticks: number = this.#world.timing.followerTimeoutTicks + 1): this {
    for (let i = 0; i < ticks; i += 1) {
      this.reconnect()
      this.tick().settle()
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
      if (!this.#world.next()) return this
    }
    return this
  }

  /** Everything that could happen next, for schedulers. */
  get choices(): readonly (() => void)[] {
    return this.#world.choices.map(({ happen }) => happen)
  }

  /** What is first on the way from `from` to `to` arrives. */
  deliver(from: number, to: number): this {
    this.#world.deliver(peerId(from), peerId(to))
    return this
  }

  /** The disk of peer `n` finishes what it was given. */
  sync(n: number): this {
    this.#world.sync(this.#world.member(n))
    return this
  }
}
