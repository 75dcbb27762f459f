/**
 * Texts as bytes in packed cells: one byte per UTF-16 unit where all are below 256, else two. A million strings would be
 * walked through by the garbage collector again and again; these it never sees.
 */
import type { ByteWriter } from '@quoll/bytes'
import { type Address, ByteHeap, offsetOf } from './byte-heap.ts'

/** Units of a text; negative when they take two bytes each. */
export type TextLength = number

/** Arguments of one `String.fromCharCode` call: far below every engine's limit. */
const UNITS_PER_CALL = 4096

export class TextHeap {
  readonly #heap = new ByteHeap()

  /** The place of a text that is not empty; good together with `textLength(text)`. */
  put(text: string): Address {
    const length = textLength(text)
    const address = this.#heap.allocate(bytesOf(length))
    const bytes = this.#heap.slabOf(address)
    const offset = offsetOf(address)
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at)
      if (length > 0) {
        bytes[offset + at] = unit
      } else {
        bytes[offset + 2 * at] = unit
        bytes[offset + 2 * at + 1] = unit >> 8
      }
    }
    return address
  }

  /** The same for a text of ASCII characters: bytes `[start, end)` of `source`. */
  putAscii(source: DataView, start: number, end: number): Address {
    return this.#heap.putFrom(source, start, end - start)
  }

  release(address: Address, length: TextLength): void {
    this.#heap.release(address, bytesOf(length))
  }

  /** Is it this text? */
  equals(address: Address, length: TextLength, text: string): boolean {
    const units = text.length
    if (length !== units && length !== -units) return false
    const bytes = this.#heap.slabOf(address)
    const offset = offsetOf(address)
    if (length < 0) return this.get(address, length) === text
    // From the end, where paths differ.
    for (let at = units - 1; at >= 0; at--) if (bytes[offset + at] !== text.charCodeAt(at)) return false
    return true
  }

  /** Is it the text of ASCII characters in `bytes[start, end)`? */
  equalsAscii(address: Address, length: TextLength, bytes: Uint8Array, start: number, end: number): boolean {
    if (length !== end - start) return false
    const kept = this.#heap.slabOf(address)
    const shift = offsetOf(address) - start
    for (let at = end - 1; at >= start; at--) if (kept[at + shift] !== bytes[at]) return false
    return true
  }

  /** Writes a text as a string, and makes none where it is all ASCII. */
  write(writer: ByteWriter, address: Address, length: TextLength): void {
    const isWritten = length > 0 && writer.ascii(this.#heap.slabOf(address), offsetOf(address), length)
    if (!isWritten) writer.string(this.get(address, length))
  }

  get(address: Address, length: TextLength): string {
    const bytes = this.#heap.slabOf(address)
    const offset = offsetOf(address)
    const count = Math.abs(length)
    let text = ''
    for (let from = 0; from < count; from += UNITS_PER_CALL) {
      const units = new Array<number>(Math.min(UNITS_PER_CALL, count - from))
      for (let at = 0; at < units.length; at++)
        units[at] =
          length > 0
            ? bytes[offset + from + at]!
            : bytes[offset + 2 * (from + at)]! | (bytes[offset + 2 * (from + at) + 1]! << 8)
      text += String.fromCharCode.apply(null, units)
    }
    return text
  }
}

export function textLength(text: string): TextLength {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0xff) return -text.length
  return text.length
}

function bytesOf(length: TextLength): number {
  return length > 0 ? length : -2 * length
}
