/**
 * Every record that came, by the time it tells of, and the ensemble as of any of them. Records lie in chunks, each with the
 * ensemble as it was before its first, so that going back costs no more than a chunk. Bounded: the oldest chunk goes when there
 * are too many. What one peer tells comes in its order, but of several peers one may be late: its records take their place
 * among the newest.
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
/** How many of the newest records a late one may overtake. */
const LATE = 64
export const RECORDS_KEPT = 200_000

export class Timeline {
  readonly #kept: number
  #chunks: Chunk[]
  /** As of the newest record. */
  #newest: Ensemble
  /** As of the cursor: `#at` records are taken in. */
  #shown: Ensemble
  #at = 0
  /** Before each of the newest records, the last one last. */
  readonly #tail: Ensemble[] = []

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
    const place = this.#insert(record)
    this.#endChunk()
    this.#dropOldest()
    if (along) this.moveTo(this.known)
    else if (place < this.#at) this.#restore(this.#at + 1)
    else if (this.#at < this.#first) this.moveTo(this.#first)
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

  /** To the moment in which the next election begins, or the one before. False: there is none. */
  stepElection(back: boolean): boolean {
    const { atMs } = this.#shown
    const moments = this.#newest.elections.list
      .filter(({ outcome }) => outcome?.type !== 'joined')
      .map(({ lookingMs }) => lookingMs)
    const moment = back
      ? moments.findLast((one) => one < atMs && one >= this.beginMs)
      : moments.find((one) => one > atMs)
    if (moment !== undefined) this.moveToMoment(moment)
    return moment !== undefined
  }

  /** When the record after the cursor was told, or undefined at the end. */
  get nextMs(): number | undefined {
    return this.atEnd ? undefined : Math.max(this.#shown.atMs, this.#record(this.#at).atMs)
  }

  get #first(): number {
    return this.#chunks[0]!.first
  }

  #chunkOf(number: number): Chunk {
    return this.#chunks[Math.min(this.#chunks.length - 1, Math.floor((number - this.#first) / CHUNK))]!
  }

  #record(number: number): TraceRecord {
    const chunk = this.#chunkOf(number)
    return chunk.records[number - chunk.first]!
  }

  #ensembleAt(number: number): Ensemble {
    const chunk = this.#chunkOf(number)
    const ahead = this.#at <= number && this.#at >= chunk.first
    let ensemble = ahead ? this.#shown : chunk.before
    for (let next = ahead ? this.#at : chunk.first; next < number; next++) ensemble = take(ensemble, this.#record(next))
    return ensemble
  }

  /** As `moveTo`, when what is shown has changed under the cursor. */
  #restore(number: number): void {
    const chunk = this.#chunkOf(number)
    this.#at = chunk.first
    this.#shown = chunk.before
    this.moveTo(number)
  }

  /** @returns its number. */
  #insert(record: TraceRecord): number {
    const { records } = this.#chunks.at(-1)!
    const late = lateness(records, record)
    const place = this.known - late
    records.splice(records.length - late, 0, record)
    let ensemble = late === 0 ? this.#newest : this.#tail.splice(this.#tail.length - late)[0]!
    for (const one of records.slice(records.length - 1 - late)) {
      this.#tail.push(ensemble)
      ensemble = take(ensemble, one)
    }
    if (this.#tail.length > LATE) this.#tail.splice(0, this.#tail.length - LATE)
    this.#newest = ensemble
    return place
  }

  /** Those that nothing can overtake any more make a chunk, the others begin the next one. */
  #endChunk(): void {
    const last = this.#chunks.at(-1)!
    if (last.records.length < CHUNK + LATE) return
    this.#chunks.push({ first: last.first + CHUNK, before: this.#tail[0]!, records: last.records.splice(CHUNK) })
  }

  #dropOldest(): void {
    if (this.#chunks.length * CHUNK > this.#kept + CHUNK) this.#chunks.shift()
  }
}

/** How many of the newest tell of something later than this one. Its own teller's never do. */
function lateness(records: readonly TraceRecord[], record: TraceRecord): number {
  const teller = tellerOf(record)
  let late = 0
  while (late < LATE) {
    const other = records[records.length - 1 - late]
    if (other === undefined || other.atMs <= record.atMs || tellerOf(other) === teller) break
    late++
  }
  return late
}

function tellerOf(record: TraceRecord): number | undefined {
  return 'peer' in record ? record.peer : undefined
}

/** Numbers that come again and again are no events: they are taken in on the way to one. */
function isEvent({ type }: TraceRecord): boolean {
  return type !== 'status' && type !== 'applied' && type !== 'sessions' && type !== 'watches'
}
