/**
 * One thread's part of a load, from the first request to the last reply. Closed loop: every connection keeps its window
 * full. Open loop: requests go out when they are due, by the next connection that has room, and their latency counts from
 * when they were due.
 */
import { drawTable, Op } from '../mix.ts'
import { Pacer } from '../threads/pacer.ts'
import { Effort } from './effort.ts'
import type { Load } from './load.ts'
import type { LoadConnection, Surroundings } from './load-connection.ts'
import type { Measurement } from './measurement.ts'
import { Random } from './random.ts'
import { Schedule } from './schedule.ts'

const KEEP_ALIVE_MS = 500
/** For the last replies, after the measured time. */
const DRAIN_MS = 10_000

export class LoadRun {
  readonly #load: Load
  readonly #measurement: Measurement
  readonly #random: Random
  readonly #table: Uint8Array
  #connections: readonly LoadConnection[] = []
  #schedule: Schedule | undefined
  #turn = 0
  #isFull = false
  #issuing = false
  #alive = 0
  #onDrained: (() => void) | undefined
  #onEnd: (() => void) | undefined

  constructor(load: Load, measurement: Measurement, seed: number) {
    this.#load = load
    this.#measurement = measurement
    this.#random = new Random(seed)
    this.#table = drawTable(load.mix)
  }

  /** What its connections call. */
  get callbacks(): Pick<Surroundings, 'onRead' | 'onLost'> {
    return {
      onRead: (connection, nowMs) => this.#onRead(connection, nowMs),
      onLost: (connection) => this.#onLost(connection),
    }
  }

  /**
   * Warms up, measures, and waits for what is under way; resolves early when every connection is lost.
   * `rate`: this thread's; `offset`: its turn among the threads, in `[0, 1)`.
   */
  async run(connections: readonly LoadConnection[], rate: number | undefined, offset: number): Promise<void> {
    const pacer = rate === undefined ? undefined : await Pacer.start(rate)
    const startMs = performance.now()
    const fromMs = startMs + this.#load.warmUpSeconds * 1000
    const toMs = fromMs + this.#load.seconds * 1000
    this.#connections = connections
    this.#alive = connections.length
    this.#measurement.between(fromMs, toMs)
    this.#issuing = true
    const keepAlive = setInterval(() => this.#keepAlive(), KEEP_ALIVE_MS)
    let effort = new Effort()
    const warm = setTimeout(() => {
      effort = new Effort()
    }, fromMs - startMs)
    if (rate === undefined || pacer === undefined) this.#fillAll()
    else {
      const schedule = new Schedule({ rate, startMs, offset })
      this.#schedule = schedule
      pacer.begin(schedule.nextMs, () => this.#sendDue(performance.now()))
    }
    await this.#untilEnd(toMs - startMs)
    pacer?.stop()
    clearTimeout(warm)
    this.#issuing = false
    this.#measurement.busy = effort.busy
    this.#measurement.processors = effort.processors
    if (this.#schedule !== undefined) this.#countUnfinished(this.#schedule, toMs)
    await this.#drain()
    clearInterval(keepAlive)
    this.#measurement.unanswered = this.#underWay()
  }

  #fillAll(): void {
    for (const connection of this.#connections) this.#fill(connection)
  }

  #onRead(connection: LoadConnection, nowMs: number): void {
    if (this.#issuing) {
      if (this.#schedule === undefined) this.#fill(connection)
      else this.#sendDue(nowMs, connection)
    } else if (this.#onDrained !== undefined && this.#underWay() === 0) this.#onDrained()
  }

  /** As many requests as fit into the connection's window, in one write. */
  #fill(connection: LoadConnection): void {
    if (!connection.hasRoom) return
    const nowMs = performance.now()
    while (connection.hasRoom) this.#send(connection, nowMs, nowMs)
    connection.session.flush(nowMs)
  }

  /**
   * Everything that is due, as far as any connection has room: in turn, and when all were found full, by whichever was
   * answered since.
   */
  #sendDue(nowMs: number, answered?: LoadConnection): void {
    const schedule = this.#schedule
    while (this.#issuing && schedule !== undefined && schedule.nextMs <= nowMs) {
      const connection = this.#isFull ? answered : this.#nextWithRoom()
      if (!connection?.hasRoom) {
        this.#isFull = true
        return
      }
      const sentMs = performance.now()
      this.#send(connection, schedule.take(), sentMs)
      connection.session.flush(sentMs)
    }
    this.#isFull = false
  }

  #send(connection: LoadConnection, intendedMs: number, nowMs: number): void {
    connection.send(this.#drawOp(), this.#random.next(), intendedMs, nowMs)
  }

  #drawOp(): number {
    return this.#table[(this.#random.next() >>> 8) % this.#table.length] ?? Op.get
  }

  #nextWithRoom(): LoadConnection | undefined {
    for (let tried = 0; tried < this.#connections.length; tried++) {
      const connection = this.#connections[this.#turn]
      this.#turn = this.#turn + 1 < this.#connections.length ? this.#turn + 1 : 0
      if (connection?.hasRoom) return connection
    }
    return undefined
  }

  /** What was due and has no answer counts with the age it has: a stalled server does not hide its stall. */
  #countUnfinished(schedule: Schedule, toMs: number): void {
    const count = (op: number, intendedMs: number) => this.#measurement.onUnfinished(op, intendedMs)
    for (const { pending } of this.#connections) pending.forEach(count)
    while (schedule.nextMs < toMs) count(this.#drawOp(), schedule.take())
  }

  #untilEnd(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = setTimeout(resolve, ms)
      this.#onEnd = () => {
        clearTimeout(end)
        resolve()
      }
    })
  }

  #drain(): Promise<void> {
    if (this.#underWay() === 0) return Promise.resolve()
    return new Promise((resolve) => {
      const late = setTimeout(resolve, DRAIN_MS)
      this.#onDrained = () => {
        clearTimeout(late)
        resolve()
      }
    })
  }

  #underWay(): number {
    return this.#connections.reduce((sum, { pending }) => sum + pending.count, 0)
  }

  #keepAlive(): void {
    const nowMs = performance.now()
    for (const { session } of this.#connections) session.keepAlive(nowMs)
  }

  /** Not opened again: a lost connection is a finding, and what it had under way may or may not have happened. */
  #onLost(connection: LoadConnection): void {
    this.#measurement.lostConnections++
    this.#measurement.unfinished += connection.pending.count
    connection.pending.clear()
    this.#alive--
    if (this.#alive === 0) this.#onEnd?.()
    if (!this.#issuing && this.#underWay() === 0) this.#onDrained?.()
  }
}
