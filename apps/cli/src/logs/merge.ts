/** Several logs as one, in the order of time; each log keeps its own order. */
import type { LogLine } from './log-line.ts'

/** Lines without a time stay behind the one they follow. */
export function* merged(logs: readonly Iterable<LogLine>[]): Generator<LogLine> {
  const heads = logs.map((log) => {
    const lines = log[Symbol.iterator]()
    return { lines, next: lines.next(), timeMs: Number.NEGATIVE_INFINITY }
  })
  for (;;) {
    let first: (typeof heads)[number] | undefined
    for (const head of heads) {
      if (head.next.done) continue
      head.timeMs = head.next.value.timeMs ?? head.timeMs
      if (first === undefined || head.timeMs < first.timeMs) first = head
    }
    if (first === undefined || first.next.done) return
    yield first.next.value
    first.next = first.lines.next()
  }
}

/** The last `count`, without keeping more. */
export function lastOf<T>(items: Iterable<T>, count: number): T[] {
  const kept: T[] = []
  for (const item of items) {
    kept.push(item)
    if (kept.length > 2 * count + 1024) kept.splice(0, kept.length - count)
  }
  return count === 0 ? [] : kept.slice(-count)
}
