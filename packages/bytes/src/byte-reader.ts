/**
 * Reads what ByteWriter writes, from bytes nobody vouches for: every length is checked against what is left before
 * anything is made of it, and the only thing ever thrown is a DecodeError. Shifts, not a DataView: a reader lives for
 * one record, and making a view for it costs more than the numbers it reads.
 */
import { DecodeError } from './decode-error.ts'
import { decodeUtf8 } from './utf8.ts'

const TWO_TO_32 = 0x1_0000_0000
/** Eight bytes on their way to become a bigint. */
const scratch = new DataView(new ArrayBuffer(8))

export class ByteReader {
  readonly #bytes: Uint8Array
  readonly #end: number
  #at: number

  /** Reads `bytes[start, end)`; numbers outside of the array are pulled in. */
  constructor(bytes: Uint8Array, start = 0, end: number = bytes.length) {
    this.#bytes = bytes
    this.#end = Math.min(end, bytes.length)
    this.#at = Math.min(Math.max(start, 0), this.#end)
  }

  /** Offset of the next byte in the array. */
  get offset(): number {
    return this.#at
  }

  get remaining(): number {
    return this.#end - this.#at
  }

  u8(): number {
    return this.#bytes[this.#take(1)]!
  }

  /** Any byte but zero is true, as for ZooKeeper. */
  boolean(): boolean {
    return this.u8() !== 0
  }

  i32(): number {
    const at = this.#take(4)
    const bytes = this.#bytes
    return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!
  }

  u32(): number {
    return this.i32() >>> 0
  }

  /** 64 bits with a sign. */
  i64(): bigint {
    this.#loadScratch()
    return scratch.getBigInt64(0)
  }

  /** 64 bits without a sign. */
  u64(): bigint {
    this.#loadScratch()
    return scratch.getBigUint64(0)
  }

  /** 64 bits as a number, rounded when it is no safe integer: for what is only compared. */
  i64Rounded(): number {
    const high = this.i32()
    return high * TWO_TO_32 + this.u32()
  }

  /** 64 bits that must hold a safe integer. */
  i53(): number {
    const value = this.i64Rounded()
    if (!Number.isSafeInteger(value)) throw new DecodeError('a 64-bit number does not fit the 53 bits it may use')
    return value
  }

  /** The next `count` bytes, where they lie. */
  bytes(count: number): Uint8Array {
    const at = this.#take(count)
    return this.#bytes.subarray(at, at + count)
  }

  /** Length and bytes, where they lie; undefined for the length -1. */
  buffer(): Uint8Array | undefined {
    const length = this.#nullableLength()
    return length === -1 ? undefined : this.bytes(length)
  }

  /** Length and UTF-8; undefined for the length -1, U+FFFD for what is malformed. */
  string(): string | undefined {
    const length = this.#nullableLength()
    if (length === -1) return undefined
    const at = this.#take(length)
    return decodeUtf8(this.#bytes, at, at + length)
  }

  skip(count: number): void {
    this.#take(count)
  }

  /** Steps over `expected` if that is what comes next. */
  skipIf(expected: Uint8Array): boolean {
    const { length } = expected
    if (length > this.remaining) return false
    for (let at = 0; at < length; at++) if (this.#bytes[this.#at + at] !== expected[at]) return false
    this.#at += length
    return true
  }

  /** What was read since `offset`, where it lies. */
  since(offset: number): Uint8Array {
    return this.#bytes.subarray(offset, this.#at)
  }

  #nullableLength(): number {
    const length = this.i32()
    if (length < -1) throw new DecodeError(`a length cannot be ${length}`)
    return length
  }

  #loadScratch(): void {
    scratch.setInt32(0, this.i32())
    scratch.setInt32(4, this.i32())
  }

  /** Steps over `count` bytes and says where they are. Negative counts come from the wire too. */
  #take(count: number): number {
    const at = this.#at
    const left = this.#end - at
    if (count < 0 || count > left) throw new DecodeError(`${count} bytes wanted where ${left} are left`)
    this.#at = at + count
    return at
  }
}
