/**
 * The transactions of the log above the newest snapshot, read again and handed over batch by batch. There may be as many
 * as the snapshot has znodes: whoever takes them decides in which form they stay in memory.
 */
import { lastOf, type TxnBatch, type Zxid, zxidPlus } from '@quoll/core'
import { isCut } from './entry.ts'
import type { FileSystem } from './file-system.ts'
import type { RecoveredLog } from './log-recovery.ts'
import { entriesOf } from './segment-scan.ts'

/** @param base contained in the history of the log. Each batch has memory of its own, and may be kept. */
export function* readLogAbove(
  fileSystem: FileSystem,
  { segments, cuts, end }: RecoveredLog,
  logId: number,
  base: Zxid,
): Generator<TxnBatch, void> {
  // The last segment at whose start there was nothing above the base yet.
  const from = Math.max(
    0,
    segments.findLastIndex(({ before }) => before <= base),
  )
  const keeps = lowestOfRest(cuts.filter(({ segment }) => segment >= from).map(({ to }) => to))
  let passed = 0
  for (const [at, { path, start, before, chain }] of segments.entries()) {
    if (at < from) continue
    const limit = segments[at + 1]?.start ?? end
    for (const entry of entriesOf({ fileSystem, path, header: { logId, chain, start, before }, limit })) {
      if (isCut(entry)) passed += 1
      if (entry.type !== 'append') continue
      const upTo = keeps[passed] ?? Number.POSITIVE_INFINITY
      if (entry.first <= upTo && entry.last > base) yield part(entry.batch, base, upTo)
    }
  }
}

/** What is left behind each of the cuts: everything up to the lowest of it and those that follow. */
function lowestOfRest(cuts: readonly Zxid[]): Zxid[] {
  const lowest = [...cuts]
  for (let at = lowest.length - 2; at >= 0; at -= 1)
    lowest[at] = Math.min(lowest[at] as Zxid, lowest[at + 1] as Zxid) as Zxid
  return lowest
}

/** What lies above `base` and not above `upTo`, at least one, copied: the memory it was read into is used again. */
function part(batch: TxnBatch, base: Zxid, upTo: number): TxnBatch {
  const skipped = Math.max(0, base - batch.first + 1)
  const count = Math.min(lastOf(batch), upTo) - batch.first + 1
  const payloads = batch.payloads.slice(skipped, count)
  const bytes = new Uint8Array(payloads.reduce((sum, payload) => sum + payload.length, 0))
  let at = 0
  const copies = payloads.map((payload) => {
    bytes.set(payload, at)
    at += payload.length
    return bytes.subarray(at - payload.length, at)
  })
  return { first: zxidPlus(batch.first, skipped), payloads: copies }
}
