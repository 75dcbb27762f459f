/** The simulated world: members, network, clients and time, and everything that may be done to them. */
import { type Effect, type EnsembleConfig, ensembleConfig, type PeerId, peerId } from '@quoll/core'
import { type Audience, both } from '../audience.ts'
import { ClientLink, type ClientLinkEvents } from '../clients/client-link.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { Arena, DiskTrouble } from '../faults/arena.ts'
import type { Knobs } from '../options.ts'
import type { Random } from '../random.ts'
import { type Micros, type Scheduler, SECOND } from '../scheduler.ts'
import { SimDisk } from './disk.ts'
import { Member } from './member.ts'
import { SimNetwork } from './network.ts'
import { SimProcess } from './process.ts'

type Ambush = { readonly matches: (peer: PeerId, effect: Effect) => boolean; readonly act: (peer: PeerId) => void }

export class World implements Arena {
  readonly scheduler: Scheduler
  readonly ensemble: EnsembleConfig
  readonly peers: readonly PeerId[]
  readonly network: SimNetwork
  readonly counts: Map<string, number> = new Map()
  readonly #knobs: Knobs
  readonly #random: Random
  readonly #evidence: Evidence
  readonly #audience: Audience | undefined
  readonly #members = new Map<PeerId, Member>()
  readonly #clientLinks = new Map<ClientLink, PeerId>()
  readonly #cutClients: ((count: number) => void)[] = []
  #ambushes: Ambush[] = []

  constructor(knobs: Knobs, random: Random, scheduler: Scheduler, evidence: Evidence, audience?: Audience) {
    this.#audience = audience
    this.scheduler = scheduler
    this.#knobs = knobs
    this.#random = random
    this.#evidence = evidence
    const ids = Array.from({ length: knobs.voters + knobs.observers }, (_, place) => peerId(place + 1))
    this.ensemble = ensembleConfig(ids.slice(0, knobs.voters), ids.slice(knobs.voters))
    this.peers = ids
    const changed = (from: PeerId, to: PeerId) =>
      evidence.report('frames-are-not-changed', `a frame from ${from} to ${to} changed after it was handed over`)
    this.network = new SimNetwork(ids, scheduler, random.split('network'), knobs.network, changed)
    for (const id of ids) this.#members.set(id, this.#member(id))
  }

  get voters(): readonly PeerId[] {
    return this.ensemble.voters
  }

  member(id: PeerId): Member {
    const member = this.#members.get(id)
    if (member === undefined) throw new RangeError(`no peer ${id}`)
    return member
  }

  isAlive(peer: PeerId): boolean {
    return this.member(peer).process.alive
  }

  isPaused(peer: PeerId): boolean {
    return this.member(peer).process.stopped
  }

  leader(): PeerId | undefined {
    let leader: PeerId | undefined
    let newest = -1
    for (const { id, alive, role, phase, epoch } of this.#evidence.ledger.peers.values()) {
      if (!alive || role !== 'leading' || phase !== 'broadcast' || epoch <= newest) continue
      leader = id
      newest = epoch
    }
    return leader
  }

  start(peer: PeerId): void {
    const member = this.member(peer)
    if (member.process.alive) return
    if (member.start()) return
    // Its disk refuses, for now (full) or for good (then somebody has to look at it).
    this.after(2 * SECOND, () => this.start(peer))
  }

  crash(peer: PeerId, how: 'process' | 'machine'): void {
    const member = this.member(peer)
    if (!member.process.alive) return
    member.kill(how)
    this.#gone(peer, how === 'machine', how === 'machine' ? 'loses power' : 'dies')
  }

  /** An orderly stop; `done` when the process is gone. */
  stop(peer: PeerId, done: () => void = () => {}): void {
    const member = this.member(peer)
    if (!member.process.alive || member.process.stopped) return
    this.#evidence.note(peer, 'is asked to stop')
    member.stop(() => {
      member.kill('process')
      this.#gone(peer, false, 'has stopped')
      done()
    })
  }

  restart(peer: PeerId, pause: Micros): void {
    const member = this.member(peer)
    if (!member.process.alive || member.process.stopped) return
    this.stop(peer, () => this.after(pause, () => this.start(peer)))
    // An orderly stop that does not come to an end is ended like any other.
    this.after(5 * SECOND + pause, () => this.start(peer))
  }

  pause(peer: PeerId): void {
    if (!this.isAlive(peer) || this.isPaused(peer)) return
    this.#evidence.note(peer, 'is paused')
    this.member(peer).process.stop()
  }

  resume(peer: PeerId): void {
    if (!this.isPaused(peer)) return
    this.#evidence.note(peer, 'goes on')
    this.member(peer).process.continue()
  }

  wipe(peer: PeerId): boolean {
    if (this.isAlive(peer) || !this.#mayLose(peer)) return false
    this.member(peer).disk.wipe()
    this.#evidence.wiped(peer)
    return true
  }

  disk(peer: PeerId, trouble: DiskTrouble): void {
    const { disk } = this.member(peer)
    if (disk.isTroubled || trouble !== 'none') this.#evidence.note(peer, `its disk: ${trouble}`)
    disk.trouble(trouble)
  }

  cut(a: PeerId, b: PeerId, cut: boolean): void {
    this.#evidence.note(a, `${cut ? 'is cut off from' : 'may reach again'} ${b}`)
    this.network.link(a, b).setCut(cut)
  }

  reset(a: PeerId, b: PeerId): void {
    this.network.link(a, b).break('reset')
  }

  hole(from: PeerId, to: PeerId, hole: boolean): void {
    this.#evidence.note(from, hole ? `nothing gets through to ${to}` : `gets through again to ${to}`)
    this.network.link(from, to).setHole(from, hole)
  }

  slow(a: PeerId, b: PeerId, slow: boolean): void {
    this.network.link(a, b).setSlow(slow)
  }

  /** So much longer for every sync, on top of whatever trouble there is. */
  delayDisk(peer: PeerId, delay: Micros): void {
    this.member(peer).disk.delaySyncs(delay)
  }

  /** So much longer for every frame between the two. */
  delayLink(a: PeerId, b: PeerId, delay: Micros): void {
    this.network.link(a, b).setDelay(delay)
  }

  cutClient(count: number): void {
    for (const cut of this.#cutClients) cut(count)
  }

  onCutClient(cut: (count: number) => void): void {
    this.#cutClients.push(cut)
  }

  ambush(matches: Ambush['matches'], act: Ambush['act']): void {
    this.#ambushes.push({ matches, act })
  }

  after(delay: Micros, act: () => void): void {
    this.scheduler.after(delay, act)
  }

  count(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
  }

  /** Undoes every fault under way: links, disks, pauses; starts whoever is down. */
  heal(): void {
    this.#ambushes = []
    this.network.heal()
    for (const peer of this.peers) {
      this.disk(peer, 'none')
      this.delayDisk(peer, 0)
      this.resume(peer)
      this.start(peer)
    }
  }

  connect(peer: PeerId, name: string, events: ClientLinkEvents): ClientLink | undefined {
    const member = this.member(peer)
    if (member.running === undefined) return undefined
    const forget = () => this.#clientLinks.delete(link)
    const world = { scheduler: this.scheduler, random: this.#random, delay: this.#knobs.network.delay }
    const link = new ClientLink(world, member, name, {
      ...events,
      onClose: () => {
        forget()
        events.onClose()
      },
    })
    this.#clientLinks.set(link, peer)
    return link
  }

  #member(id: PeerId): Member {
    const random = this.#random.split(`machine ${id}`)
    const { drift, wallOffsetMs, turnMax, disk } = this.#knobs
    const process = new SimProcess(this.scheduler, {
      rate: 1 + (random.unit() * 2 - 1) * drift,
      wallOffsetMs: Math.round((random.unit() * 2 - 1) * wallOffsetMs),
      turn: 1 + random.below(turnMax),
    })
    const observer = both(this.#evidence.observer(id), this.#audience?.observer(id))
    return new Member({
      id,
      ensemble: this.ensemble,
      knobs: this.#knobs,
      process,
      disk: new SimDisk(this.scheduler, random.split('disk'), disk),
      observer: {
        ...observer,
        effect: (effect) => {
          observer.effect?.(effect)
          if (this.#ambushes.length > 0) this.#spring(id, effect)
        },
      },
      transport: () => this.network.transport(id, process),
      onRecovered: ({ recovered }) => this.#evidence.started(id, recovered),
      position: () => this.#evidence.ledger.book(id).delivered,
      onHalt: (why) => this.#halted(id, why),
      onRefused: (error) => this.#refused(id, error),
    })
  }

  #spring(peer: PeerId, effect: Effect): void {
    const sprung = this.#ambushes.filter(({ matches }) => matches(peer, effect))
    if (sprung.length === 0) return
    this.#ambushes = this.#ambushes.filter((ambush) => !sprung.includes(ambush))
    // Never in the middle of a step: right after it.
    this.after(0, () => {
      for (const { act } of sprung) act(peer)
    })
  }

  #gone(peer: PeerId, silently: boolean, how: string): void {
    this.network.forget(peer, silently)
    this.#evidence.ended(peer, how)
    for (const [link, at] of this.#clientLinks) {
      if (at !== peer) continue
      link.serverDied(silently)
      if (!silently) continue
      this.#clientLinks.delete(link)
    }
  }

  #halted(peer: PeerId, why: string): void {
    this.count('halted')
    this.#evidence.note(peer, `halts: ${why}`)
    if (!this.member(peer).disk.wasTroubled)
      this.#evidence.report('nobody-halts', `peer ${peer} stopped for good: ${why}`)
    // The supervisor of the process starts it again.
    this.after(0, () => this.crash(peer, 'process'))
    this.after(SECOND, () => this.start(peer))
  }

  #refused(peer: PeerId, error: unknown): void {
    const why = error instanceof Error ? error.message : String(error)
    this.#evidence.note(peer, `cannot start: ${why}`)
    if (!this.member(peer).disk.wasTroubled)
      this.#evidence.report('everybody-starts', `peer ${peer} cannot start: ${why}`)
  }

  /** The fault model allows disks of a minority to be lost, counting those whose peers have not learned again. */
  #mayLose(peer: PeerId): boolean {
    const books = this.#evidence.ledger.voters
    const lost = books.filter((book) => book.id !== peer && (book.isWiped || book.lost.length > 0)).length
    return lost + 1 <= Math.floor((books.length - 1) / 2)
  }
}
