/**
 * Checks a snapshot block by block as it is read, wherever the blocks are cut; and keeps the pieces, if asked to. The same
 * reader serves at start, when the contents are wanted, and after writing, when only the verdict is.
 */
import { crc32c } from '@quoll/bytes'
import type { FileSystem } from './file-system.ts'
import { viewOf } from './long.ts'
import {
  FOOTER_BYTES,
  FOOTER_MARK,
  footerBytes,
  PIECE_HEADER_BYTES,
  readSnapshotHeader,
  SNAPSHOT_HEADER_BYTES,
  type SnapshotHeader,
} from './snapshot-format.ts'

/** Bytes read at a time: a checksum over this much takes well under a millisecond. */
export const SNAPSHOT_BLOCK_BYTES: number = 256 * 1024

export class SnapshotReader {
  header: SnapshotHeader | undefined
  readonly pieces: Uint8Array[] = []
  readonly #keep: boolean
  #state: 'header' | 'between' | 'piece' | 'ended' | 'broken' = 'header'
  /** Bytes of a header, piece header or footer that a block cut in two. */
  #pending = new Uint8Array(0)
  #count = 0
  #bytes = 0
  #crc = 0
  #pieceLeft = 0
  #pieceCrc = 0
  #pieceAt = 0
  #piece: Uint8Array | undefined

  constructor(keep: 'keep pieces' | 'verdict only') {
    this.#keep = keep === 'keep pieces'
  }

  /** True when everything pushed is one complete, undamaged snapshot. */
  get isWhole(): boolean {
    return this.#state === 'ended'
  }

  push(block: Uint8Array): void {
    let rest: Uint8Array | undefined = joined(this.#pending, block)
    this.#pending = new Uint8Array(0)
    while (rest !== undefined && rest.length > 0) {
      const next = this.#take(rest)
      if (next === undefined) this.#pending = rest.slice()
      rest = next
    }
  }

  /** What is left after taking one part; undefined when the part is not complete yet. */
  #take(rest: Uint8Array): Uint8Array | undefined {
    switch (this.#state) {
      case 'header':
        if (rest.length < SNAPSHOT_HEADER_BYTES) return undefined
        this.header = readSnapshotHeader(rest)
        this.#state = this.header === undefined ? 'broken' : 'between'
        return rest.subarray(SNAPSHOT_HEADER_BYTES)
      case 'between':
        return this.#takePieceHeader(rest)
      case 'piece':
        return this.#takePieceBytes(rest)
      default:
        // Bytes after the footer, or after damage.
        this.#state = 'broken'
        return new Uint8Array(0)
    }
  }

  #takePieceHeader(rest: Uint8Array): Uint8Array | undefined {
    if (rest.length < PIECE_HEADER_BYTES) return undefined
    const view = viewOf(rest)
    const length = view.getUint32(0, true)
    if (length === FOOTER_MARK) return this.#takeFooter(rest)
    this.#pieceCrc = view.getUint32(4, true)
    this.#crc = crc32c(rest.subarray(0, 4), this.#crc)
    this.#pieceLeft = length
    this.#pieceAt = 0
    this.#state = 'piece'
    const after = rest.subarray(PIECE_HEADER_BYTES)
    return length === 0 ? this.#takePieceBytes(after) : after
  }

  #takePieceBytes(rest: Uint8Array): Uint8Array {
    const taken = rest.subarray(0, this.#pieceLeft)
    this.#crc = crc32c(taken, this.#crc)
    this.#pieceLeft -= taken.length
    if (this.#keep) this.#collect(taken)
    this.#bytes += taken.length
    if (this.#pieceLeft === 0) this.#endPiece()
    return rest.subarray(taken.length)
  }

  /** A piece grows with the bytes that are really there: a damaged length allocates nothing. */
  #collect(taken: Uint8Array): void {
    const piece = this.#piece ?? new Uint8Array(0)
    const needed = this.#pieceAt + taken.length
    const room =
      piece.length >= needed ? piece : new Uint8Array(Math.max(needed, this.#pieceLeft === 0 ? 0 : 2 * needed))
    if (room !== piece) room.set(piece.subarray(0, this.#pieceAt))
    room.set(taken, this.#pieceAt)
    this.#pieceAt = needed
    this.#piece = room
  }

  #endPiece(): void {
    this.#count++
    this.#state = this.#crc === this.#pieceCrc ? 'between' : 'broken'
    if (this.#keep) this.pieces.push((this.#piece ?? new Uint8Array(0)).subarray(0, this.#pieceAt))
    this.#piece = undefined
  }

  #takeFooter(rest: Uint8Array): Uint8Array | undefined {
    if (rest.length < FOOTER_BYTES) return undefined
    const expected = footerBytes({ pieces: this.#count, bytes: this.#bytes, crc: this.#crc })
    this.#state = expected.every((byte, at) => rest[at] === byte) ? 'ended' : 'broken'
    return rest.subarray(FOOTER_BYTES)
  }
}

/** Reads a whole snapshot while opening; undefined when it is damaged or unfinished. */
export function readSnapshot(fileSystem: FileSystem, path: string): SnapshotReader | undefined {
  const reader = new SnapshotReader('keep pieces')
  for (let at = 0; ; at += SNAPSHOT_BLOCK_BYTES) {
    const block = fileSystem.read(path, at, SNAPSHOT_BLOCK_BYTES)
    reader.push(block)
    if (block.length < SNAPSHOT_BLOCK_BYTES) return reader.isWhole ? reader : undefined
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
