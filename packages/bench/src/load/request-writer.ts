/**
 * Writes a load's requests: each kind is encoded once, by the codec of the protocol, and from then on copied, with the
 * xid, the digits in its path and its value written over. Paths of one kind are equally long, so they stay in place.
 *
 * ```
 * int length · int xid · int operation · int path length · path …
 * 0            4         8               12                16
 * ```
 */
import { type ClientRequest, encodeRequest } from '@quoll/protocol/client'
import { create, Flags, remove, setData } from '../wire/create.ts'
import type { Outbox } from '../wire/outbox.ts'
import type { KeyVersions } from './key-versions.ts'
import type { Load } from './load.ts'
import {
  CONNECTION_DIGITS,
  ephemeralPath,
  homeOf,
  KEY_DIGITS,
  keyPath,
  membersOf,
  sequentialPrefix,
  UNIQUE_DIGITS,
  uniquePath,
  writeDigits,
} from './paths.ts'
import { writeValue } from './values.ts'

const XID_AT = 4
const PATH_AT = 16
/** Type, flag and error before each part of a multi (MultiHeader). */
const PART_HEADER_BYTES = 9
const INT_BYTES = 4

export class RequestWriter {
  readonly #outbox: Outbox
  readonly #valueBytes: number
  readonly #multi: number
  /** Where in a path the digits of a connection are, and those of a key. */
  readonly #connectionAt: number
  readonly #keyAt: number
  readonly #keyPathBytes: number
  readonly #set: Uint8Array
  readonly #get: Uint8Array
  readonly #exists: Uint8Array
  readonly #children: Uint8Array
  readonly #create: Uint8Array
  readonly #sequential: Uint8Array
  readonly #ephemeral: Uint8Array
  readonly #delete: Uint8Array
  readonly #multiSet: Uint8Array
  readonly #sync: Uint8Array

  constructor(outbox: Outbox, root: string, { valueBytes, multi }: Load) {
    const value = new Uint8Array(valueBytes)
    const key = keyPath(root, 0, 0)
    this.#outbox = outbox
    this.#valueBytes = valueBytes
    this.#multi = multi
    this.#connectionAt = homeOf(root, 0).length - CONNECTION_DIGITS
    this.#keyAt = key.length - KEY_DIGITS
    this.#keyPathBytes = key.length
    this.#set = framed(setData(key, value))
    this.#get = framed({ type: 'get-data', path: key, watch: false })
    this.#exists = framed({ type: 'exists', path: key, watch: false })
    this.#children = framed({ type: 'get-children', path: membersOf(root), watch: false })
    this.#create = framed(create(uniquePath(root, 0, 0), value))
    this.#sequential = framed(create(sequentialPrefix(root, 0), value, Flags.sequential))
    this.#ephemeral = framed(create(ephemeralPath(root, 0, 0), value, Flags.ephemeral))
    this.#delete = framed(remove(ephemeralPath(root, 0, 0)))
    this.#multiSet = framed({ type: 'multi', operations: Array.from({ length: multi }, () => setData(key, value)) })
    this.#sync = framed({ type: 'sync', path: root })
  }

  set(xid: number, connection: number, key: number, version: number): void {
    const at = this.#copy(this.#set, xid)
    this.#writeKeyAndValue(at + PATH_AT, connection, key, version)
  }

  get(xid: number, connection: number, key: number): void {
    this.#writeKey(this.#copy(this.#get, xid) + PATH_AT, connection, key)
  }

  exists(xid: number, connection: number, key: number): void {
    this.#writeKey(this.#copy(this.#exists, xid) + PATH_AT, connection, key)
  }

  children(xid: number): void {
    this.#copy(this.#children, xid)
  }

  sync(xid: number): void {
    this.#copy(this.#sync, xid)
  }

  create(xid: number, connection: number, unique: number): void {
    this.#writeUnique(this.#copy(this.#create, xid) + PATH_AT, connection, unique)
  }

  sequential(xid: number, connection: number): void {
    const at = this.#copy(this.#sequential, xid) + PATH_AT + this.#connectionAt
    writeDigits(this.#outbox.bytes, at, CONNECTION_DIGITS, connection)
  }

  ephemeral(xid: number, connection: number, unique: number): void {
    this.#writeUnique(this.#copy(this.#ephemeral, xid) + PATH_AT, connection, unique)
  }

  delete(xid: number, connection: number, unique: number): void {
    this.#writeUnique(this.#copy(this.#delete, xid) + PATH_AT, connection, unique)
  }

  /** Sets as many keys as a multi has parts, from `firstKey` on and round; tells `versions` of each. */
  multi(xid: number, connection: number, firstKey: number, versions: KeyVersions): void {
    const at = this.#copy(this.#multiSet, xid) + PATH_AT - INT_BYTES
    const partBytes = PART_HEADER_BYTES + INT_BYTES + this.#keyPathBytes + INT_BYTES + this.#valueBytes + INT_BYTES
    for (let part = 0; part < this.#multi; part++) {
      const key = (firstKey + part) % versions.keys
      const pathAt = at + part * partBytes + PART_HEADER_BYTES + INT_BYTES
      this.#writeKeyAndValue(pathAt, connection, key, versions.write(key))
    }
  }

  #copy(frame: Uint8Array, xid: number): number {
    const at = this.#outbox.room(frame.length)
    this.#outbox.bytes.set(frame, at)
    this.#outbox.i32(at + XID_AT, xid)
    return at
  }

  #writeKey(pathAt: number, connection: number, key: number): void {
    writeDigits(this.#outbox.bytes, pathAt + this.#connectionAt, CONNECTION_DIGITS, connection)
    writeDigits(this.#outbox.bytes, pathAt + this.#keyAt, KEY_DIGITS, key)
  }

  #writeKeyAndValue(pathAt: number, connection: number, key: number, version: number): void {
    this.#writeKey(pathAt, connection, key)
    const valueAt = pathAt + this.#keyPathBytes + INT_BYTES
    writeValue(this.#outbox.bytes, valueAt, this.#valueBytes, { connection, key, version })
  }

  /** Names of created znodes begin where those of keys do. */
  #writeUnique(pathAt: number, connection: number, unique: number): void {
    writeDigits(this.#outbox.bytes, pathAt + this.#connectionAt, CONNECTION_DIGITS, connection)
    writeDigits(this.#outbox.bytes, pathAt + this.#keyAt, UNIQUE_DIGITS, unique)
  }
}

/** A whole frame, length word and all, with the xid 0. */
function framed(request: ClientRequest): Uint8Array {
  const payload = encodeRequest(0, request)
  const frame = new Uint8Array(4 + payload.length)
  new DataView(frame.buffer).setInt32(0, payload.length)
  frame.set(payload, 4)
  return frame
}
