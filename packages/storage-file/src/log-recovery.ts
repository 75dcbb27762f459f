/**
 * Reads the whole log and decides what it says. A record that cannot be read is one of two things: a write that a crash
 * interrupted (*torn*: nobody was told it is safe, so it is cut), or something acknowledged that was damaged later
 * (*corrupt*: forgetting it could lose a committed transaction, so the peer must not vote on the rest). It is torn only
 * if it stands at the very end, no record follows it, it lies at or above the watermark, and part of it never arrived.
 */
import { type TxnBatch, ZXID_ZERO, type Zxid, zxidPlus } from '@quoll/core'
import type { Entry } from './entry.ts'
import { CorruptLogError } from './errors.ts'
import type { FileSystem } from './file-system.ts'
import { segmentNumberOf } from './layout.ts'
import { LogHistory } from './log-history.ts'
import { isZero } from './sectors.ts'
import { readSegmentHeader, SEGMENT_HEADER_BYTES, type SegmentHeader } from './segment.ts'
import { hasRecordBehind, type SegmentScan, scanSegment } from './segment-scan.ts'

/** A segment in use, oldest first. */
export type Segment = {
  readonly number: number
  readonly path: string
  readonly bytes: number
  readonly start: number
  readonly before: Zxid
}

export type RecoveredLog = {
  readonly segments: readonly Segment[]
  readonly history: LogHistory
  readonly batches: readonly TxnBatch[]
  /** Position and chain where the log goes on. */
  readonly end: number
  readonly chain: number
  /** False: something unfinished stands behind the end, so the log goes on in a new segment. */
  readonly clean: boolean
  /** Segments that were made ready but never used; removed once the log runs. */
  readonly unused: readonly string[]
  readonly highestNumber: number
  readonly notes: readonly string[]
}

export type ExpectedLog = {
  readonly logId: number
  /** Position up to which the log is known to have been durable. */
  readonly watermark: number
}

type Found = {
  readonly number: number
  readonly path: string
  readonly bytes: Uint8Array
  readonly header: SegmentHeader
}

/** @throws CorruptLogError when something acknowledged is damaged or missing. */
export function recoverLog(fileSystem: FileSystem, directory: string, expected: ExpectedLog): RecoveredLog {
  const { used, unused, highestNumber } = readSegments(fileSystem, directory, expected)
  const first = used[0]
  if (first === undefined) {
    throw new CorruptLogError(directory, 'the log is missing (is the log directory mounted?)')
  }
  const replay = new Replay(first.header.before)
  const end = scanAll(used, replay)
  const path = used.at(-1)!.path
  refuseLostTail(path, end, expected)
  for (const { path: spare, bytes } of unused) {
    // Its header is missing. It was in use all the same if it holds a record that came after its first.
    if (hasRecordBehind(bytes, SEGMENT_HEADER_BYTES - 8, expected.logId, end.end - 1)) {
      throw new CorruptLogError(spare, 'a segment that was in use has lost its header')
    }
  }
  const cut = `${path}: a write that the last stop interrupted was cut off; it had never been acknowledged`
  return {
    segments: used.map(({ number, path, bytes, header }) => ({ number, path, bytes: bytes.length, ...header })),
    history: replay.history,
    batches: replay.batches,
    end: end.end,
    chain: end.chain,
    clean: end.rest === 'clean',
    unused: unused.map((spare) => spare.path),
    highestNumber,
    notes: end.rest === 'torn' ? [cut] : [],
  }
}

type Segments = {
  readonly used: readonly Found[]
  readonly unused: readonly { path: string; bytes: Uint8Array }[]
  readonly highestNumber: number
}

function readSegments(fileSystem: FileSystem, directory: string, { logId }: ExpectedLog): Segments {
  const used: Found[] = []
  const unused: { path: string; bytes: Uint8Array }[] = []
  let highestNumber = 0
  for (const name of fileSystem.list(directory)) {
    const number = segmentNumberOf(name)
    if (number === undefined) continue
    highestNumber = Math.max(highestNumber, number)
    const path = `${directory}/${name}`
    const bytes = fileSystem.read(path, 0, fileSystem.size(path) ?? 0)
    const header = readSegmentHeader(bytes)
    if (header === 'damaged') throw new CorruptLogError(path, 'the header of the segment is damaged')
    if (header === 'unused') unused.push({ path, bytes })
    else if (header.logId === logId) used.push({ number, path, bytes, header })
    else throw new CorruptLogError(path, 'this segment belongs to the log of another peer')
  }
  return { used, unused, highestNumber }
}

function scanAll(used: readonly Found[], replay: Replay): SegmentScan {
  let end: SegmentScan | undefined
  for (const [at, segment] of used.entries()) {
    if (end !== undefined && (segment.header.start !== end.end || segment.header.chain !== end.chain)) {
      throw new CorruptLogError(segment.path, 'the part of the log before this segment is missing')
    }
    const limit = used[at + 1]?.header.start
    end = scanSegment({ ...segment, limit }, (entry, path) => replay.entry(entry, path))
    if (limit !== undefined && end.end !== limit) {
      throw new CorruptLogError(segment.path, 'a record in the middle of the log is damaged')
    }
    if (end.last !== replay.history.last) {
      throw new CorruptLogError(segment.path, 'the records do not add up to the history they claim')
    }
  }
  return end!
}

function refuseLostTail(path: string, { end, rest }: SegmentScan, { watermark }: ExpectedLog): void {
  if (rest === 'acknowledged') throw new CorruptLogError(path, 'a record in the middle of the log is damaged')
  if (rest === 'damaged') throw new CorruptLogError(path, 'the last record was written whole and is damaged')
  if (watermark > end) {
    throw new CorruptLogError(path, `the log ends at ${end}, but it was durable up to ${watermark}`)
  }
}

/** Plays the entries of the log again, to learn what it holds in the end. */
class Replay {
  readonly history: LogHistory
  batches: TxnBatch[] = []

  constructor(floor: Zxid) {
    this.history = new LogHistory(floor)
  }

  entry(entry: Entry, path: string): void {
    try {
      this.#play(entry)
    } catch (error) {
      throw new CorruptLogError(path, error instanceof Error ? error.message : String(error))
    }
  }

  #play(entry: Entry): void {
    switch (entry.type) {
      case 'append':
        this.history.append(entry.batch.first, entry.batch.payloads.length)
        this.batches.push(entry.batch)
        return
      case 'truncate':
        // Segments below the oldest snapshot are gone, and with them what a tail cut long ago stood on.
        if (entry.to < this.history.floor) this.history.restart(entry.to)
        else this.history.truncate(entry.to)
        this.batches = batchesUpTo(this.batches, entry.to)
        return
      case 'restart':
        this.history.restart(entry.base)
        this.batches = []
    }
  }
}

/** Without everything after `to`. */
function batchesUpTo(batches: readonly TxnBatch[], to: Zxid): TxnBatch[] {
  const kept = batches.filter((batch) => batch.first <= to)
  const last = kept.at(-1)
  if (last === undefined || last.first + last.payloads.length - 1 <= to) return kept
  return [...kept.slice(0, -1), { first: last.first, payloads: last.payloads.slice(0, to - last.first + 1) }]
}

/** Without everything up to and including `base`. */
export function batchesAbove(batches: readonly TxnBatch[], base: Zxid): TxnBatch[] {
  return batches.flatMap((batch) => {
    if (batch.first > base) return [batch]
    const dropped = base - batch.first + 1
    if (dropped >= batch.payloads.length) return []
    return [{ first: zxidPlus(batch.first, dropped), payloads: batch.payloads.slice(dropped) }]
  })
}

/** Is there nothing in this directory that was ever acknowledged? A first start may have been interrupted. */
export function holdsNoRecords(fileSystem: FileSystem, directory: string): boolean {
  return segmentPaths(fileSystem, directory).every((path) => {
    const bytes = fileSystem.read(path, 0, fileSystem.size(path) ?? 0)
    const header = readSegmentHeader(bytes)
    const isFirst = header === 'unused' || (header !== 'damaged' && header.start === 0 && header.before === ZXID_ZERO)
    return isFirst && isZero(bytes, Math.min(SEGMENT_HEADER_BYTES, bytes.length), bytes.length)
  })
}

export function segmentPaths(fileSystem: FileSystem, directory: string): string[] {
  return fileSystem
    .list(directory)
    .filter((name) => segmentNumberOf(name) !== undefined)
    .map((name) => `${directory}/${name}`)
}
