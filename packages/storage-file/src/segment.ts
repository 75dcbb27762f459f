/**
 * A segment is one file of the log: filled with zeros and synced before it is used, so that a sync later on writes data
 * and no metadata. Its header is written together with its first record; a segment without one was never used.
 *
 *      0        4         8        12       16                24                32            60       64
 *     ┌────────┬─────────┬────────┬────────┬─────────────────┬─────────────────┬─────────────┬────────┐
 *     │ crc    │ version │ id of  │ crc of │ position where  │ last zxid       │ zeros       │ Q S E G│
 *     │        │ 1       │ log    │ record │ it starts       │ before it       │             │        │
 *     │        │         │        │ before │                 │                 │             │        │
 *     └────────┴─────────┴────────┴────────┴─────────────────┴─────────────────┴─────────────┴────────┘
 *      then records, one behind the other; then zeros
 *
 * The start of a segment is also the end of the one before: what stands there behind that position is a write that
 * was interrupted and never acknowledged.
 */
import { crc32c } from '@quoll/bytes'
import type { Zxid } from '@quoll/core'
import { getLong, setLong, viewOf } from './long.ts'
import { missesASector, signature, wasSigned } from './sectors.ts'

export const SEGMENT_HEADER_BYTES = 64
const VERSION = 1
const MARK = signature('QSEG')

export type SegmentHeader = {
  readonly logId: number
  readonly chain: number
  readonly start: number
  readonly before: Zxid
}

export function segmentHeaderBytes(header: SegmentHeader): Uint8Array {
  const bytes = new Uint8Array(SEGMENT_HEADER_BYTES)
  const view = viewOf(bytes)
  view.setUint32(4, VERSION, true)
  view.setUint32(8, header.logId, true)
  view.setUint32(12, header.chain, true)
  setLong(view, 16, header.start)
  setLong(view, 24, header.before)
  bytes.set(MARK, SEGMENT_HEADER_BYTES - MARK.length)
  view.setUint32(0, crc32c(bytes.subarray(4)), true)
  return bytes
}

/** The header; or why there is none: `unused` when it was never written whole, `damaged` when it was. */
export function readSegmentHeader(bytes: Uint8Array): SegmentHeader | 'unused' | 'damaged' {
  if (!wasSigned(bytes, SEGMENT_HEADER_BYTES - MARK.length, MARK)) return 'unused'
  const view = viewOf(bytes)
  if (
    view.getUint32(0, true) !== crc32c(bytes.subarray(4, SEGMENT_HEADER_BYTES)) ||
    view.getUint32(4, true) !== VERSION
  ) {
    return missesASector(bytes, 0, SEGMENT_HEADER_BYTES) ? 'unused' : 'damaged'
  }
  return {
    logId: view.getUint32(8, true),
    chain: view.getUint32(12, true),
    start: getLong(view, 16),
    before: getLong(view, 24) as Zxid,
  }
}
