/**
 * Scripts: a whole simulated ensemble under the hand of a test. The verbs are those in which recovery bugs are told (crash,
 * hold fsync, cut, elect, write); between them nothing happens that the script does not say. Every checker watches, and
 * `end` asks for what every run owes: heal, one leader, everybody answered, the same state everywhere.
 */
import { peerId, type ZabMessage } from '@quoll/core'
import { DiskError } from '@quoll/storage-file/testing'
import type { Audience } from './audience.ts'
import { ScriptedClients } from './clients/scripted-clients.ts'
import type { Ask } from './clients/workload.ts'
import { epilogue } from './epilogue.ts'
import type { Violation } from './evidence/fact.ts'
import type { PeerBook } from './evidence/ledger.ts'
import { FAULT_KINDS, type FaultKind } from './faults/kinds.ts'
import { liveness } from './liveness.ts'
import { frameHolds, isMoment, type Moment } from './moments.ts'
import { drawKnobs, type Knobs } from './options.ts'
import { MS, SECOND } from './scheduler.ts'
import { Simulation } from './simulation.ts'
import type { Member } from './world/member.ts'

export type ScenarioOptions = {
  readonly observers?: number
  /** A snapshot after this many transactions, and so many kept in memory below it. */
  readonly snapshotTxns?: number
  readonly historyTxns?: number
  readonly trace?: (line: string) => void
  readonly audience?: Audience
}

const PATIENCE = 10 * SECOND

export class Scenario {
  readonly simulation: Simulation
  readonly #clients: ScriptedClients

  constructor(voters: number, options: ScenarioOptions = {}) {
    const { trace, audience } = options
    const watched = { ...(trace === undefined ? {} : { trace }), ...(audience === undefined ? {} : { audience }) }
    const seed = { seed: 1, ...watched }
    this.simulation = new Simulation(seed, calmKnobs(voters, options))
    this.#clients = new ScriptedClients(this.simulation)
  }

  /** Peers 1 to `voters`, all up, and the highest of them leads. */
  static of(voters: number, options: ScenarioOptions = {}): Scenario {
    const script = new Scenario(voters, options)
    // The others do not hear each other before it leads: else the first two that do would settle it among themselves.
    for (let a = 1; a < voters; a++) for (let b = a + 1; b < voters; b++) script.cut(a, b)
    const all = range(voters + (options.observers ?? 0))
    return script
      .start(...all)
      .elect(voters)
      .heal()
      .join(...all)
  }

  get leader(): number | undefined {
    return this.simulation.world.leader()
  }

  get violation(): Violation | undefined {
    return this.simulation.evidence.violation
  }

  get truncations(): number {
    return this.simulation.evidence.counts.truncations
  }

  /** Snapshots installed from a leader. */
  get installs(): number {
    return this.simulation.evidence.counts.installs
  }

  /** How often somebody went looking for a leader. */
  get elections(): number {
    return this.simulation.evidence.counts.elections
  }

  isUp(id: number): boolean {
    return this.simulation.world.isAlive(peerId(id))
  }

  /** Is the znode there, in what was committed? */
  exists(path: string): boolean {
    return this.simulation.model.now(path).exists
  }

  view(id: number): ReturnType<NonNullable<Member['running']>['view']> {
    const running = this.simulation.world.member(peerId(id)).running
    if (running === undefined) throw new Error(`peer ${id} is down`)
    return running.view()
  }

  start(...ids: number[]): this {
    for (const id of ids) this.simulation.world.start(peerId(id))
    return this
  }

  /** The processes die; their machines do not. */
  crash(...ids: number[]): this {
    for (const id of ids) this.#end(id, 'process')
    return this
  }

  /** The machines lose power: what was not synced may be gone. */
  power(...ids: number[]): this {
    for (const id of ids) this.#end(id, 'machine')
    return this
  }

  /** An empty disk takes the place of the old one. */
  wipe(id: number): this {
    if (!this.simulation.world.wipe(peerId(id)))
      throw new Error(`the fault model does not allow peer ${id} to be wiped now`)
    return this
  }

  cut(a: number, b: number): this {
    this.simulation.world.cut(peerId(a), peerId(b), true)
    return this
  }

  isolate(id: number): this {
    for (const other of this.simulation.world.peers) if (other !== id) this.cut(id, other)
    return this
  }

  /** Messages of this type, and whatever is behind them on the link, wait. */
  hold(from: number, to: number, type: ZabMessage['type']): this {
    const link = this.simulation.world.network.link(peerId(from), peerId(to))
    link.hold(peerId(from), (parts) => frameHolds(parts, type))
    return this
  }

  /** What was held from `from` to `to` goes on. */
  deliver(from: number, to: number): this {
    this.simulation.world.network.link(peerId(from), peerId(to)).hold(peerId(from), undefined)
    return this
  }

  holdFsync(id: number): this {
    this.simulation.world.disk(peerId(id), 'stalled')
    return this
  }

  releaseFsync(id: number): this {
    this.simulation.world.disk(peerId(id), 'none')
    return this
  }

  /** From now on every fifth operation of its disk fails. */
  failDisk(id: number): this {
    this.simulation.world.disk(peerId(id), 'failing')
    return this
  }

  /** The next operation of its disk on a file of this name fails, that one alone. */
  failOnce(id: number, name: string): this {
    const { disk } = this.simulation.world.member(peerId(id))
    let failed = false
    disk.trouble('failing')
    disk.fileSystem.behave({
      fault: ({ kind, path }) => {
        if (failed || kind === 'close' || !path.endsWith(name)) return undefined
        failed = true
        return new DiskError('EIO', path)
      },
    })
    return this
  }

  /** Links and disks are whole again; who is down stays down. */
  heal(): this {
    const { world } = this.simulation
    world.network.heal()
    for (const peer of world.peers) if (world.isAlive(peer)) world.disk(peer, 'none')
    return this
  }

  /** Once, right after the step in which `id` comes to that moment. */
  when(id: number, moment: Moment, act: () => void): this {
    this.simulation.world.ambush((peer, effect) => peer === id && isMoment(effect, moment), act)
    return this
  }

  passTime(ms: number): this {
    this.simulation.run(ms * MS)
    return this
  }

  /** Waits until it is so. @throws Error when it does not come about */
  until(what: string, isSo: () => boolean): this {
    if (!this.simulation.run(PATIENCE, isSo) && this.violation === undefined)
      throw new Error(`it never came about: ${what}`)
    return this
  }

  elect(id: number): this {
    return this.until(`peer ${id} leads`, () => this.leader === id)
  }

  /** Waits until these follow a leader. */
  join(...ids: number[]): this {
    const books = ids.map((id) => this.simulation.evidence.ledger.book(peerId(id)))
    const belongs = ({ id, role, phase, leader }: PeerBook) =>
      phase === 'broadcast' && (id === this.leader || (role !== 'leading' && leader === this.leader))
    return this.until(`${ids} follow`, () => this.leader !== undefined && books.every(belongs))
  }

  /** Asks peer `at` (the leader) to create the znode, without waiting for the answer. */
  propose(path: string, at: number | undefined = this.leader, ephemeral = false): this {
    if (at === undefined) throw new Error('there is no leader to ask')
    const data = Uint8Array.of(path.length)
    return this.ask(at, { kind: 'create', path, data, ephemeral, sequential: false, container: false })
  }

  /** Creates the znode at peer `at` (the leader) and waits for the answer. */
  write(path: string, at: number | undefined = this.leader): this {
    return this.propose(path, at).until(`${path} is answered`, () => this.answered(path))
  }

  /** Writes `count` znodes below the root: `/n1`, `/n2`, … */
  writeMany(name: string, count: number, at: number | undefined = this.leader): this {
    for (let i = 1; i <= count; i++) this.propose(`/${name}${i}`, at)
    return this.until(`/${name}${count} is answered`, () => this.answered(`/${name}${count}`))
  }

  answered(path: string): boolean {
    return this.#clients.answered(path)
  }

  ask(at: number, ask: Ask): this {
    this.#clients.at(peerId(at)).perform([ask])
    return this
  }

  /** A client with a session at `at`, and nothing asked yet. */
  attach(at: number): this {
    return this.until(`a client has a session at ${at}`, () => this.#clients.at(peerId(at)).isAttached)
  }

  /** The connection of the client at `from` breaks, and it takes its session to `to`. */
  move(from: number, to: number): this {
    const client = this.#clients.move(peerId(from), peerId(to))
    return this.until(`the client is at ${to}`, () => client.isAttached && client.peer === to)
  }

  /** The clients are never heard of again. */
  vanish(): this {
    this.#clients.vanish()
    return this
  }

  /** Heals everything, and asks for what every run owes. Returns what was violated, if anything. */
  end(): Violation | undefined {
    this.simulation.follow(liveness(this.simulation))
    this.vanish()
    this.simulation.follow(epilogue(this.simulation))
    return this.violation
  }

  /** The next request to it comes from another client: this one may take seconds to notice. */
  #end(id: number, how: 'process' | 'machine'): void {
    this.simulation.world.crash(peerId(id), how)
    this.#clients.vanishAt(peerId(id))
  }
}

/** Quick links, quick disks, true clocks, no faults and no crowd. */
function calmKnobs(
  voters: number,
  { observers = 0, snapshotTxns = 10_000, historyTxns = 10_000 }: ScenarioOptions,
): Knobs {
  const knobs = drawKnobs({ seed: 1, peers: voters, observers, faults: [] })
  const none = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as Record<FaultKind, number>
  return {
    ...knobs,
    tickMs: 25,
    network: { ...knobs.network, delay: MS, handshake: 2 * MS, redialMin: 20 * MS, redialMax: 200 * MS },
    disk: { write: 0.02 * MS, sync: MS },
    turnMax: 10,
    drift: 0,
    wallOffsetMs: 0,
    clients: 0,
    snapshotTxns,
    historyTxns,
    faultWeights: none,
  }
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, place) => place + 1)
}
