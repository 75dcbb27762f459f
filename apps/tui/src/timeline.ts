/**
 * Every record that came, and the ensemble as of any of them. Records lie in chunks, each with the ensemble as it was before
 * its first, so that going back costs no more than a chunk. Bounded: the oldest chunk goes when there are too many.
 */
import type { TraceHeader, TraceRecord } from '@quoll/trace'
import { type Ensemble, newEnsemble, take } from './model/ensemble.ts'

type Chunk = {
  /** Number of its first record, from 0. */
  readonly first: number
  readonly before: Ensemble
  readonly records: TraceRecord[]
}

const CHUNK = 256
export const RECORDS_KEPT = 200_000

export class Timeline {
  readonly #kept: number
  #chunks: Chunk[]
  /** As of the newest record. */
  #newest: Ensemble
  /** As of the cursor: `#at` records are taken in. */
  #shown: Ensemble
  #at = 0
  /** Where elections begin: the number of records with the first one that looks for a leader, ascending. */
  #elections: number[] = []
  #electing = false

  /** @param kept how many records at most, about. */
  constructor(header: TraceHeader, kept: number = RECORDS_KEPT) {
    this.#kept = kept
    this.#newest = newEnsemble(header)
    this.#shown = this.#newest
    this.#chunks = [{ first: 0, before: this.#newest, records: [] }]
  }

  /** As of the cursor. */
  get shown(): Ensemble {
    return this.#shown
  }

  /** Records taken in by what is shown, of how many; counted from the first that ever came. */
  get taken(): number {
    return this.#at
  }

  get known(): number {
    const last = this.#chunks.at(-1)!
    return last.first + last.records.length
  }

  get atEnd(): boolean {
    return this.#at === this.known
  }

  /** The first moment that can still be shown, and the last. */
  get beginMs(): number {
    return this.#chunks[0]!.before.atMs
  }

  get endMs(): number {
    return this.#newest.atMs
  }

  /** The cursor goes along if it was at the end and `follow` says so. */
  push(record: TraceRecord, follow: boolean): void {
    const along = follow && this.atEnd
    let last = this.#chunks.at(-1)!
    if (last.records.length >= CHUNK) {
      last = { first: this.known, before: this.#newest, records: [] }
      this.#chunks.push(last)
    }
    last.records.push(record)
    this.#newest = take(this.#newest, record)
    this.#noteElection(record)
    this.#dropOldest()
    if (along || this.#at < this.#first) this.moveTo(along ? this.known : this.#first)
  }

  /** Shows the ensemble as of so many records: those there are no more, or not yet, are as near as can be. */
  moveTo(number: number): void {
    const target = Math.min(this.known, Math.max(this.#first, number))
    if (target === this.known) this.#shown = this.#newest
    else if (target !== this.#at) this.#shown = this.#ensembleAt(target)
    this.#at = target
  }

  /** As of the last record told until that moment. */
  moveToMoment(atMs: number): void {
    let number = this.#first
    if (this.#shown.atMs <= atMs) number = this.#at
    else {
      const later = this.#chunks.findIndex(({ before }) => before.atMs > atMs)
      number = this.#chunks[later < 0 ? this.#chunks.length - 1 : Math.max(0, later - 1)]!.first
      this.moveTo(number)
    }
    let shown = this.#shown
    for (; number < this.known; number++) {
      const record = this.#record(number)
      if (Math.max(shown.atMs, record.atMs) > atMs) break
      shown = take(shown, record)
    }
    this.#at = number
    this.#shown = number === this.known ? this.#newest : shown
  }

  /** To the next record that is an event of its own, or the one before. False: there is none. */
  step(back: boolean): boolean {
    const by = back ? -1 : 1
    for (let number = this.#at + by; number > this.#first && number <= this.known; number += by)
      if (isEvent(this.#record(number - 1))) {
        this.moveTo(number)
        return true
      }
    const edge = back ? this.#first : this.known
    const moves = edge !== this.#at && back
    if (moves) this.moveTo(edge)
    return moves
  }

  /** To the beginning of the next election, or of the one before. False: there is none. */
  stepElection(back: boolean): boolean {
    const number = back
      ? this.#elections.findLast((election) => election < this.#at)
      : this.#elections.find((election) => election > this.#at)
    if (number !== undefined) this.moveTo(number)
    return number !== undefined
  }

  /** When the record after the cursor was told, or undefined at the end. */
  get nextMs(): number | undefined {
    return this.atEnd ? undefined : Math.max(this.#shown.atMs, this.#record(this.#at).atMs)
  }

  get #first(): number {
    return this.#chunks[0]!.first
  }

  #record(number: number): TraceRecord {
    const chunk = this.#chunks[Math.floor((number - this.#first) / CHUNK)]!
    return chunk.records[number - chunk.first]!
  }

  #ensembleAt(number: number): Ensemble {
    const chunk = this.#chunks[Math.min(this.#chunks.length - 1, Math.floor((number - this.#first) / CHUNK))]!
    const ahead = this.#at <= number && this.#at >= chunk.first
    let ensemble = ahead ? this.#shown : chunk.before
    for (let next = ahead ? this.#at : chunk.first; next < number; next++) ensemble = take(ensemble, this.#record(next))
    return ensemble
  }

  #noteElection(record: TraceRecord): void {
    if (record.type !== 'became') return
    if (record.role === 'looking' && !this.#electing) this.#elections.push(this.known)
    if (record.role === 'looking') this.#electing = true
    else if (record.role === 'leading' && record.phase === 'broadcast') this.#electing = false
  }

  #dropOldest(): void {
    if (this.#chunks.length * CHUNK <= this.#kept + CHUNK) return
    this.#chunks.shift()
    this.#elections = this.#elections.filter((number) => number > this.#first)
  }
}

/** Numbers that come again and again are no events: they are taken in on the way to one. */
function isEvent({ type }: TraceRecord): boolean {
  return type !== 'status' && type !== 'applied' && type !== 'sessions' && type !== 'watches'
}
