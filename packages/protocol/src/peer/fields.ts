/**
 * Fields of messages between peers. Who sends them has proved who it is, but may be broken: everything is held against its
 * range here, so that the core only ever sees values of its types.
 */
import { type ByteReader, type ByteWriter, DecodeError } from '@quoll/bytes'
import { type Epoch, isEpoch, isPeerId, isZxid, type PeerId, type Role, type Zxid } from '@quoll/core'

/** Indexed by their numbers on the wire. */
const ROLES: readonly Role[] = ['looking', 'leading', 'following', 'observing']
/** On the wire, where an epoch is absent. */
const NO_EPOCH = 0xffff_ffff

export function readEpoch(reader: ByteReader): Epoch {
  const value = reader.u32()
  if (!isEpoch(value)) throw new DecodeError(`${value} is no epoch`)
  return value
}

export function writeOptionalEpoch(writer: ByteWriter, epoch: Epoch | undefined): void {
  writer.u32(epoch ?? NO_EPOCH)
}

export function readOptionalEpoch(reader: ByteReader): Epoch | undefined {
  const value = reader.u32()
  if (value === NO_EPOCH) return undefined
  if (!isEpoch(value)) throw new DecodeError(`${value} is no epoch`)
  return value
}

export function readZxid(reader: ByteReader): Zxid {
  const value = reader.i53()
  if (!isZxid(value)) throw new DecodeError(`${value} is no zxid`)
  return value
}

export function readPeerId(reader: ByteReader): PeerId {
  const value = reader.u8()
  if (!isPeerId(value)) throw new DecodeError(`${value} is no peer's number`)
  return value
}

export function writeRole(writer: ByteWriter, role: Role): void {
  writer.u8(ROLES.indexOf(role))
}

export function readRole(reader: ByteReader): Role {
  const number = reader.u8()
  const role = ROLES[number]
  if (role === undefined) throw new DecodeError(`${number} is no role`)
  return role
}

/** A counter of a peer: rounds, attempts, ticks. Never negative, and exact. */
export function readCounter(reader: ByteReader): number {
  const value = reader.i53()
  if (value < 0) throw new DecodeError(`a counter cannot be ${value}`)
  return value
}

/** Our own boolean has two forms, unlike the client protocol's. */
export function readFlag(reader: ByteReader): boolean {
  const value = reader.u8()
  if (value > 1) throw new DecodeError(`a flag is 0 or 1, not ${value}`)
  return value === 1
}

export function readText(reader: ByteReader): string {
  const text = reader.string()
  if (text === undefined) throw new DecodeError('a text is missing')
  return text
}

/** Where a list begins: how many elements follow, of at least `elementBytesMin` each. */
export function readCount(reader: ByteReader, elementBytesMin: number): number {
  const count = reader.u32()
  if (count * elementBytesMin > reader.remaining)
    throw new DecodeError(`${count} elements cannot lie in ${reader.remaining} bytes`)
  return count
}

/** Length and bytes, where they lie. */
export function readPayload(reader: ByteReader): Uint8Array {
  return reader.bytes(reader.u32())
}
