/** Reads one segment from its header to where its records end, and says what stands there. */
import type { Zxid } from '@quoll/core'
import { readEntries, type StoredEntry } from './entry.ts'
import { CorruptLogError } from './errors.ts'
import { FileWindow, type ReadableFiles, WINDOW_BYTES } from './file-window.ts'
import { RECORD_HEADER_BYTES, readRecordBody, readRecordHeader, wasWrittenWhole } from './record.ts'
import { firstNonZero, isZero } from './sectors.ts'
import { SEGMENT_HEADER_BYTES, type SegmentHeader } from './segment.ts'

export type SegmentScan = {
  /** Position in the log where the readable records end, and the crc that the next one would chain to. */
  readonly end: number
  readonly chain: number
  readonly last: Zxid
  /** What stands behind the end: zeros; something interrupted; something that was whole once; a record that proves it was acknowledged. */
  readonly rest: 'clean' | 'torn' | 'damaged' | 'acknowledged'
}

export type SegmentContents = {
  readonly fileSystem: ReadableFiles
  readonly path: string
  readonly header: SegmentHeader
  /** Position where the next segment starts; undefined for the last one. */
  readonly limit: number | undefined
}

/** Hands every entry to `onEntry`, in order; payloads are good until it returns. @throws CorruptLogError where an intact record holds nonsense. */
export function scanSegment(segment: SegmentContents, onEntry: (entry: StoredEntry) => void): SegmentScan {
  const entries = entriesOf(segment)
  for (;;) {
    const next = entries.next()
    if (next.done) return next.value
    onEntry(next.value)
  }
}

/** The same one by one: payloads are good until the next entry is asked for. */
export function* entriesOf(segment: SegmentContents): Generator<StoredEntry, SegmentScan> {
  const { fileSystem, path, header, limit } = segment
  const file = new FileWindow(fileSystem, path)
  let at = SEGMENT_HEADER_BYTES
  let { chain, before: last, start: position } = header
  while (position !== limit) {
    const record = readRecordHeader(file.take(at, RECORD_HEADER_BYTES), 0, header.logId)
    const body = record && readRecordBody(file.take(at, RECORD_HEADER_BYTES + record.bodyBytes), 0, record)
    if (record === undefined || body === undefined) break
    if (record.position !== position || record.chain !== chain) {
      throw new CorruptLogError(path, `at byte ${at} stands a record that belongs elsewhere`)
    }
    const entries = readEntries(body, record.entries)
    if (entries === undefined) throw new CorruptLogError(path, `the record at byte ${at} holds no entries`)
    yield* entries
    const size = RECORD_HEADER_BYTES + record.bodyBytes
    at += size
    position += size
    chain = record.crc
    last = record.last
  }
  return { end: position, chain, last, rest: position === limit ? 'clean' : restOf(segment, file, at, position) }
}

function restOf(
  { fileSystem, path, header }: SegmentContents,
  file: FileWindow,
  at: number,
  position: number,
): SegmentScan['rest'] {
  if (isUnwritten(file, at)) return 'clean'
  const bytes = fileSystem.read(path, 0, file.size)
  if (hasRecordBehind(bytes, at, header.logId, position)) return 'acknowledged'
  return wasWrittenWhole(bytes, at, header.logId) ? 'damaged' : 'torn'
}

/** Nothing but zeros from `at` to the end? */
export function isUnwritten(file: FileWindow, at: number): boolean {
  for (let from = at; from < file.size; from += WINDOW_BYTES) {
    const bytes = file.take(from, WINDOW_BYTES)
    if (!isZero(bytes, 0, bytes.length)) return false
  }
  return true
}

/** Is there, after byte `at`, the header of a record that comes after `position`? It was written once what stands at `at` was durable. */
export function hasRecordBehind(bytes: Uint8Array, at: number, logId: number, position: number): boolean {
  const records = at - (at % 8) + 8
  for (let probe = firstNonZero(bytes, records, bytes.length); probe < bytes.length; ) {
    probe -= probe % 8
    const header = readRecordHeader(bytes, probe, logId)
    if (header !== undefined && header.position > position) return true
    probe = firstNonZero(bytes, probe + 8, bytes.length)
  }
  return false
}
