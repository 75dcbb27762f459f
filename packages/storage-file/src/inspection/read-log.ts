/**
 * The log of a directory from its first segment to its last readable record, for people who want to see it (ZooKeeper:
 * LogFormatter, TxnLogToolkit). Believes nothing, changes nothing, and does not stop at a segment that is damaged: it says so.
 */
import type { Zxid } from '@quoll/core'
import type { StoredEntry } from '../entry.ts'
import type { FileSystem } from '../file-system.ts'
import { segmentNumberOf } from '../layout.ts'
import { readSegmentHeader, SEGMENT_HEADER_BYTES, type SegmentHeader } from '../segment.ts'
import { type SegmentScan, scanSegment } from '../segment-scan.ts'

export type InspectedSegment = {
  readonly path: string
  readonly bytes: number
  /**
   * `whole`: every record can be read. `torn`: behind them stands a write that was interrupted. `damaged`: something that was
   * written whole cannot be read. `unused`: made ready, never written to.
   */
  readonly state: 'whole' | 'torn' | 'damaged' | 'unused'
  /** The last transaction before this segment; undefined where the header is not readable. */
  readonly before: Zxid | undefined
  /** The last transaction in it, or before it when it has none. */
  readonly last: Zxid | undefined
  readonly transactions: number
  /** What is wrong, when something is. */
  readonly trouble: string | undefined
}

/** `onEntry` hears every entry, in order; payloads are views that are good until it returns. */
export function readLogSegments(
  fileSystem: FileSystem,
  logDirectory: string,
  onEntry: (entry: StoredEntry) => void = () => {},
): InspectedSegment[] {
  const paths = fileSystem
    .list(logDirectory)
    .filter((name) => segmentNumberOf(name) !== undefined)
    .map((name) => `${logDirectory}/${name}`)
  const headers = paths.map((path) => readSegmentHeader(fileSystem.read(path, 0, SEGMENT_HEADER_BYTES)))
  return paths.map((path, at) => {
    const next = headers.slice(at + 1).find((header) => typeof header === 'object')
    return inspect(fileSystem, path, headers[at] ?? 'damaged', next?.start, onEntry)
  })
}

function inspect(
  fileSystem: FileSystem,
  path: string,
  header: SegmentHeader | 'unused' | 'damaged',
  limit: number | undefined,
  onEntry: (entry: StoredEntry) => void,
): InspectedSegment {
  const bytes = fileSystem.size(path) ?? 0
  const nothing = { path, bytes, before: undefined, last: undefined, transactions: 0 }
  if (header === 'unused') return { ...nothing, state: 'unused', trouble: undefined }
  if (header === 'damaged') return { ...nothing, state: 'damaged', trouble: 'its header cannot be read' }
  let transactions = 0
  const count = (entry: StoredEntry): void => {
    if (entry.type === 'append') transactions += entry.count
    onEntry(entry)
  }
  const known = { path, bytes, before: header.before }
  try {
    const scan = scanSegment({ fileSystem, path, header, limit }, count)
    return { ...known, ...stateOf(scan, limit), last: scan.last, transactions }
  } catch (error) {
    const trouble = error instanceof Error && 'what' in error ? String(error.what) : String(error)
    return { ...known, state: 'damaged', last: undefined, transactions, trouble }
  }
}

function stateOf({ end, rest }: SegmentScan, limit: number | undefined): Pick<InspectedSegment, 'state' | 'trouble'> {
  if (limit !== undefined && end !== limit)
    return { state: 'damaged', trouble: 'a record in the middle cannot be read' }
  if (rest === 'clean') return { state: 'whole', trouble: undefined }
  if (rest === 'torn') return { state: 'torn', trouble: undefined }
  const trouble =
    rest === 'damaged'
      ? 'the last record was written whole and cannot be read'
      : 'a record in the middle cannot be read'
  return { state: 'damaged', trouble }
}
