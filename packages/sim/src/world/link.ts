/**
 * The one link between two peers, as TCP would have it: each direction delivers in order or not at all, both ends learn
 * of its beginning and its end at moments of their own, and a hole in the network delays before it breaks.
 */
import type { PeerId } from '@quoll/core'
import type { TransportListener } from '@quoll/peer'
import type { Random } from '../random.ts'
import { cancel, type Micros, MS, type Scheduled, type Scheduler } from '../scheduler.ts'
import { type Direction, direction, type Frame, forget, joined, same } from './direction.ts'
import type { SimProcess } from './process.ts'

export type NetworkOptions = {
  /** One way, typical. */
  readonly delay: Micros
  readonly handshake: Micros
  readonly redialMin: Micros
  readonly redialMax: Micros
  /** A link over which nothing gets through is given up after this long. */
  readonly silenceLimit: Micros
  /** Bytes per second of a link that is slow. */
  readonly slowBytesPerSecond: number
  /** Bytes on their way above which a link is closed instead of filled further. */
  readonly queueBytesMax: number
}

/** What one life of a peer has registered with the network. */
export type Endpoint = {
  readonly process: SimProcess
  readonly listener: TransportListener
}

export class Link {
  readonly #scheduler: Scheduler
  readonly #random: Random
  readonly #options: NetworkOptions
  readonly #endpoint: (id: PeerId) => Endpoint | undefined
  readonly #directions: readonly [Direction, Direction]
  readonly #frameChanged: (from: PeerId, to: PeerId) => void
  #generation = 0
  #open = false
  #redialIn: Micros
  #redial: Scheduled | undefined
  #silence: Scheduled | undefined
  /** Closed by a partition: no dial succeeds. */
  #cut = false
  #slow = false
  /** Every frame takes so much longer. */
  #delay: Micros = 0

  constructor(
    a: PeerId,
    b: PeerId,
    world: {
      readonly scheduler: Scheduler
      readonly random: Random
      readonly options: NetworkOptions
      readonly endpoint: (id: PeerId) => Endpoint | undefined
      /** A frame is not what it was when it was handed over: somebody wrote into bytes that were no longer theirs. */
      readonly frameChanged: (from: PeerId, to: PeerId) => void
    },
  ) {
    this.#scheduler = world.scheduler
    this.#random = world.random
    this.#options = world.options
    this.#endpoint = world.endpoint
    this.#frameChanged = world.frameChanged
    this.#directions = [direction(a, b), direction(b, a)]
    this.#redialIn = world.options.redialMin
  }

  get isOpen(): boolean {
    return this.#open
  }

  /** Dials as soon as the back-off allows. */
  dial(): void {
    if (this.#open || this.#redial !== undefined) return
    const wait = this.#redialIn * (0.5 + this.#random.unit())
    this.#redial = this.#scheduler.after(wait, () => {
      this.#redial = undefined
      this.#attempt()
    })
    this.#redialIn = Math.min(this.#redialIn * 2, this.#options.redialMax)
  }

  /** A peer came back: whoever waits for it tries again soon, as a listener that appears is found by the next dial. */
  dialSoon(): void {
    this.#redialIn = this.#options.redialMin
    if (this.#redial !== undefined) cancel(this.#redial)
    this.#redial = undefined
    this.dial()
  }

  send(from: PeerId, parts: readonly Uint8Array[]): void {
    const way = this.#way(from)
    if (!this.#open || !this.#back(way).up) return
    let bytes = 0
    for (const part of parts) bytes += part.length
    if (way.queuedBytes + bytes > this.#options.queueBytesMax) return this.break('queue full', from)
    const frame: Frame = { parts, bytes, copy: joined(parts, bytes) }
    way.queuedBytes += bytes
    if (way.held !== undefined && (way.waiting.length > 0 || way.held(parts))) way.waiting.push(frame)
    else this.#transmit(way, frame)
  }

  queuedBytes(from: PeerId): number {
    return this.#way(from).queuedBytes
  }

  /** Ends the link. The closer hears of it at once, the other end after a while; what still arrives before that is delivered. */
  break(why: string, closer?: PeerId): void {
    if (!this.#open) return
    this.#open = false
    const generation = ++this.#generation
    if (this.#silence !== undefined) cancel(this.#silence)
    this.#silence = undefined
    for (const way of this.#directions) {
      forget(way)
      const delay = way.to === closer ? 0 : this.#random.delay(this.#options.delay)
      this.#scheduler.after(delay, () => {
        if (way.up && generation === this.#generation) this.#tellDown(way, why)
      })
    }
    this.dial()
  }

  /** The process at `dead` is gone with its sockets. `silently`: its machine too, nobody sends a reset. */
  died(dead: PeerId, silently: boolean): void {
    const towardsDead = this.#way(this.#other(dead))
    towardsDead.up = false
    for (const way of this.#directions) forget(way)
    if (!this.#open) return
    if (!silently) return this.break('connection reset')
    this.#open = false
    const generation = ++this.#generation
    const survivor = this.#way(dead)
    this.#scheduler.after(this.#random.delay(this.#options.silenceLimit), () => {
      if (survivor.up && generation === this.#generation) this.#tellDown(survivor, 'nothing heard')
    })
    this.dial()
  }

  /** Closed and kept closed (true), or allowed again. */
  setCut(cut: boolean): void {
    if (cut === this.#cut) return
    this.#cut = cut
    if (cut) this.break('partitioned')
    else this.dialSoon()
  }

  setSlow(slow: boolean): void {
    this.#slow = slow
  }

  setDelay(delay: Micros): void {
    this.#delay = delay
  }

  /** One way lets nothing through, and says nothing about it. Opening it again brings what TCP kept, or the end. */
  setHole(from: PeerId, hole: boolean): void {
    const way = this.#way(from)
    if (way.hole === hole) return
    way.hole = hole
    if (hole) {
      const generation = this.#generation
      this.#silence ??= this.#scheduler.after(this.#random.delay(this.#options.silenceLimit), () => {
        this.#silence = undefined
        if (generation === this.#generation && this.#directions.some((each) => each.hole)) this.break('nothing heard')
      })
    } else this.#releaseDue(way)
  }

  /** Keeps frames from `from` for which `chosen` says so, and all behind them; undefined lets them go on. */
  hold(from: PeerId, chosen: ((parts: readonly Uint8Array[]) => boolean) | undefined): void {
    const way = this.#way(from)
    if (way.held === undefined && chosen === undefined) return
    way.held = chosen
    if (chosen !== undefined) return
    const waiting = way.waiting
    way.waiting = []
    for (const frame of waiting) this.#transmit(way, frame)
  }

  #attempt(): void {
    if (this.#open) return
    const ends = this.#directions.map((way) => this.#endpoint(way.to))
    const reachable = ends.every((end) => end !== undefined && !end.process.stopped)
    if (!reachable || this.#cut || this.#directions.some((way) => way.hole)) return this.dial()
    const generation = ++this.#generation
    this.#open = true
    this.#redialIn = this.#options.redialMin
    for (const way of this.#directions) {
      // An end that has not noticed the end of the old link is told first.
      if (way.up) this.#tellDown(way, 'replaced by a new link')
      way.inFlight = []
      way.due = 0
      way.waiting = []
      way.queuedBytes = 0
      way.lastArrival = this.#scheduler.now + this.#random.delay(this.#options.handshake)
      this.#scheduler.at(way.lastArrival, () => {
        if (generation !== this.#generation || !this.#open) return
        way.up = true
        const end = this.#endpoint(way.to)
        end?.process.enter(() => end.listener.onLinkUp(way.from))
      })
    }
  }

  #transmit(way: Direction, frame: Frame): void {
    way.inFlight.push(frame)
    this.#schedule(way, this.#slow ? (frame.bytes / this.#options.slowBytesPerSecond) * 1_000 * MS : 0)
  }

  /** One more arrival, behind all others. What arrives is always the first that is on its way: nothing overtakes. */
  #schedule(way: Direction, slowness: Micros): void {
    const travel = this.#random.delay(this.#options.delay) + this.#delay + slowness
    way.lastArrival = Math.max(way.lastArrival + 1, this.#scheduler.now + travel)
    const generation = this.#generation
    this.#scheduler.at(way.lastArrival, () => {
      const isCurrent = generation === this.#generation && this.#open
      // Of a link that has ended, what was on its way may still come until its end is noticed.
      const isLate = generation === this.#generation - 1 && !this.#open && way.up
      if (!isCurrent && !isLate) return
      if (way.hole) way.due++
      else this.#arrive(way)
    })
  }

  #arrive(way: Direction): void {
    const frame = way.inFlight.shift()
    if (frame === undefined) return
    way.queuedBytes -= frame.bytes
    if (!same(frame)) this.#frameChanged(way.from, way.to)
    const end = this.#endpoint(way.to)
    if (end === undefined || !way.up) return
    end.process.enter(() => end.listener.onFrame(way.from, frame.copy))
  }

  #releaseDue(way: Direction): void {
    const { due } = way
    way.due = 0
    for (let i = 0; i < due; i++) this.#schedule(way, 0)
  }

  #tellDown(way: Direction, why: string): void {
    way.up = false
    way.inFlight = []
    way.due = 0
    const end = this.#endpoint(way.to)
    end?.process.enter(() => end.listener.onLinkDown(way.from, why))
  }

  #way(from: PeerId): Direction {
    const [first, second] = this.#directions
    return first.from === from ? first : second
  }

  #back(way: Direction): Direction {
    const [first, second] = this.#directions
    return way === first ? second : first
  }

  #other(id: PeerId): PeerId {
    return this.#way(id).to
  }
}
