/**
 * A run that somebody looks at: simulated time passes only when asked, by milliseconds or from one event to the next, and
 * everything is told as the records of a trace. Unless somebody reaches in through the arena, it is the very run that
 * `quoll sim` makes of the same seed.
 */
import type { PeerId } from '@quoll/core'
import {
  RecentRequests,
  sessionsRecord,
  statusOf,
  type TraceHeader,
  type TraceRecord,
  Witness,
  watchesRecord,
} from '@quoll/trace'
import type { Audience } from '../audience.ts'
import type { Course, Passage } from '../course.ts'
import type { SimOptions } from '../options.ts'
import { type Micros, MS } from '../scheduler.ts'
import { courseOf } from '../simulate.ts'
import { type SimResult, Simulation } from '../simulation.ts'
import type { World } from '../world/world.ts'

/** Between two statuses of a peer to which nothing special happens, simulated. */
const STATUS_EVERY: Micros = 250 * MS
const SOFTWARE = 'quoll sim'

export class WatchedSimulation {
  readonly header: TraceHeader
  readonly #simulation: Simulation
  readonly #course: Course
  readonly #tell: (record: TraceRecord) => void
  readonly #witnesses = new Map<PeerId, Witness>()
  /** Peers whose status is worth telling after the event under way. */
  readonly #changed = new Set<PeerId>()
  readonly #lives = new Map<PeerId, { readonly at: Micros; readonly recent: RecentRequests }>()
  #passage: Passage | undefined
  #statusesDue: Micros = 0
  #wanted: ReadonlySet<string> = new Set()
  #isStepping = false
  #isOver = false
  #told = 0
  #sentences = 0

  constructor(options: SimOptions, tell: (record: TraceRecord) => void) {
    this.#tell = tell
    this.#simulation = new Simulation({ ...options, audience: this.#audience() })
    this.#course = courseOf(this.#simulation, options)
    const { voters, observers } = this.#simulation.knobs
    this.header = {
      trace: 1,
      clock: 'simulated',
      atMs: 0,
      connect: '',
      title: `simulation, seed ${options.seed}: ${voters} voters${observers === 0 ? '' : `, ${observers} observers`}`,
      peers: this.#simulation.world.peers.map((id) => ({ id })),
    }
  }

  /** What may be done to the world, at the present moment. */
  get world(): World {
    return this.#simulation.world
  }

  get nowMs(): number {
    return this.#simulation.scheduler.now / MS
  }

  /** The whole course is run, or a promise was broken. */
  get isOver(): boolean {
    return this.#isOver
  }

  result(): SimResult {
    return this.#simulation.result()
  }

  /** Sessions and watches are told along with statuses while somebody wants them. */
  want(details: ReadonlySet<string>): void {
    this.#wanted = details
  }

  /** Lets so much simulated time pass. */
  run(ms: number): void {
    const until = this.#simulation.scheduler.now + ms * MS
    while (!this.#isOver && this.#simulation.scheduler.now < until) {
      const limit = Math.min(until, this.#statusesDue)
      while (this.#advance(limit)) this.#flush()
      if (this.#simulation.scheduler.now >= this.#statusesDue) this.#tellStatuses()
    }
  }

  /** Goes on to the next event that is worth a record, heartbeats and acknowledgements included. False when all is over. */
  step(): boolean {
    this.#isStepping = true
    const before = this.#told
    while (!this.#isOver && this.#told === before) {
      this.#advance(Number.POSITIVE_INFINITY)
      this.#flush()
    }
    this.#isStepping = false
    return !this.#isOver
  }

  /** Something was done on purpose: a sentence for the trace. */
  tellAction(action: string, peers: readonly number[], text: string): void {
    this.#record({ type: 'action', atMs: this.nowMs, action, peers, text })
    this.#flush()
  }

  /** The next event, at `limit` at the latest. False when none came before it. */
  #advance(limit: Micros): boolean {
    if (this.#passage === undefined || this.#passage.isOver) {
      const next = this.#passage === undefined ? this.#course.next() : this.#course.next(this.#passage.held)
      if (next.done === true) return this.#end()
      this.#passage = this.#simulation.begin(next.value)
    }
    return this.#passage.step(limit) || this.#passage.isOver
  }

  #end(): false {
    this.#isOver = true
    this.#tellStatuses()
    const { violation, elections, commits } = { ...this.#simulation.evidence.counts, ...this.#simulation.result() }
    const found = violation === undefined ? 'nothing found' : `a promise was broken: ${violation.checker}`
    this.tellAction('end', [], `the run is over, ${found}; ${elections} elections, ${commits} commits`)
    return false
  }

  #audience(): Audience {
    return {
      observer: (peer) => this.#witness(peer),
      began: (peer) => {
        this.#lives.set(peer, { at: this.#simulation.scheduler.now, recent: new RecentRequests() })
        this.#record({ type: 'process', atMs: this.nowMs, peer, running: true, pid: undefined })
        this.#changed.add(peer)
      },
      ended: (peer, how) => {
        this.#record({ type: 'process', atMs: this.nowMs, peer, running: false, pid: undefined })
        this.#record({ type: 'lost', atMs: this.nowMs, peer, why: how })
      },
      noted: (peer, text) => {
        const number = ++this.#sentences
        this.#record({ type: 'told', atMs: this.nowMs, peer, number, level: 'info', text })
      },
      violated: (checker, sentence) =>
        this.#record({ type: 'trouble', atMs: this.nowMs, text: `${checker} is broken: ${sentence}` }),
    }
  }

  #witness(peer: PeerId): Witness {
    const witness = new Witness({
      peer,
      now: () => this.nowMs,
      routine: () => this.#isStepping,
      tell: (record) => {
        if (record.type === 'became' || this.#isStepping) this.#changed.add(peer)
        this.#record(record)
      },
    })
    this.#witnesses.set(peer, witness)
    return witness
  }

  #record(record: TraceRecord): void {
    this.#told++
    this.#tell(record)
  }

  #flush(): void {
    if (this.#changed.size === 0) return
    for (const peer of this.#changed) this.#tellStatus(peer)
    this.#changed.clear()
  }

  #tellStatuses(): void {
    this.#statusesDue = this.#simulation.scheduler.now + STATUS_EVERY
    for (const peer of this.world.peers) {
      this.#tellStatus(peer)
      const applications = this.#witnesses.get(peer)?.applications()
      if (applications !== undefined) this.#tell(applications)
      this.#tellDetails(peer)
    }
  }

  #tellDetails(peer: PeerId): void {
    const { running, process } = this.world.member(peer)
    if (running === undefined || process.stopped) return
    if (this.#wanted.has('sessions')) this.#tell(sessionsRecord(running, peer, this.nowMs))
    if (this.#wanted.has('watches')) this.#tell(watchesRecord(running, peer, this.nowMs))
  }

  /** A dead or stopped process says nothing. */
  #tellStatus(peer: PeerId): void {
    const { running, process } = this.world.member(peer)
    if (running === undefined || process.stopped) return
    const life = this.#lives.get(peer)
    const facts = {
      software: SOFTWARE,
      pid: 0,
      uptimeMs: this.nowMs - (life?.at ?? 0) / MS,
      tickMs: this.#simulation.knobs.tickMs,
      eventLoopMsP99: 0,
      story: [],
    }
    const status = statusOf(running.view(), facts, life?.recent)
    this.#tell({ type: 'status', atMs: this.nowMs, peer, status })
  }
}
