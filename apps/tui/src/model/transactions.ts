/**
 * The tail of the log, out of what every peer tells that it applied. Counters follow each other without a gap within an epoch,
 * so what nobody told of shows by itself: as a number of transactions that were skipped.
 */
import type { TracedTxn, TraceRecord } from '@quoll/trace'
import { printable } from '../words.ts'
import { compareZxids, parseZxid } from './zxid-text.ts'

export type Transactions = {
  /** By zxid, oldest first, each once, the last `KEPT`. */
  readonly rows: readonly TxnRow[]
}

export type TxnRow = TracedTxn & {
  /** When a peer told of it, on the clock of the trace. */
  readonly toldMs: number
  /** Transactions right before it that nobody told of. */
  readonly skipped: number
}

export const NO_TRANSACTIONS: Transactions = { rows: [] }

const KEPT = 500

export function takeTransactions(before: Transactions, record: TraceRecord): Transactions {
  if (record.type !== 'applied' || record.txns.length === 0) return before
  const known = new Set(before.rows.map(({ zxid }) => zxid))
  const fresh = record.txns.filter(({ zxid }) => !known.has(zxid)).map((txn) => rowOf(txn, record.atMs))
  if (fresh.length === 0) return before
  const all = [...before.rows, ...fresh].sort((a, b) => compare(a.zxid, b.zxid))
  return { rows: all.slice(-KEPT).map((row, i, rows) => withGap(row, rows[i - 1])) }
}

/** It was asked for and refused: it takes its place in the log, and changes nothing. */
export function isRefusal({ operation }: TracedTxn): boolean {
  return operation.includes('refused')
}

function rowOf(txn: TracedTxn, toldMs: number): TxnRow {
  return { ...txn, operation: printable(txn.operation), path: printable(txn.path), toldMs, skipped: 0 }
}

/** What an older epoch had after its last known one cannot be told. */
function withGap(row: TxnRow, before: TxnRow | undefined): TxnRow {
  const [to, from] = [parseZxid(row.zxid), parseZxid(before?.zxid ?? '')]
  const skipped = to === undefined || from === undefined || to.epoch !== from.epoch ? 0 : to.counter - from.counter - 1
  return skipped === row.skipped ? row : { ...row, skipped }
}

function compare(a: string, b: string): number {
  const [left, right] = [parseZxid(a), parseZxid(b)]
  if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? -1 : 1
  return compareZxids(left, right)
}
