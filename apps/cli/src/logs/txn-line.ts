/** Transactions of a log, for people and for programs. */
import { epochOf, formatZxid, type Zxid, zxidPlus } from '@quoll/core'
import { decodeTxn, type Txn, type TxnOperation } from '@quoll/state-machine'
import type { Entry } from '@quoll/storage-file'
import { tracedTxn } from '@quoll/trace'
import { printable } from '../shell/output.ts'
import { count } from '../table.ts'

/** One transaction, or one change of the log itself. */
export type LogRow =
  | { readonly type: 'transaction'; readonly zxid: Zxid; readonly txn: Txn | undefined; readonly bytes: number }
  | { readonly type: 'truncate' | 'restart'; readonly zxid: Zxid }

export function* rowsOf(entry: Entry): Generator<LogRow> {
  if (entry.type === 'truncate') return yield { type: 'truncate', zxid: entry.to }
  if (entry.type === 'restart') return yield { type: 'restart', zxid: entry.base }
  if (entry.type === 'committed') return
  for (const [at, payload] of entry.batch.payloads.entries())
    yield { type: 'transaction', zxid: zxidPlus(entry.batch.first, at), txn: decoded(payload), bytes: payload.length }
}

/** Another version may have written what we cannot read; the others are of interest all the same. */
function decoded(payload: Uint8Array): Txn | undefined {
  try {
    return decodeTxn(payload)
  } catch {
    return undefined
  }
}

const MARKS = {
  truncate: 'cut back to here: what follows replaces what came after',
  restart: 'begins again on a snapshot that the leader sent',
} as const

export function rowText(row: LogRow, withData: boolean): string {
  if (row.type !== 'transaction') return `${formatZxid(row.zxid)}  ── ${MARKS[row.type]}`
  if (row.txn === undefined) return `${formatZxid(row.zxid)}  (${row.bytes} bytes that this version cannot read)`
  const { zxid, session, operation, path, bytes, timeMs } = tracedTxn(row.zxid, row.txn)
  const size = bytes === 0 ? '' : `  ${count(bytes, 'byte')}`
  const first = `${zxid}  ${timeOf(timeMs)}  ${session}  ${operation}${path === '' ? '' : ` ${printable(path)}`}${size}`
  const { operation: whole } = row.txn
  const parts = whole.type === 'multi' ? whole.operations : []
  const lines = [first, ...dataLines(whole, withData)]
  for (const part of parts) lines.push(`    ${partText(row.zxid, row.txn, part)}`, ...dataLines(part, withData))
  return lines.join('\n')
}

function partText(zxid: Zxid, txn: Txn, operation: TxnOperation): string {
  const { operation: name, path, bytes } = tracedTxn(zxid, { ...txn, operation })
  return `${name}${path === '' ? '' : ` ${printable(path)}`}${bytes === 0 ? '' : `  ${count(bytes, 'byte')}`}`
}

function dataLines(operation: TxnOperation, withData: boolean): string[] {
  if (!withData || !('data' in operation) || operation.data === undefined || operation.data.length === 0) return []
  return textOf(operation.data)
    .split('\n')
    .map((line) => `      | ${line}`)
}

/** Text where it is text, else hexadecimal. */
export function textOf(data: Uint8Array): string {
  try {
    return printable(new TextDecoder('utf-8', { fatal: true }).decode(data))
  } catch {
    return Buffer.from(data).toString('hex')
  }
}

/** Every path that it touches. */
export function pathsOf(operation: TxnOperation): readonly string[] {
  if (operation.type === 'multi') return operation.operations.flatMap(pathsOf)
  if (operation.type === 'close-session') return operation.paths
  return 'path' in operation ? [operation.path] : []
}

export function rowJson(row: LogRow, withData: boolean): object {
  const { zxid } = row
  const names = { zxid: formatZxid(zxid), epoch: epochOf(zxid), hex: `0x${zxid.toString(16)}` }
  if (row.type !== 'transaction') return { type: row.type, ...names }
  if (row.txn === undefined) return { type: 'unreadable', ...names, bytes: row.bytes }
  const { timeMs, origin, xid, operation } = row.txn
  const { session } = tracedTxn(zxid, row.txn)
  return { type: 'transaction', ...names, timeMs, session, origin, xid, operation: operationJson(operation, withData) }
}

function operationJson(operation: TxnOperation, withData: boolean): object {
  if (operation.type === 'multi')
    return { type: 'multi', operations: operation.operations.map((one) => operationJson(one, withData)) }
  const { type, ...fields } = operation
  const data = 'data' in operation ? operation.data : undefined
  const shown = Object.entries(fields).map(([name, value]) => {
    if (name === 'data') return withData ? ['data', base64(data)] : ['dataBytes', data?.length ?? 0]
    return [name, name === 'kind' ? kindJson(value) : value]
  })
  return { type, ...Object.fromEntries(shown) }
}

function kindJson(kind: unknown): unknown {
  if (typeof kind !== 'object' || kind === null || !('owner' in kind)) return kind
  return { ...kind, owner: `0x${BigInt.asUintN(64, kind.owner as bigint).toString(16)}` }
}

function base64(data: Uint8Array | undefined): string {
  return data === undefined ? '' : Buffer.from(data).toString('base64')
}

/** The leader's clock; sessions of the ensemble itself have the time 0. */
function timeOf(timeMs: number): string {
  return timeMs === 0 ? '–' : new Date(timeMs).toISOString()
}
