/** Breaking a simulated ensemble by hand: the same actions as on one of processes, done to the simulated world. */
import { peerId } from '@quoll/core'
import type { WatchedSimulation } from '@quoll/sim'
import type { TraceRecord } from '@quoll/trace'
import {
  ACTION_TYPES,
  type Action,
  type ActionType,
  type Control,
  deedInWords,
  type Fault,
  faultsAfter,
  faultsInWords,
  objectionTo,
  peersOf,
  type SituationPeer,
} from '@quoll/tui'

const MICROS_PER_MS = 1000
/** Between the end of an orderly stop and the new start. */
const RESTART_PAUSE_MS = 100

export class SimulatedControl implements Control {
  readonly actions: ReadonlySet<ActionType> = new Set(ACTION_TYPES)
  readonly #run: WatchedSimulation
  readonly #tell: (record: TraceRecord) => void
  #faults: readonly Fault[] = []

  constructor(run: WatchedSimulation, tell: (record: TraceRecord) => void) {
    this.#run = run
    this.#tell = tell
  }

  async perform(action: Action): Promise<void> {
    const { world } = this.#run
    const before = this.faults()
    const objection = objectionTo(action, { peers: this.#peers(), faults: before })
    if (objection !== undefined) throw new Error(objection)
    this.#faults = faultsAfter(before, action, world.peers)
    this.#run.tellAction(action.type, peersOf(action), deedInWords(action))
    this.#switch(action)
    this.#applyCuts(before)
    this.#tell({ type: 'faults', atMs: this.#run.nowMs, faults: faultsInWords(this.#faults) })
  }

  running(id: number): boolean {
    return this.#run.world.isAlive(peerId(id))
  }

  pidOf(): undefined {
    return undefined
  }

  /** Whoever was ended is not paused any more. */
  faults(): readonly Fault[] {
    return this.#faults.filter((fault) => fault.type !== 'paused' || this.#run.world.isPaused(peerId(fault.peer)))
  }

  #peers(): readonly SituationPeer[] {
    const { world } = this.#run
    return world.peers.map((id) => ({
      id,
      observer: !world.voters.includes(id),
      running: world.isAlive(id),
      role: undefined,
      clients: 0,
    }))
  }

  #switch(action: Action): void {
    const { world } = this.#run
    switch (action.type) {
      case 'kill':
        return world.crash(peerId(action.peer), 'process')
      case 'pause':
        return world.pause(peerId(action.peer))
      case 'resume':
        return world.resume(peerId(action.peer))
      case 'stop':
        return world.stop(peerId(action.peer))
      case 'restart':
        return this.#restart(action.peer)
      case 'slow-disk':
        return world.delayDisk(peerId(action.peer), action.ms * MICROS_PER_MS)
      case 'slow-link':
        return world.delayLink(peerId(action.a), peerId(action.b), action.ms * MICROS_PER_MS)
      case 'heal':
        return this.#heal()
    }
  }

  #restart(id: number): void {
    const { world } = this.#run
    const peer = peerId(id)
    if (world.isAlive(peer)) {
      world.resume(peer)
      world.restart(peer, RESTART_PAUSE_MS * MICROS_PER_MS)
    } else world.start(peer)
  }

  /** Whoever is down stays down. */
  #heal(): void {
    const { world } = this.#run
    world.network.heal()
    for (const peer of world.peers) {
      world.delayDisk(peer, 0)
      world.resume(peer)
    }
  }

  /** Nothing is said to anybody: what is sent is lost, as behind a switch that died. */
  #applyCuts(before: readonly Fault[]): void {
    const { world } = this.#run
    const is = (faults: readonly Fault[], from: number, to: number): boolean =>
      faults.some((fault) => fault.type === 'cut' && fault.from === from && fault.to === to)
    for (const from of world.peers)
      for (const to of world.peers) {
        const cut = is(this.#faults, from, to)
        if (from !== to && cut !== is(before, from, to)) world.hole(from, to, cut)
      }
  }
}
