/**
 * A record of the log is what one sync made durable: everything that arrived while the sync before it was under way.
 * A record is therefore acknowledged as a whole or not at all, and a record behind it proves that it was.
 *
 *      0        4        8                 16                24        28        32       36       40
 *     ┌────────┬────────┬─────────────────┬─────────────────┬─────────┬─────────┬────────┬────────┐
 *     │ crc of │ crc of │ position in the │ last zxid after │ bytes   │ crc of  │ number │ Q R E C│
 *     │ header │ record │ whole log, in   │ this record     │ of body │ body    │ of     │        │
 *     │        │ before │ bytes           │                 │         │         │ entries│        │
 *     └────────┴────────┴─────────────────┴─────────────────┴─────────┴─────────┴────────┴────────┘
 *     ┌──────────────── body ────────────────────────────────────────────────────────────┬────────┐
 *     │ entries (entry.ts), zeros up to a multiple of 8 with the end mark                │ E N D .│
 *     └──────────────────────────────────────────────────────────────────────────────────┴────────┘
 *
 * Little-endian; CRC-32C. The header's crc is seeded with the id of the log, so a record of another log never fits. The
 * header stands for the body through its crc, so the chain of header crcs covers everything before.
 */
import { crc32c } from '@quoll/bytes'
import type { Zxid } from '@quoll/core'
import { getLong, setLong, viewOf } from './long.ts'
import { missesASector, SECTOR_BYTES, signature, wasSigned } from './sectors.ts'

export const RECORD_HEADER_BYTES = 40
const HEADER_MARK = signature('QREC')
const END_MARK = signature('END.')

export type RecordHeader = {
  readonly crc: number
  readonly chain: number
  /** Bytes of records before this one, since the log began. Headers of segments do not count. */
  readonly position: number
  readonly last: Zxid
  readonly bodyBytes: number
  readonly bodyCrc: number
  readonly entries: number
}

/** Bytes of body that `entryBytes` of entries need, with padding and end mark. */
export function bodyBytesFor(entryBytes: number): number {
  return Math.ceil((entryBytes + END_MARK.length) / 8) * 8
}

export type Sealing = {
  readonly logId: number
  readonly chain: number
  readonly position: number
  readonly last: Zxid
  readonly entries: number
}

/** Completes the record in `bytes`, whose entries stand behind room for the header. Returns the crc that the next one chains to. */
export function sealRecord(bytes: Uint8Array, entryBytes: number, sealing: Sealing): number {
  const bodyBytes = bytes.length - RECORD_HEADER_BYTES
  bytes.fill(0, RECORD_HEADER_BYTES + entryBytes)
  bytes.set(END_MARK, bytes.length - END_MARK.length)
  const view = viewOf(bytes)
  view.setUint32(4, sealing.chain, true)
  setLong(view, 8, sealing.position)
  setLong(view, 16, sealing.last)
  view.setUint32(24, bodyBytes, true)
  view.setUint32(28, crc32c(bytes.subarray(RECORD_HEADER_BYTES)), true)
  view.setUint32(32, sealing.entries, true)
  bytes.set(HEADER_MARK, 36)
  const crc = crc32c(bytes.subarray(4, RECORD_HEADER_BYTES), sealing.logId)
  view.setUint32(0, crc, true)
  return crc
}

/** The header at `at`, if there is an undamaged one of this log. */
export function readRecordHeader(bytes: Uint8Array, at: number, logId: number): RecordHeader | undefined {
  if (at + RECORD_HEADER_BYTES > bytes.length || bytes[at + 36] !== HEADER_MARK[0]) return undefined
  const header = bytes.subarray(at, at + RECORD_HEADER_BYTES)
  const view = viewOf(header)
  const crc = view.getUint32(0, true)
  if (crc !== crc32c(header.subarray(4), logId)) return undefined
  return {
    crc,
    chain: view.getUint32(4, true),
    position: getLong(view, 8),
    last: getLong(view, 16) as Zxid,
    bodyBytes: view.getUint32(24, true),
    bodyCrc: view.getUint32(28, true),
    entries: view.getUint32(32, true),
  }
}

/** The body behind the header at `at`; undefined when it is not whole. */
export function readRecordBody(bytes: Uint8Array, at: number, header: RecordHeader): Uint8Array | undefined {
  const start = at + RECORD_HEADER_BYTES
  if (header.bodyBytes > bytes.length - start) return undefined
  const body = bytes.subarray(start, start + header.bodyBytes)
  return crc32c(body) === header.bodyCrc ? body : undefined
}

/**
 * Of a record that cannot be read: did all of it once reach the disk? Then it may have been acknowledged and was damaged
 * later. Otherwise its write was interrupted, and nobody was ever told that it is safe.
 */
export function wasWrittenWhole(bytes: Uint8Array, at: number, logId: number): boolean {
  const bodyAt = at + RECORD_HEADER_BYTES
  const header = readRecordHeader(bytes, at, logId)
  if (header === undefined) return wasSigned(bytes, bodyAt - 4, HEADER_MARK) && !missesASector(bytes, at, bodyAt)
  const end = bodyAt + header.bodyBytes
  if (end > bytes.length || bytes[end - 1] === 0) return false
  // The sector that holds the end of the header is there; the body's share of it may well be zeros.
  const nextSector = bodyAt + ((SECTOR_BYTES - (bodyAt % SECTOR_BYTES)) % SECTOR_BYTES)
  return nextSector >= end || !missesASector(bytes, nextSector, end)
}
