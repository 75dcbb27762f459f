/** Writes per second, from how far the committed counter moved: one bar per second, newest last. */
import { compareZxids, parseZxid, type ZxidText } from './zxid-text.ts'

export type Throughput = {
  /** The newest committed zxid seen. */
  readonly mark: ZxidText | undefined
  /** The second being counted. */
  readonly open: { readonly sinceMs: number; readonly writes: number; readonly answered: boolean } | undefined
  /** Writes per second; undefined for a second in which nobody answered. */
  readonly bars: readonly (number | undefined)[]
}

export const NO_THROUGHPUT: Throughput = { mark: undefined, open: undefined, bars: [] }

const BAR_MS = 1000
const BARS = 240

/** @param committed what the peers that answered say, `epoch:counter` each. */
export function countWrites(before: Throughput, committed: readonly string[], atMs: number): Throughput {
  const newest = committed
    .map(parseZxid)
    .filter((zxid) => zxid !== undefined)
    .reduce<ZxidText | undefined>((a, b) => (a !== undefined && compareZxids(a, b) >= 0 ? a : b), before.mark)
  const fresh = before.mark === undefined || newest === undefined ? 0 : writesBetween(before.mark, newest)
  const open = before.open ?? { sinceMs: atMs, writes: 0, answered: false }
  const counted = { ...open, writes: open.writes + fresh, answered: open.answered || committed.length > 0 }
  const elapsed = atMs - open.sinceMs
  if (elapsed < BAR_MS) return { ...before, mark: newest, open: counted }

  const bar = counted.answered ? (counted.writes * 1000) / elapsed : undefined
  return {
    mark: newest,
    open: { sinceMs: atMs, writes: 0, answered: false },
    bars: [...before.bars, bar].slice(-BARS),
  }
}

/** The last whole second; undefined when there was none yet or nobody answered in it. */
export function writesPerSecond(throughput: Throughput): number | undefined {
  return throughput.bars.at(-1)
}

/** What an old epoch committed after `from` cannot be told from the new one's counter, and is left out. */
function writesBetween(from: ZxidText, to: ZxidText): number {
  return to.epoch === from.epoch ? to.counter - from.counter : to.counter
}
