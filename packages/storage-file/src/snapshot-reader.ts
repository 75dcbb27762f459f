/**
 * Checks a snapshot block by block as it is read, wherever the blocks are cut: at start, and after writing. Its pieces are
 * read only after that, one at a time: a snapshot is never in memory as a whole.
 */
import { crc32c } from '@quoll/bytes'
import type { FileSystem } from './file-system.ts'
import { FileWindow } from './file-window.ts'
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
  #state: 'header' | 'between' | 'piece' | 'ended' | 'broken' = 'header'
  /** Bytes of a header, piece header or footer that a block cut in two. */
  #pending = new Uint8Array(0)
  #count = 0
  #bytes = 0
  #crc = 0
  #pieceLeft = 0
  #pieceCrc = 0

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
    this.#state = 'piece'
    const after = rest.subarray(PIECE_HEADER_BYTES)
    return length === 0 ? this.#takePieceBytes(after) : after
  }

  #takePieceBytes(rest: Uint8Array): Uint8Array {
    const taken = rest.subarray(0, this.#pieceLeft)
    this.#crc = crc32c(taken, this.#crc)
    this.#pieceLeft -= taken.length
    this.#bytes += taken.length
    if (this.#pieceLeft === 0) this.#endPiece()
    return rest.subarray(taken.length)
  }

  #endPiece(): void {
    this.#count++
    this.#state = this.#crc === this.#pieceCrc ? 'between' : 'broken'
  }

  #takeFooter(rest: Uint8Array): Uint8Array | undefined {
    if (rest.length < FOOTER_BYTES) return undefined
    const expected = footerBytes({ pieces: this.#count, bytes: this.#bytes, crc: this.#crc })
    this.#state = expected.every((byte, at) => rest[at] === byte) ? 'ended' : 'broken'
    return rest.subarray(FOOTER_BYTES)
  }
}

export type WholeSnapshot = {
  readonly header: SnapshotHeader
  /** In the order they were written in. Each is good until the next is asked for. */
  readonly pieces: Iterable<Uint8Array>
}

/** Checks a whole snapshot while opening; undefined when it is damaged or unfinished. */
export function readSnapshot(fileSystem: FileSystem, path: string): WholeSnapshot | undefined {
  const reader = new SnapshotReader()
  const file = new FileWindow(fileSystem, path)
  for (let at = 0; at < file.size; at += SNAPSHOT_BLOCK_BYTES) reader.push(file.take(at, SNAPSHOT_BLOCK_BYTES))
  if (!reader.isWhole || reader.header === undefined) return undefined
  return { header: reader.header, pieces: { [Symbol.iterator]: () => piecesOf(file) } }
}

function* piecesOf(file: FileWindow): Generator<Uint8Array, void, undefined> {
  for (let at = SNAPSHOT_HEADER_BYTES; ; ) {
    const length = viewOf(file.take(at, PIECE_HEADER_BYTES)).getUint32(0, true)
    if (length === FOOTER_MARK) return
    yield file.take(at + PIECE_HEADER_BYTES, length)
    at += PIECE_HEADER_BYTES + length
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
