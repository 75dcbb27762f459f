import type { ByteReader, ByteWriter } from '@quoll/bytes'
import { readVector, writeVector } from './vector.ts'

/** One entry of an access control list; neighbours agree by shape with `Acl` of state-machine. */
export type Acl = { readonly perms: number; readonly scheme: string; readonly id: string }

/** perms, and two lengths. */
const ACL_BYTES_MIN = 12

export function writeAcl(writer: ByteWriter, acl: readonly Acl[] | undefined): void {
  writeVector(writer, acl, writeEntry)
}

/** Undefined for a null list, which create and setACL answer with their own error. */
export function readAcl(reader: ByteReader): Acl[] | undefined {
  return readVector(reader, ACL_BYTES_MIN, readEntry)
}

function writeEntry(writer: ByteWriter, { perms, scheme, id }: Acl): void {
  writer.i32(perms)
  writer.string(scheme)
  writer.string(id)
}

/** A null scheme or id reads as empty: no list with one of either is valid. */
function readEntry(reader: ByteReader): Acl {
  return { perms: reader.i32(), scheme: reader.string() ?? '', id: reader.string() ?? '' }
}
