/**
 * One run: an ensemble, its clients and a nemesis under one seed, in three phases. Safety: faults on, clients busy, every
 * checker after every step. Liveness: the faults end, and within a bounded time there is one leader, everybody follows and
 * every client is answered. Epilogue: the same state everywhere, nothing acknowledged missing, no ephemeral of the dead.
 */
import { peerId } from '@quoll/core'
import { CHECKERS } from './checkers/all.ts'
import { Crowd } from './clients/crowd.ts'
import { compareStates, readWholeTrees } from './epilogue.ts'
import { Evidence } from './evidence/evidence.ts'
import type { Violation } from './evidence/fact.ts'
import { Ledger } from './evidence/ledger.ts'
import { Trace } from './evidence/trace.ts'
import { Nemesis } from './faults/nemesis.ts'
import { requireCalm, whatIsMissing } from './liveness.ts'
import { TreeHistory } from './model/tree-history.ts'
import { drawKnobs, type Knobs, type SimOptions } from './options.ts'
import { Random } from './random.ts'
import { type Micros, Scheduler, SECOND } from './scheduler.ts'
import { World } from './world/world.ts'

export type SimResult = {
  readonly knobs: Knobs
  readonly violation: Violation | undefined
  /** What was exercised: every fault by its name, and what the ensemble went through. */
  readonly counts: ReadonlyMap<string, number>
  readonly simulatedMs: number
  readonly events: number
  /** Equal for two runs of one seed under one version of the code. */
  readonly digest: string
}

/** Patience after the faults: generous beside the seconds it usually takes, and far below for ever. */
const LIVENESS_LIMIT: Micros = 60 * SECOND
const CALM: Micros = 3 * SECOND
const EVENTS_PER_SECOND_MAX = 200_000

export class Simulation {
  readonly knobs: Knobs
  readonly scheduler: Scheduler = new Scheduler()
  readonly model: TreeHistory
  readonly evidence: Evidence
  readonly world: World
  readonly crowd: Crowd
  readonly #nemesis: Nemesis
  readonly #trace: Trace
  readonly #safetyOnly: boolean

  constructor(options: SimOptions, knobs: Knobs = drawKnobs(options)) {
    const random = new Random(options.seed)
    this.knobs = knobs
    this.#safetyOnly = options.safetyOnly === true
    this.#trace = new Trace(options.trace)
    this.model = new TreeHistory((sentence) => this.evidence.report('possible-transactions', sentence))
    const ids = Array.from({ length: knobs.voters + knobs.observers }, (_, place) => peerId(place + 1))
    const ledger = new Ledger(ids.slice(0, knobs.voters), ids.slice(knobs.voters))
    this.evidence = new Evidence(ledger, this.model, this.scheduler, this.#trace, CHECKERS, sessionSlack(knobs))
    this.world = new World(knobs, random.split('world'), this.scheduler, this.evidence)
    this.crowd = new Crowd(this.world, this.evidence, random.split('crowd'), knobs)
    this.#nemesis = new Nemesis(this.world, random.split('nemesis'), knobs.faultWeights, knobs.faultEvery)
  }

  get isBroken(): boolean {
    return this.evidence.violation !== undefined
  }

  startAll(): void {
    for (const peer of this.world.peers) this.world.after(peer * 1_000, () => this.world.start(peer))
  }

  /** Lets `length` pass; sooner when `done` holds, or something is violated. True when `done` held. */
  run(length: Micros, done?: () => boolean): boolean {
    const until = this.scheduler.now + length
    const eventsMax = this.scheduler.executed + EVENTS_PER_SECOND_MAX * (length / SECOND + 1)
    while (!this.isBroken && this.scheduler.step(until)) {
      if (done?.() === true) return true
      if (this.scheduler.executed > eventsMax) this.evidence.report('progress', 'events follow each other without end')
    }
    return done?.() === true
  }

  safety(): void {
    this.startAll()
    this.crowd.prepare()
    if (!this.run(LIVENESS_LIMIT, () => this.crowd.clients.every((client) => client.waiting === 0))) {
      return this.#safetyOnly ? undefined : this.#notLive('nobody could begin')
    }
    this.crowd.begin()
    this.run(SECOND)
    this.#nemesis.begin()
    this.run(this.knobs.duration)
    this.#nemesis.end()
  }

  /** V1, V2, V3: agreement on a leader, an answer for everybody, and calm from then on. */
  liveness(): void {
    if (this.isBroken) return
    this.world.heal()
    // A fault under way may still be undone, or a halted process started: once more when that has settled.
    this.run(SECOND)
    this.world.heal()
    if (!this.run(LIVENESS_LIMIT, () => whatIsMissing(this) === undefined)) {
      return this.#notLive(whatIsMissing(this))
    }
    this.crowd.rest()
    for (const client of this.crowd.clients) client.perform([{ kind: 'sync', path: '/' }])
    const idle = () => this.crowd.clients.every((client) => client.isAttached && client.waiting === 0)
    if (!this.run(LIVENESS_LIMIT, idle)) return this.#notLive('a client was not answered')
    requireCalm(this, CALM)
  }

  /** What must be true in the end, whatever happened. */
  epilogue(): void {
    if (this.isBroken) return
    this.crowd.vanish()
    const [, longest] = this.knobs.sessionTimeoutsMs
    const expired = () => [...this.model.sessions.values()].every((session) => session.closedAt !== undefined)
    this.run((longest + 4 * this.knobs.sessionTickMs) * 2_000, expired)
    if (!this.isBroken && !expired()) this.evidence.report('session-promise', 'a session outlives its client')
    this.run(SECOND)
    if (!this.isBroken) compareStates(this)
    if (!this.isBroken) readWholeTrees(this)
    if (!this.isBroken) this.evidence.finished()
  }

  result(): SimResult {
    const counts = new Map(this.world.counts)
    for (const [name, count] of Object.entries(this.evidence.counts)) counts.set(name, count)
    counts.set('requests', this.crowd.operations)
    counts.set('answers', this.crowd.answered)
    return {
      knobs: this.knobs,
      violation: this.evidence.violation,
      counts,
      simulatedMs: this.scheduler.now / 1_000,
      events: this.scheduler.executed,
      digest: this.#trace.digest(),
    }
  }

  #notLive(missing: string | undefined): void {
    if (!this.isBroken)
      this.evidence.report('liveness', `${LIVENESS_LIMIT / SECOND} s after the last fault: ${missing}`)
  }
}

/** Runs a seed from beginning to end. */
export function simulate(options: SimOptions): SimResult {
  const simulation = new Simulation(options)
  simulation.safety()
  if (options.safetyOnly !== true) {
    simulation.liveness()
    simulation.epilogue()
  }
  return simulation.result()
}

/**
 * What a session may lack of its timeout: a peer that is cut off answers its clients until it notices, and tells the leader
 * of them only now and then.
 */
function sessionSlack({ timing, tickMs, drift, sessionTimeoutsMs }: Knobs): Micros {
  const [, longest] = sessionTimeoutsMs
  return ((timing.followerTimeoutTicks + 2 * timing.heartbeatTicks) * tickMs + longest * 2 * drift + 200) * 1_000
}
