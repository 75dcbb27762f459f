/**
 * START HERE. `/feed`: what this peer does, as records of the trace format, to whoever reads them over a WebSocket. First the
 * header, what decided something lately and the last sentences, and its status; then records as they come, a status at least four times a second and right after
 * every change of role. Records of one turn of the event loop leave as one message, encoded once for all.
 *
 * Without readers only what decides something is written down, for those who come later. A slow reader loses records and is told how many (`dropped`).
 */
import type { Effect, PeerEvent, Zxid } from '@quoll/core'
import type { PeerObserver, RunningPeer } from '@quoll/peer'
import type { Txn } from '@quoll/state-machine'
import {
  encodeHeader,
  encodeRecord,
  type ProcessFacts,
  RecentRequests,
  type StoryLine,
  sessionsRecord,
  statusOf,
  type TraceHeader,
  type TraceRecord,
  Witness,
  watchesRecord,
} from '@quoll/trace'
import type { Upgraded, WebSocketAcceptor } from '../http/web-sockets/index.ts'
import { FeedReader } from './feed-reader.ts'
import { Memory } from './memory.ts'
import { WallClock } from './wall-clock.ts'
import { type Detail, WISH_BYTES_MAX } from './wishes.ts'

export type FeedOptions = {
  /** Asked when somebody begins to read; its time is the feed's business. */
  readonly header: () => Omit<TraceHeader, 'trace' | 'clock' | 'atMs'>
  readonly id: number
  /** Undefined until the peer has started. */
  readonly peer: () => RunningPeer | undefined
  readonly processFacts: () => Omit<ProcessFacts, 'story'>
}

const STATUS_EVERY_MS = 250
const TICKS_PER_SECOND = 4
const READERS_MAX = 16

export class Feed implements PeerObserver {
  readonly #options: FeedOptions
  readonly #clock = new WallClock()
  readonly #readers = new Set<FeedReader>()
  readonly #witness: Witness
  readonly #memory = new Memory()
  #recent = new RecentRequests()
  #lines: string[] = []
  #turnScheduled = false
  #statusDue = false
  #timer: NodeJS.Timeout | undefined
  #ticks = 0
  #hearsTxns = false

  constructor(options: FeedOptions) {
    this.#options = options
    this.#witness = new Witness({
      peer: options.id,
      now: () => this.#clock.nowMs(),
      tell: (record) => this.#remember(encodeRecord(record)),
    })
  }

  readonly webSocket: WebSocketAcceptor = {
    messageBytesMax: WISH_BYTES_MAX,
    connectionsMax: READERS_MAX,
    accept: (upgraded) => this.#accept(upgraded),
  }

  event(event: PeerEvent): void {
    this.#witness.event(event)
  }

  effect(effect: Effect): void {
    this.#witness.effect(effect)
    if (effect.type !== 'became' || this.#readers.size === 0) return
    this.#statusDue = true
    this.#endOfTurn()
  }

  applied(zxid: Zxid, txn: Txn): void {
    if (this.#hearsTxns) this.#witness.applied(zxid, txn)
  }

  /** A sentence that was just added to the story. */
  told(line: StoryLine): void {
    this.#remember(encodeRecord(this.#toldRecord(line)))
  }

  #accept(upgraded: Upgraded): void {
    const peer = this.#options.peer()
    if (peer === undefined) return upgraded.ws.close(1013, 'the peer has not started yet')
    if (this.#readers.size === 0) this.#begin()
    const reader = new FeedReader(upgraded, () => this.#wishesChanged())
    upgraded.ws.once('close', () => this.#left(reader))
    // What waits was gathered for those who read already; the greeting says all of it.
    this.#flush()
    const lines = [...this.#memory.lines, encodeRecord(this.#statusRecord(peer))]
    const header = { trace: 1, clock: 'wall', atMs: this.#clock.nowMs(), ...this.#options.header() } as const
    reader.send(bytesOf([encodeHeader(header), ...lines]), lines.length)
    this.#readers.add(reader)
  }

  #begin(): void {
    this.#recent = new RecentRequests()
    this.#timer = setInterval(() => this.#tick(), STATUS_EVERY_MS).unref()
  }

  #left(reader: FeedReader): void {
    this.#readers.delete(reader)
    this.#wishesChanged()
    if (this.#readers.size > 0) return
    clearInterval(this.#timer)
    this.#lines = []
  }

  #wishesChanged(): void {
    const before = this.#hearsTxns
    this.#hearsTxns = this.#wanted('transactions')
    // What gathered for somebody who left is not told to the next one.
    if (before && !this.#hearsTxns) this.#witness.applications()
  }

  #wanted(detail: Detail): boolean {
    for (const reader of this.#readers) if (reader.wants(detail)) return true
    return false
  }

  #tick(): void {
    const peer = this.#options.peer()
    if (peer === undefined) return
    this.#statusDue = true
    this.#flush()
    this.#tellApplied()
    if (this.#ticks++ % TICKS_PER_SECOND !== 0) return
    for (const reader of this.#readers) reader.forgive()
    const { id } = this.#options
    const atMs = this.#clock.nowMs()
    if (this.#wanted('sessions')) this.#sendTo('sessions', sessionsRecord(peer, id, atMs))
    if (this.#wanted('watches')) this.#sendTo('watches', watchesRecord(peer, id, atMs))
  }

  #tellApplied(): void {
    const record = this.#hearsTxns ? this.#witness.applications() : undefined
    if (record !== undefined) this.#sendTo('transactions', record)
  }

  #remember(line: string): void {
    this.#memory.add(line)
    if (this.#readers.size > 0) this.#push(line)
  }

  #push(line: string): void {
    this.#lines.push(line)
    this.#endOfTurn()
  }

  #endOfTurn(): void {
    if (this.#turnScheduled) return
    this.#turnScheduled = true
    setImmediate(() => {
      this.#turnScheduled = false
      this.#flush()
    })
  }

  #flush(): void {
    const peer = this.#options.peer()
    if (this.#statusDue && peer !== undefined && this.#readers.size > 0)
      this.#lines.push(encodeRecord(this.#statusRecord(peer)))
    this.#statusDue = false
    if (this.#lines.length === 0) return
    const bytes = bytesOf(this.#lines)
    for (const reader of this.#readers) this.#send(reader, bytes, this.#lines.length)
    this.#lines = []
  }

  #sendTo(detail: Detail, record: TraceRecord): void {
    const bytes = bytesOf([encodeRecord(record)])
    for (const reader of this.#readers) if (reader.wants(detail)) this.#send(reader, bytes, 1)
  }

  #send(reader: FeedReader, bytes: Uint8Array, records: number): void {
    const count = reader.takeDropped()
    if (count > 0) {
      const dropped = { type: 'dropped', atMs: this.#clock.nowMs(), peer: this.#options.id, count } as const
      reader.send(bytesOf([encodeRecord(dropped)]), 0)
    }
    reader.send(bytes, records)
  }

  #statusRecord(peer: RunningPeer): TraceRecord {
    const { id, processFacts } = this.#options
    const status = statusOf(peer.view(), { ...processFacts(), story: [] }, this.#recent)
    return { type: 'status', atMs: this.#clock.nowMs(), peer: id, status }
  }

  #toldRecord({ number, atMs, text }: StoryLine): TraceRecord {
    return { type: 'told', atMs, peer: this.#options.id, number, level: 'info', text }
  }
}

function bytesOf(lines: readonly string[]): Uint8Array {
  return Buffer.from(`${lines.join('\n')}\n`)
}
