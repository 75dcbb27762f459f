/** Transactions as a trace shows them: what, where, how large. */
import { formatZxid, type Zxid } from '@quoll/core'
import { ErrorCode, formatSessionId, type Txn, type TxnOperation } from '@quoll/state-machine'
import { clip } from './clip.ts'
import type { TracedTxn } from './trace-record.ts'

/** Named of a transaction that touches several znodes. */
const PATHS_MAX = 20

export function tracedTxn(zxid: Zxid, { session, timeMs, operation }: Txn): TracedTxn {
  return {
    zxid: formatZxid(zxid),
    session: formatSessionId(session),
    operation: nameOf(operation),
    path: clip(pathOf(operation)),
    bytes: bytesOf(operation),
    timeMs,
  }
}

function nameOf(operation: TxnOperation): string {
  switch (operation.type) {
    case 'create':
      return operation.kind.type === 'persistent' ? 'create' : `create ${operation.kind.type}`
    case 'multi':
      return `multi of ${operation.operations.length}`
    case 'error':
      return `refused: ${codeName(operation.code)}`
    case 'multi-error':
      return `multi refused: ${codeName(operation.code)}`
    default:
      return operation.type
  }
}

function pathOf(operation: TxnOperation): string {
  if ('path' in operation) return operation.path
  if (operation.type === 'multi')
    return [...new Set(operation.operations.map(pathOf))].filter(Boolean).slice(0, PATHS_MAX).join(' ')
  return operation.type === 'close-session' ? operation.paths.slice(0, PATHS_MAX).join(' ') : ''
}

function bytesOf(operation: TxnOperation): number {
  if ('data' in operation) return operation.data?.length ?? 0
  if (operation.type !== 'multi') return 0
  return operation.operations.reduce((sum, one) => sum + bytesOf(one), 0)
}

/** `nodeExists` reads `node exists`. */
function codeName(code: number): string {
  const name = Object.entries(ErrorCode).find(([, value]) => value === code)?.[0] ?? `error ${code}`
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}
