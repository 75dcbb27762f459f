/**
 * The one who breaks things: at moments drawn from the seed it picks a kind of fault, a victim and a duration, and undoes it
 * afterwards. It keeps to the fault model: any number of crashes, partitions and pauses; lost disks of a minority only.
 */
import type { PeerId } from '@quoll/core'
import type { Random } from '../random.ts'
import { type Micros, MS, SECOND } from '../scheduler.ts'
import { setAmbush } from './ambush.ts'
import type { Arena, DiskTrouble } from './arena.ts'
import type { FaultKind } from './kinds.ts'

export class Nemesis {
  readonly #arena: Arena
  readonly #random: Random
  readonly #weights: Readonly<Record<FaultKind, number>>
  readonly #every: Micros
  #active = true

  constructor(arena: Arena, random: Random, weights: Readonly<Record<FaultKind, number>>, every: Micros) {
    this.#arena = arena
    this.#random = random
    this.#weights = weights
    this.#every = every
  }

  begin(): void {
    if (Object.values(this.#weights).every((weight) => weight === 0)) return
    this.#next()
  }

  /** No new faults from now on; undoing those under way is the caller's business. */
  end(): void {
    this.#active = false
  }

  #next(): void {
    // Mostly one at a time, now and then several on top of each other.
    const wait = this.#random.chance(0.2) ? 50 * MS : this.#random.delay(this.#every)
    this.#arena.after(wait, () => {
      if (!this.#active) return
      this.#strike(this.#random.weighted(this.#weights))
      this.#next()
    })
  }

  #strike(kind: FaultKind): void {
    this.#arena.count(kind)
    const peer = this.#random.pick(this.#arena.peers)
    switch (kind) {
      case 'crash':
        return this.#crash(this.#random.chance(0.3) ? (this.#arena.leader() ?? peer) : peer, 'process')
      case 'power':
        return this.#crash(this.#random.chance(0.3) ? (this.#arena.leader() ?? peer) : peer, 'machine')
      case 'crash-all':
        return this.#crashAll()
      case 'restart':
        return this.#arena.restart(peer, this.#random.delay(200 * MS))
      case 'pause':
        return this.#pause(this.#random.chance(0.4) ? (this.#arena.leader() ?? peer) : peer)
      case 'disk-stall':
        return this.#troubleDisk(peer, 'stalled', 3 * SECOND)
      case 'disk-slow':
        return this.#troubleDisk(peer, 'slow', 6 * SECOND)
      case 'disk-error':
        return this.#troubleDisk(peer, 'failing', SECOND)
      case 'disk-full':
        return this.#troubleDisk(peer, 'full', 3 * SECOND)
      case 'wipe':
        return this.#wipe(this.#random.pick(this.#arena.voters))
      case 'ambush':
        return setAmbush(this.#arena, this.#random)
      case 'client-cut':
        return this.#arena.cutClient(this.#random.between(1, 3))
      default:
        return this.#breakNetwork(kind, peer)
    }
  }

  #breakNetwork(kind: FaultKind, peer: PeerId): void {
    const arena = this.#arena
    if (arena.peers.length < 2) return
    const others = arena.peers.filter((other) => other !== peer)
    const other = this.#random.pick(others)
    const a = (cut: boolean) => (to: PeerId) => arena.cut(peer, to, cut)
    switch (kind) {
      case 'cut':
        return this.#for(4 * SECOND, (on) => arena.cut(peer, other, on))
      case 'isolate':
        return this.#for(4 * SECOND, (on) => others.forEach(a(on)))
      case 'isolate-leader':
        return this.#isolateLeader()
      case 'split':
        return this.#split()
      case 'one-way':
        return this.#for(3 * SECOND, (on) => arena.hole(peer, other, on))
      case 'hole':
        return this.#for(3 * SECOND, (on) => {
          for (const to of others) {
            arena.hole(peer, to, on)
            arena.hole(to, peer, on)
          }
        })
      case 'slow-link':
        return this.#for(6 * SECOND, (on) => arena.slow(peer, other, on))
      default:
        return arena.reset(peer, other)
    }
  }

  #crash(peer: PeerId, how: 'process' | 'machine'): void {
    if (!this.#arena.isAlive(peer)) return
    this.#arena.crash(peer, how)
    this.#arena.after(this.#random.delay(this.#random.pick([50 * MS, SECOND, 8 * SECOND])), () =>
      this.#arena.start(peer),
    )
  }

  #crashAll(): void {
    const how = this.#random.chance(0.5) ? 'machine' : 'process'
    for (const peer of this.#arena.peers) {
      this.#arena.after(this.#random.below(20 * MS), () => this.#crash(peer, how))
    }
  }

  #pause(peer: PeerId): void {
    if (!this.#arena.isAlive(peer) || this.#arena.isPaused(peer)) return
    this.#arena.pause(peer)
    this.#arena.after(this.#random.delay(this.#random.pick([200 * MS, 2 * SECOND, 8 * SECOND])), () =>
      this.#arena.resume(peer),
    )
  }

  #troubleDisk(peer: PeerId, trouble: DiskTrouble, typical: Micros): void {
    this.#arena.disk(peer, trouble)
    this.#arena.after(this.#random.delay(typical), () => this.#arena.disk(peer, 'none'))
  }

  #wipe(peer: PeerId): void {
    if (this.#arena.isAlive(peer)) this.#arena.crash(peer, 'machine')
    this.#arena.wipe(peer)
    this.#arena.after(this.#random.delay(SECOND), () => this.#arena.start(peer))
  }

  #isolateLeader(): void {
    const leader = this.#arena.leader()
    if (leader === undefined) return
    const others = this.#arena.peers.filter((other) => other !== leader)
    // Cut off with a few of its own, silently or not.
    const company = this.#random.some(others, this.#random.below(2))
    const silent = this.#random.chance(0.5)
    this.#for(5 * SECOND, (on) => {
      for (const other of others) {
        if (company.includes(other)) continue
        if (!silent) this.#arena.cut(leader, other, on)
        else {
          this.#arena.hole(leader, other, on)
          this.#arena.hole(other, leader, on)
        }
      }
    })
  }

  #split(): void {
    const { peers } = this.#arena
    const left = this.#random.some(peers, this.#random.between(1, peers.length - 1))
    const right = peers.filter((peer) => !left.includes(peer))
    this.#for(5 * SECOND, (on) => {
      for (const a of left) for (const b of right) this.#arena.cut(a, b, on)
    })
  }

  #for(typical: Micros, fault: (on: boolean) => void): void {
    fault(true)
    this.#arena.after(this.#random.delay(typical), () => fault(false))
  }
}
