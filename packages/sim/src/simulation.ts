/** What a run is made of, put together: the world under its knobs, its clients, its nemesis, and those who watch. */
import { peerId } from '@quoll/core'
import { CHECKERS } from './checkers/all.ts'
import { Crowd } from './clients/crowd.ts'
import { type Course, Passage, type Stretch } from './course.ts'
import { Evidence } from './evidence/evidence.ts'
import type { Violation } from './evidence/fact.ts'
import { Ledger } from './evidence/ledger.ts'
import { Trace } from './evidence/trace.ts'
import { Nemesis } from './faults/nemesis.ts'
import { TreeHistory } from './model/tree-history.ts'
import { drawKnobs, type Knobs, type SimOptions } from './options.ts'
import { Random } from './random.ts'
import { type Micros, Scheduler } from './scheduler.ts'
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

export class Simulation {
  readonly knobs: Knobs
  readonly scheduler: Scheduler = new Scheduler()
  readonly model: TreeHistory
  readonly evidence: Evidence
  readonly world: World
  readonly crowd: Crowd
  readonly nemesis: Nemesis
  readonly #trace: Trace

  constructor(options: SimOptions, knobs: Knobs = drawKnobs(options)) {
    const random = new Random(options.seed)
    this.knobs = knobs
    this.#trace = new Trace(options.trace)
    this.model = new TreeHistory((sentence) => this.evidence.report('possible-transactions', sentence))
    const ids = Array.from({ length: knobs.voters + knobs.observers }, (_, place) => peerId(place + 1))
    const ledger = new Ledger(ids.slice(0, knobs.voters), ids.slice(knobs.voters))
    const { audience } = options
    const slack = sessionSlack(knobs)
    this.evidence = new Evidence(ledger, this.model, this.scheduler, this.#trace, CHECKERS, slack, audience)
    this.world = new World(knobs, random.split('world'), this.scheduler, this.evidence, audience)
    this.crowd = new Crowd(this.world, this.evidence, random.split('crowd'), knobs)
    this.nemesis = new Nemesis(this.world, random.split('nemesis'), knobs.faultWeights, knobs.faultEvery)
  }

  get isBroken(): boolean {
    return this.evidence.violation !== undefined
  }

  startAll(): void {
    for (const peer of this.world.peers) this.world.after(peer * 1_000, () => this.world.start(peer))
  }

  /** Lets `length` pass; sooner when `done` holds, or something is violated. True when `done` held. */
  run(length: Micros, done?: () => boolean): boolean {
    const passage = this.begin(done === undefined ? { length } : { length, done })
    while (passage.step()) {}
    return passage.held
  }

  /** A stretch of time, to be gone through step by step. */
  begin(stretch: Stretch): Passage {
    return new Passage(this, stretch)
  }

  /** From one end of a course to the other. */
  follow(course: Course): void {
    for (
      let next = course.next();
      next.done !== true;
      next = course.next(this.run(next.value.length, next.value.done))
    ) {}
  }

  /** Events that follow each other without end are a violation too. */
  endless(): void {
    this.evidence.report('progress', 'events follow each other without end')
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
}

/**
 * What a session may lack of its timeout: a peer that is cut off answers its clients until it notices, and tells the leader
 * of them only now and then.
 */
function sessionSlack({ timing, tickMs, drift, sessionTimeoutsMs }: Knobs): Micros {
  const [, longest] = sessionTimeoutsMs
  return ((timing.followerTimeoutTicks + 2 * timing.heartbeatTicks) * tickMs + longest * 2 * drift + 200) * 1_000
}
