/**
 * Progress of long work, on standard error so that answers stay clean: one line that is drawn over and over on a terminal,
 * a plain line every few seconds elsewhere. Short work says nothing.
 */
import { doneText, type ProgressState, progressText } from './progress-text.ts'

export type Progress = {
  /** So much more is done; the total may become known on the way. */
  advance(by: number, total?: number): void
  /** Takes the line away. Call it however the work ends. */
  end(): void
}

export type ProgressSink = {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

export type ProgressOptions = {
  readonly label: string
  /** What is counted, in the plural. */
  readonly unit: string
  readonly total?: number
  /** Default: standard error. */
  readonly sink?: ProgressSink
  /** Milliseconds, monotonic. Default: `performance.now`. */
  readonly now?: () => number
}

/** On a terminal: nothing before the first, then a new drawing at most so often. */
const SILENT_MS = 300
const DRAW_EVERY_MS = 100
/** Elsewhere: a line so often, so that a log of an hour is read in a minute. */
const LINE_EVERY_MS = 5000

export function startProgress({
  label,
  unit,
  total,
  sink = process.stderr,
  now = () => performance.now(),
}: ProgressOptions): Progress {
  const begun = now()
  const isTerminal = sink.isTTY === true
  let [done, goal, spokenAt, isDrawn, hasSpoken] = [0, total, begun, false, false]
  const state = (): ProgressState => ({ label, unit, done, total: goal, elapsedMs: now() - begun })
  const draw = (): void => {
    const text = progressText(state()).slice(0, Math.max(1, (sink.columns ?? 80) - 1))
    sink.write(`\r\x1b[K${text}`)
    isDrawn = true
  }
  const everyMs = (): number => (isTerminal ? (isDrawn ? DRAW_EVERY_MS : SILENT_MS) : LINE_EVERY_MS)
  return {
    advance(by, knownTotal) {
      done += by
      goal = knownTotal ?? goal
      if (now() - spokenAt < everyMs()) return
      spokenAt = now()
      hasSpoken = true
      if (isTerminal) draw()
      else sink.write(`${progressText(state())}\n`)
    },
    end() {
      if (isTerminal && isDrawn) sink.write('\r\x1b[K')
      // Whoever has read of a beginning wants to read of the end.
      if (!isTerminal && hasSpoken) sink.write(`${doneText(state())}\n`)
      isDrawn = false
      hasSpoken = false
    },
  }
}
