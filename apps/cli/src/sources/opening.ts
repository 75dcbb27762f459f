/**
 * The first moments of a live ensemble: every peer tells at once what happened before, and then how it is. That is held until
 * all have done so, and passed on in the order of time, so that an old election reads like one that was watched.
 */
import type { TraceRecord } from '@quoll/trace'
import type { Tell } from './peer-watch.ts'

/** Whoever has not told how it is by then is not waited for. */
const PATIENCE_MS = 700

export class Opening {
  readonly #tell: Tell
  readonly #waitsFor: number
  readonly #timer: NodeJS.Timeout
  readonly #byTeller = new Map<number, TraceRecord[]>()
  readonly #arrived = new Set<number>()
  #isOver = false

  /** `peers`: how many there are. */
  constructor(peers: number, tell: Tell) {
    this.#tell = tell
    this.#waitsFor = peers
    this.#timer = setTimeout(() => this.#end(), PATIENCE_MS)
  }

  take(record: TraceRecord): void {
    if (this.#isOver) return this.#tell(record)
    const teller = tellerOf(record)
    const told = this.#byTeller.get(teller)
    if (told === undefined) this.#byTeller.set(teller, [record])
    else told.push(record)
    if (record.type === 'status' || record.type === 'lost') this.#arrived.add(record.peer)
    if (this.#arrived.size >= this.#waitsFor) this.#end()
  }

  /** What is held is dropped. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#isOver = true
    this.#byTeller.clear()
  }

  #end(): void {
    clearTimeout(this.#timer)
    this.#isOver = true
    for (const record of merged([...this.#byTeller.values()])) this.#tell(record)
    this.#byTeller.clear()
  }
}

/** A peer; 0 for what was seen from here. */
function tellerOf(record: TraceRecord): number {
  if (!('peer' in record) || record.type === 'process' || record.type === 'lost') return 0
  return record.peer
}

/** By time; of one teller always in its own order. */
function merged(queues: readonly (readonly TraceRecord[])[]): readonly TraceRecord[] {
  const next = queues.map(() => 0)
  const all: TraceRecord[] = []
  for (;;) {
    let first: number | undefined
    for (const [i, queue] of queues.entries()) {
      const head = queue[next[i] ?? 0]
      const best = first === undefined ? undefined : queues[first]?.[next[first] ?? 0]
      if (head !== undefined && (best === undefined || head.atMs < best.atMs)) first = i
    }
    const record = first === undefined ? undefined : queues[first]?.[next[first] ?? 0]
    if (first === undefined || record === undefined) return all
    all.push(record)
    next[first] = (next[first] ?? 0) + 1
  }
}
