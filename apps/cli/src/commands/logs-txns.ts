/** `quoll logs txns`: the transactions in a data directory, whether a peer runs on it or not (ZooKeeper: LogFormatter). */
import { formatZxid, isZxid, type Zxid, zxid } from '@quoll/core'
import { type InspectedSegment, nodeFileSystem, readLogSegments } from '@quoll/storage-file'
import { Exit, UsageError } from '../errors.ts'
import { dataDirectoryOf } from '../logs/data-directory.ts'
import { type LogRow, pathsOf, rowJson, rowsOf, rowText } from '../logs/txn-line.ts'
import { bytes, count } from '../table.ts'

export type TxnsOptions = {
  readonly logDir?: string
  readonly from?: string
  readonly to?: string
  readonly session?: string
  readonly path?: string
  readonly lines?: number
  readonly data?: boolean
  readonly json?: boolean
}

/** Returns `diskFailed` when something in the log cannot be read. @throws UsageError, CommandError */
export async function txns(directory: string, options: TxnsOptions): Promise<number> {
  const { logDir, lines, data = false, json = false } = options
  const accepted = filterOf(options)
  const print = (row: LogRow) =>
    process.stdout.write(`${json ? JSON.stringify(rowJson(row, data)) : rowText(row, data)}\n`)
  process.stdout.on('error', () => process.exit(Exit.ok))
  const last: LogRow[] = []
  let shown = 0
  const segments = readLogSegments(nodeFileSystem(), logDir ?? `${dataDirectoryOf(directory)}/log`, (entry) => {
    for (const row of rowsOf(entry)) {
      if (!accepted(row)) continue
      shown++
      if (lines === undefined) print(row)
      else if (last.push(row) > lines) last.shift()
    }
  })
  for (const row of last) print(row)
  // The answer is on standard output; what there is to say about it is not part of it.
  process.stderr.write(`${summary(segments, shown).join('\n')}\n`)
  return segments.some(({ state }) => state === 'damaged') ? Exit.diskFailed : Exit.ok
}

function filterOf({ from, to, session, path }: TxnsOptions): (row: LogRow) => boolean {
  const [first, last] = [from, to].map((text) => (text === undefined ? undefined : parseZxid(text)))
  return (row) => {
    if (first !== undefined && row.zxid < first) return false
    if (last !== undefined && row.zxid > last) return false
    if (session === undefined && path === undefined) return true
    if (row.type !== 'transaction' || row.txn === undefined) return false
    if (session !== undefined && `0x${row.txn.session.toString(16)}` !== session.toLowerCase()) return false
    return (
      path === undefined ||
      pathsOf(row.txn.operation).some((one) => one === path || one.startsWith(`${path === '/' ? '' : path}/`))
    )
  }
}

/** `5:17` or `0x500000011`. @throws UsageError */
export function parseZxid(text: string): Zxid {
  const pair = text.match(/^(\d{1,7}):(\d{1,10})$/)
  try {
    if (pair !== null) return zxid(Number(pair[1]), Number(pair[2]))
    const value = /^0x[0-9a-f]{1,16}$/i.test(text) ? Number(BigInt(text)) : Number.NaN
    if (isZxid(value)) return value
  } catch {
    // Out of bounds: said below.
  }
  throw new UsageError(`"${text}" is no zxid`, 'Write epoch:counter, as in 5:17, or 0x500000011.')
}

function summary(segments: readonly InspectedSegment[], shown: number): string[] {
  const all = segments.reduce((sum, { transactions }) => sum + transactions, 0)
  const used = segments.filter(({ state }) => state !== 'unused')
  const end = used.at(-1)?.last
  const size = bytes(segments.reduce((sum, one) => sum + one.bytes, 0))
  const lines = [
    `${shown === all ? count(all, 'transaction') : `${shown} of ${count(all, 'transaction')}`} in ${count(used.length, 'segment')}, ${size}${end === undefined ? '' : `; the last is ${formatZxid(end)}`}`,
  ]
  for (const { path, state, trouble } of used) {
    if (state === 'torn') lines.push(`${path}: ends in a write that was interrupted; it was never acknowledged`)
    if (state === 'damaged') lines.push(`${path}: ${trouble}. quoll doctor says what to do.`)
  }
  return lines
}
