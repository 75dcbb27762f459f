/**
 * A path as it lies in a snapshot: bytes, one for each character. One walk over them tells whether it is legal, where its
 * parent's path ends, and what both hash to. A million paths read as strings cost as much as all else that is read of them.
 */
import { decodeUtf8 } from '@quoll/bytes'
import { isRefusedComponent } from '../path.ts'
import { finish, foldUnit, NO_TEXT } from './mix.ts'

const SLASH = 0x2f
const DOT = 0x2e
const NO_BYTES = new Uint8Array(0)
/** The hash of `/`, as it is before the end. */
const ROOT = foldUnit(NO_TEXT, SLASH)

export class AsciiPath {
  bytes: Uint8Array = NO_BYTES
  start = 0
  end = 0
  /** Of the path and of its parent: what `hashText` makes of them as strings. */
  hash = 0
  parentHash = 0
  /** Behind the last byte of the parent's path, which begins where this one does. */
  parentEnd = 0

  get isRoot(): boolean {
    return this.end - this.start === 1
  }

  /**
   * Becomes the path in `bytes[start, end)`; false, and then nothing else may be asked, when that is not ASCII or is no
   * path, as `isValidPath` has it.
   */
  take(bytes: Uint8Array, start: number, end: number): boolean {
    if (start === end || bytes[start] !== SLASH) return false
    this.bytes = bytes
    this.start = start
    this.end = end
    this.parentEnd = start + 1
    return this.#walk(bytes, start, end)
  }

  #walk(bytes: Uint8Array, start: number, end: number): boolean {
    let hash = ROOT
    let parentHash = ROOT
    let nameStart = start + 1
    let dots = 0
    for (let at = nameStart; at < end; at++) {
      const byte = bytes[at]!
      if (byte === SLASH) {
        if (isRefusedComponent(at - nameStart, dots)) return false
        parentHash = hash
        this.parentEnd = at
        nameStart = at + 1
        dots = 0
      } else if (byte === DOT) dots++
      else if (byte < 0x20 || byte > 0x7e) return false
      hash = foldUnit(hash, byte)
    }
    this.hash = finish(hash) | 0
    this.parentHash = finish(parentHash) | 0
    return this.isRoot || !isRefusedComponent(end - nameStart, dots)
  }

  toString(): string {
    return decodeUtf8(this.bytes, this.start, this.end)
  }
}
