/**
 * Reads the whole log and decides what it says. A record that cannot be read is one of two things: a write that a crash
 * interrupted (*torn*: nobody was told it is safe, so it is cut), or something acknowledged that was damaged later
 * (*corrupt*: forgetting it could lose a committed transaction, so the peer must not vote on the rest). It is torn only
 * if it stands at the very end, no record follows it, it lies at or above the watermark, and part of it never arrived.
 */
import { ZXID_ZERO, type Zxid } from '@quoll/core'
import { isCut, type StoredEntry } from './entry.ts'
import { CorruptLogError } from './errors.ts'
import type { FileSystem } from './file-system.ts'
import { FileWindow } from './file-window.ts'
import { segmentNumberOf } from './layout.ts'
import { LogHistory } from './log-history.ts'
import { isZero } from './sectors.ts'
import { readSegmentHeader, SEGMENT_HEADER_BYTES, type SegmentHeader } from './segment.ts'
import { hasRecordBehind, isUnwritten, type SegmentScan, scanSegment } from './segment-scan.ts'

/** A segment in use, oldest first. */
export type Segment = {
  readonly number: number
  readonly path: string
  readonly bytes: number
  readonly start: number
  readonly before: Zxid
  /** The crc to which its first record chains. */
  readonly chain: number
}

/** Of what stands before it in the log only what is not above `to` stays. */
export type Cut = {
  /** Which of the segments says so. */
  readonly segment: number
  readonly to: Zxid
}

export type RecoveredLog = {
  readonly segments: readonly Segment[]
  readonly history: LogHistory
  /** The tails that were cut, in order. */
  readonly cuts: readonly Cut[]
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
  readonly bytes: number
  readonly header: SegmentHeader
}

/** Learns what the log holds, without keeping it. @throws CorruptLogError when something acknowledged is damaged or missing. */
export function recoverLog(fileSystem: FileSystem, directory: string, expected: ExpectedLog): RecoveredLog {
  const { used, unused, highestNumber } = findSegments(fileSystem, directory, expected)
  const [first] = used
  if (first === undefined) {
    throw new CorruptLogError(directory, 'the log is missing (is the log directory mounted?)')
  }
  const history = new LogHistory(first.header.before)
  const cuts: Cut[] = []
  const end = scanAll(fileSystem, used, history, cuts)
  const { path } = used.at(-1)!
  refuseLostTail(path, end, expected)
  refuseLostHeader(fileSystem, unused, end, expected)
  const cut = `${path}: a write that the last stop interrupted was cut off; it had never been acknowledged`
  return {
    segments: used.map(({ number, path, bytes, header }) => ({ number, path, bytes, ...header })),
    history,
    cuts,
    end: end.end,
    chain: end.chain,
    clean: end.rest === 'clean',
    unused,
    highestNumber,
    notes: end.rest === 'torn' ? [cut] : [],
  }
}

type FoundSegments = {
  readonly used: readonly Found[]
  readonly unused: readonly string[]
  readonly highestNumber: number
}

function findSegments(fileSystem: FileSystem, directory: string, { logId }: ExpectedLog): FoundSegments {
  const used: Found[] = []
  const unused: string[] = []
  let highestNumber = 0
  for (const name of fileSystem.list(directory)) {
    const number = segmentNumberOf(name)
    if (number === undefined) continue
    highestNumber = Math.max(highestNumber, number)
    const path = `${directory}/${name}`
    const header = readSegmentHeader(fileSystem.read(path, 0, SEGMENT_HEADER_BYTES))
    if (header === 'damaged') throw new CorruptLogError(path, 'the header of the segment is damaged')
    if (header === 'unused') unused.push(path)
    else if (header.logId === logId) used.push({ number, path, bytes: fileSystem.size(path) ?? 0, header })
    else throw new CorruptLogError(path, 'this segment belongs to the log of another peer')
  }
  return { used, unused, highestNumber }
}

function scanAll(fileSystem: FileSystem, used: readonly Found[], history: LogHistory, cuts: Cut[]): SegmentScan {
  let end: SegmentScan | undefined
  for (const [segment, { path, header }] of used.entries()) {
    if (end !== undefined && (header.start !== end.end || header.chain !== end.chain)) {
      throw new CorruptLogError(path, 'the part of the log before this segment is missing')
    }
    const limit = used[segment + 1]?.header.start
    end = scanSegment({ fileSystem, path, header, limit }, (entry) => {
      replay(history, entry, path)
      if (isCut(entry)) cuts.push({ segment, to: entry.type === 'truncate' ? entry.to : entry.base })
    })
    if (limit !== undefined && end.end !== limit) {
      throw new CorruptLogError(path, 'a record in the middle of the log is damaged')
    }
    if (end.last !== history.last) {
      throw new CorruptLogError(path, 'the records do not add up to the history they claim')
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

/** A segment without a header was never used; or it lost the header, and then it holds a record that came after its first. */
function refuseLostHeader(
  fileSystem: FileSystem,
  unused: readonly string[],
  { end }: SegmentScan,
  { logId }: ExpectedLog,
): void {
  for (const path of unused) {
    const file = new FileWindow(fileSystem, path)
    if (isUnwritten(file, 0)) continue
    const bytes = fileSystem.read(path, 0, file.size)
    if (!hasRecordBehind(bytes, SEGMENT_HEADER_BYTES - 8, logId, end - 1)) continue
    throw new CorruptLogError(path, 'a segment that was in use has lost its header')
  }
}

function replay(history: LogHistory, entry: StoredEntry, path: string): void {
  try {
    if (entry.type === 'append') history.append(entry.first, entry.count)
    else if (entry.type === 'restart') history.restart(entry.base)
    else if (entry.type === 'committed') history.commit(entry.upTo)
    // Segments below the oldest snapshot are gone, and with them what a tail cut long ago stood on.
    else if (entry.to < history.floor) history.restart(entry.to)
    else history.truncate(entry.to)
  } catch (error) {
    throw new CorruptLogError(path, error instanceof Error ? error.message : String(error))
  }
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
