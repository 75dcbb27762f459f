/**
 * A snapshot file: the pieces it was written in, each with a checksum that continues the one before, so that a lost,
 * repeated or misplaced piece shows; and a footer, so that an unfinished file is never taken for a short one.
 *
 *     header   Q S N P · version 1 · zxid (8) · origin: 1 saved here, 2 installed from a leader · zeros (8) · crc   32 bytes
 *     piece    bytes in the piece · crc of everything in pieces so far, this one included · the bytes              8 + n
 *     footer   ffffffff · number of pieces · bytes in them (8) · crc of all pieces · crc of the footer             24 bytes
 */
import { crc32c } from '@quoll/bytes'
import { isZxid, type Zxid } from '@quoll/core'
import { getLong, setLong, viewOf } from './long.ts'
import { signature } from './sectors.ts'

export type SnapshotOrigin = 'saved' | 'installed'

export type SnapshotHeader = { readonly zxid: Zxid; readonly origin: SnapshotOrigin }

export const SNAPSHOT_HEADER_BYTES = 32
export const PIECE_HEADER_BYTES = 8
export const FOOTER_BYTES = 24
export const FOOTER_MARK = 0xffff_ffff
const VERSION = 1
const MARK = signature('QSNP')
const ORIGINS = { saved: 1, installed: 2 } as const

export function snapshotHeaderBytes({ zxid, origin }: SnapshotHeader): Uint8Array {
  const bytes = new Uint8Array(SNAPSHOT_HEADER_BYTES)
  const view = viewOf(bytes)
  bytes.set(MARK)
  view.setUint32(4, VERSION, true)
  setLong(view, 8, zxid)
  view.setUint32(16, ORIGINS[origin], true)
  view.setUint32(28, crc32c(bytes.subarray(0, 28)), true)
  return bytes
}

export function readSnapshotHeader(bytes: Uint8Array): SnapshotHeader | undefined {
  if (bytes.length < SNAPSHOT_HEADER_BYTES || MARK.some((byte, at) => bytes[at] !== byte)) return undefined
  const view = viewOf(bytes)
  const zxid = getLong(view, 8)
  const origin = view.getUint32(16, true)
  const isWhole = view.getUint32(28, true) === crc32c(bytes.subarray(0, 28)) && view.getUint32(4, true) === VERSION
  if (!isWhole || !isZxid(zxid)) return undefined
  return { zxid, origin: origin === ORIGINS.saved ? 'saved' : 'installed' }
}

/** The header of a piece and the checksum so far. */
export function pieceHeader(piece: Uint8Array, crcSoFar: number): { bytes: Uint8Array; crc: number } {
  const bytes = new Uint8Array(PIECE_HEADER_BYTES)
  const view = viewOf(bytes)
  view.setUint32(0, piece.length, true)
  const crc = crc32c(piece, crc32c(bytes.subarray(0, 4), crcSoFar))
  view.setUint32(4, crc, true)
  return { bytes, crc }
}

export type SnapshotTotals = { readonly pieces: number; readonly bytes: number; readonly crc: number }

export function footerBytes(totals: SnapshotTotals): Uint8Array {
  const bytes = new Uint8Array(FOOTER_BYTES)
  const view = viewOf(bytes)
  view.setUint32(0, FOOTER_MARK, true)
  view.setUint32(4, totals.pieces, true)
  setLong(view, 8, totals.bytes)
  view.setUint32(16, totals.crc, true)
  view.setUint32(20, crc32c(bytes.subarray(0, 20)), true)
  return bytes
}
