/**
 * The tail of the log, out of what every peer tells that it applied. Counters follow each other without a gap within an epoch,
 * so what nobody told of shows by itself: as a number of transactions that were skipped.
 */
import type { TracedTxn, TraceRecord } from '@quoll/trace'
import { printable } from '../words.ts'
import { parseZxid } from './zxid-text.ts'

export type Transactions = {
  /** By zxid, oldest first, each once, the last `KEPT`. */
  readonly rows: readonly TxnRow[]
}

export type TxnRow = TracedTxn & {
  /** Its zxid as a number, to compare by. */
  readonly order: number
  /** When a peer told of it, on the clock of the trace. */
  readonly toldMs: number
  /** Transactions right before it that nobody told of. */
  readonly skipped: number
}

export const NO_TRANSACTIONS: Transactions = { rows: [] }

const KEPT = 500

export function takeTransactions(before: Transactions, record: TraceRecord): Transactions {
  if (record.type !== 'applied') return before
  const rows = record.txns.reduce((sofar, txn) => withTxn(sofar, txn, record.atMs), before.rows)
  return rows === before.rows ? before : { rows: rows.slice(-KEPT) }
}

/** At its place, once: most come at the end, or are there already. */
function withTxn(rows: readonly TxnRow[], txn: TracedTxn, toldMs: number): readonly TxnRow[] {
  const order = orderOf(txn.zxid)
  if (order === undefined) return rows
  let at = rows.length
  while (at > 0 && (rows[at - 1]?.order ?? 0) > order) at--
  const before = rows[at - 1]
  if (before?.order === order) return rows
  const after = rows[at]
  const row: TxnRow = {
    ...txn,
    operation: printable(txn.operation),
    path: printable(txn.path),
    order,
    toldMs,
    skipped: skippedBetween(before, order),
  }
  const next = after === undefined ? [] : [{ ...after, skipped: skippedBetween(row, after.order) }]
  return rows.toSpliced(at, next.length, row, ...next)
}

/** It was asked for and refused: it takes its place in the log, and changes nothing. */
export function isRefusal({ operation }: TracedTxn): boolean {
  return operation.includes('refused')
}

/** Zxids of an epoch lie this far from those of the next. */
const EPOCH = 2 ** 32

function orderOf(zxid: string): number | undefined {
  const parsed = parseZxid(zxid)
  return parsed === undefined ? undefined : parsed.epoch * EPOCH + parsed.counter
}

/** What an older epoch had after its last known one cannot be told. */
function skippedBetween(before: TxnRow | undefined, order: number): number {
  if (before === undefined || Math.floor(before.order / EPOCH) !== Math.floor(order / EPOCH)) return 0
  return order - before.order - 1
}
