/**
 * Looks at the body of every reply that carries no error: is it what this request, and no other, must be answered with?
 *
 * ```
 * Stat, 68 bytes    … int version at 32 … int data length at 52 …
 * ```
 */
import { OpCode } from '@quoll/protocol/client'
import { Op } from '../mix.ts'
import { i32 } from './integers.ts'
import type { KeyVersions } from './key-versions.ts'
import type { Load } from './load.ts'
import { readDigits, SEQUENCE_DIGITS, UNIQUE_DIGITS } from './paths.ts'
import { isValue } from './values.ts'
import type { Violation } from './violations.ts'

const STAT_BYTES = 68
const VERSION_AT = 32
const DATA_LENGTH_AT = 52
/** Type, flag and error of a part of a multi's reply. */
const PART_HEADER_BYTES = 9

/** What a connection remembers for its replies to be judged by. */
export type Memory = {
  readonly number: number
  readonly versions: KeyVersions
  /** The number of the last sequential znode; -1 before the first. */
  lastSequence: number
}

export class ReplyCheck {
  readonly #load: Load
  /** Lengths of the paths that `create`, `eph` and `sync` are answered with. */
  readonly #uniquePathBytes: number
  readonly #syncPathBytes: number

  constructor(load: Load, lengths: { readonly uniquePath: number; readonly root: number }) {
    this.#load = load
    this.#uniquePathBytes = lengths.uniquePath
    this.#syncPathBytes = lengths.root
  }

  /** What is wrong with the body `bytes[at, end)`; undefined: nothing. */
  violationIn(
    op: number,
    key: number,
    memory: Memory,
    bytes: Uint8Array,
    at: number,
    end: number,
  ): Violation | undefined {
    switch (op) {
      case Op.set:
        return end - at === STAT_BYTES ? this.#inStat(memory.versions.answer(key), bytes, at) : 'frame'
      case Op.get:
        return this.#inData(key, memory, bytes, at, end)
      case Op.exists:
        return end - at === STAT_BYTES ? this.#inStat(memory.versions.seen(key), bytes, at) : 'frame'
      case Op.multi:
        return this.#inMulti(key, memory.versions, bytes, at, end)
      case Op.create:
      case Op.eph:
        return this.#inCreated(key, bytes, at, end)
      case Op.seq:
        return inSequential(memory, bytes, at, end)
      case Op.children:
        return this.#inChildren(bytes, at, end)
      case Op.sync:
        return isString(bytes, at, end, this.#syncPathBytes) ? undefined : 'path'
      default:
        return at === end ? undefined : 'frame'
    }
  }

  #inStat(version: number, bytes: Uint8Array, at: number): Violation | undefined {
    if (i32(bytes, at + DATA_LENGTH_AT) !== this.#load.valueBytes) return 'data'
    return version < 0 || i32(bytes, at + VERSION_AT) === version ? undefined : 'version'
  }

  #inData(
    key: number,
    { number, versions }: Memory,
    bytes: Uint8Array,
    at: number,
    end: number,
  ): Violation | undefined {
    const length = this.#load.valueBytes
    if (end - at < 4 + STAT_BYTES) return 'frame'
    if (i32(bytes, at) !== length) return 'data'
    if (end - at !== 4 + length + STAT_BYTES) return 'frame'
    const version = versions.seen(key)
    if (version >= 0 && !isValue(bytes, at + 4, length, { connection: number, key, version })) return 'data'
    return this.#inStat(version, bytes, at + 4 + length)
  }

  /** One Stat for each key that was set, from `firstKey` on and round. */
  #inMulti(firstKey: number, versions: KeyVersions, bytes: Uint8Array, at: number, end: number): Violation | undefined {
    const { multi } = this.#load
    const partBytes = PART_HEADER_BYTES + STAT_BYTES
    if (end - at !== multi * partBytes + PART_HEADER_BYTES) return 'frame'
    let found: Violation | undefined
    for (let part = 0; part < multi; part++) {
      const from = at + part * partBytes
      if (i32(bytes, from) !== OpCode.setData || i32(bytes, from + 5) !== 0) return 'frame'
      found ??= this.#inStat(versions.answer((firstKey + part) % versions.keys), bytes, from + PART_HEADER_BYTES)
    }
    return found
  }

  #inCreated(unique: number, bytes: Uint8Array, at: number, end: number): Violation | undefined {
    if (!isString(bytes, at, end, this.#uniquePathBytes)) return 'path'
    return readDigits(bytes, end - UNIQUE_DIGITS, UNIQUE_DIGITS) === unique ? undefined : 'path'
  }

  /** All of them, each once: they are numbered, so their sum says so. */
  #inChildren(bytes: Uint8Array, at: number, end: number): Violation | undefined {
    const { children } = this.#load
    if (end - at < 4) return 'frame'
    if (i32(bytes, at) !== children) return 'data'
    let [from, sum] = [at + 4, 0]
    for (let child = 0; child < children; child++) {
      const length = end - from >= 4 ? i32(bytes, from) : -1
      if (length < 1 || length > end - from - 4) return 'frame'
      sum += readDigits(bytes, from + 5, length - 1)
      from += 4 + length
    }
    return sum === (children * (children - 1)) / 2 && from === end ? undefined : 'data'
  }
}

/** Nobody else creates there, so the numbers grow. */
function inSequential(memory: Memory, bytes: Uint8Array, at: number, end: number): Violation | undefined {
  if (end - at <= 4 + SEQUENCE_DIGITS || !isString(bytes, at, end, end - at - 4)) return 'frame'
  const number = readDigits(bytes, end - SEQUENCE_DIGITS, SEQUENCE_DIGITS)
  if (number <= memory.lastSequence) return 'path'
  memory.lastSequence = number
  return undefined
}

/** Whether the body is one string of so many bytes, and nothing else. */
function isString(bytes: Uint8Array, at: number, end: number, length: number): boolean {
  return end - at === 4 + length && i32(bytes, at) === length
}
