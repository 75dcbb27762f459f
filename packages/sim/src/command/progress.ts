/** How far a series of runs has come: one line that is drawn again on a terminal, a plain line now and then elsewhere. */
import type { SimArguments } from './arguments.ts'
import type { Summary } from './summary.ts'

export type ProgressSink = {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

/** Elsewhere a line so often: the log of a night stays short. Milliseconds. */
const LINE_EVERY_MS = 10_000
const DRAW_EVERY_MS = 100

/** How much of what was asked for is done, from 0 to 1; undefined when it goes on until somebody stops it. */
export function shareDone(
  { seeds, minutes, hours }: Pick<SimArguments, 'seeds' | 'minutes' | 'hours'>,
  done: { readonly seeds: number; readonly elapsedMs: number; readonly simulatedMs: number },
): number | undefined {
  // Whichever limit comes first ends it.
  const shares = [
    seeds === undefined ? [] : [done.seeds / seeds],
    minutes === undefined ? [] : [done.elapsedMs / (minutes * 60_000)],
    hours === undefined ? [] : [done.simulatedMs / (hours * 3_600_000)],
  ].flat()
  return shares.length === 0 ? undefined : Math.min(1, Math.max(...shares))
}

/** `12 seeds  21.4 min simulated  112x real time  3%  40 min left  225 elections` */
export function progressText(summary: Summary, share: number | undefined, elapsedMs: number): string {
  const parts = summary.progress(elapsedMs)
  if (share === undefined) return parts.join('  ')
  const left = share === 0 || share === 1 ? [] : [`${duration((elapsedMs * (1 - share)) / share)} left`]
  const [seeds = '', simulated = '', speed = '', ...rest] = parts
  return [seeds, simulated, speed, `${Math.floor(share * 100)}%`, ...left, ...rest].join('  ')
}

export class SimProgress {
  readonly #sink: ProgressSink
  #spokenMs: number
  #drawn = false

  constructor(sink: ProgressSink, nowMs: number) {
    this.#sink = sink
    this.#spokenMs = nowMs
  }

  /** Speaks when it is time to. */
  tell(text: string, nowMs: number): void {
    const isTerminal = this.#sink.isTTY === true
    const every = isTerminal ? (this.#drawn ? DRAW_EVERY_MS : 0) : LINE_EVERY_MS
    if (nowMs - this.#spokenMs < every) return
    this.#spokenMs = nowMs
    // A line that wraps could not be drawn over.
    if (isTerminal) this.#sink.write(`\r\x1b[K${text.slice(0, (this.#sink.columns ?? 80) - 1)}`)
    else this.#sink.write(`${text}\n`)
    this.#drawn = isTerminal
  }

  /** Takes the line away. */
  end(): void {
    if (this.#drawn) this.#sink.write('\r\x1b[K')
    this.#drawn = false
  }
}

function duration(ms: number): string {
  if (ms < 60_000) return `${Math.ceil(ms / 1000)} s`
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`
  return `${(ms / 3_600_000).toFixed(1)} h`
}
