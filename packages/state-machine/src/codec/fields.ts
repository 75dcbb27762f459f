/** Fields that transactions and snapshots share. Readers throw DecodeError only. */
import { type ByteReader, type ByteWriter, DecodeError } from '@quoll/bytes'
import { isZxid, type Zxid } from '@quoll/core'
import { OPEN_ACL, Permission, READ_ACL } from '../access.ts'
import type { Acl } from '../acl.ts'
import type { SessionId } from '../session-id.ts'
import type { NodeKind } from '../txn.ts'

/** The two lists that nearly all znodes have take one byte, and come back as the same object. */
const AclForm = { list: 0, open: 1, readOnly: 2 } as const
const KindForm = { persistent: 0, ephemeral: 1, container: 2, ttl: 3 } as const

/** Permissions and the lengths of two texts. */
const ACL_ENTRY_BYTES_MIN = 12

const PERSISTENT: NodeKind = { type: 'persistent' }
const CONTAINER: NodeKind = { type: 'container' }

export function writeAcl(writer: ByteWriter, acl: readonly Acl[]): void {
  const form = formOf(acl)
  writer.u8(form)
  if (form !== AclForm.list) return
  writer.u32(acl.length)
  for (const { perms, scheme, id } of acl) {
    writer.i32(perms)
    writer.string(scheme)
    writer.string(id)
  }
}

export function readAcl(reader: ByteReader): readonly Acl[] {
  const form = reader.u8()
  if (form === AclForm.open) return OPEN_ACL
  if (form === AclForm.readOnly) return READ_ACL
  if (form !== AclForm.list) throw new DecodeError(`no access control list has the form ${form}`)
  const count = readCount(reader, ACL_ENTRY_BYTES_MIN)
  const acl: Acl[] = []
  for (let at = 0; at < count; at++)
    acl.push({ perms: reader.i32(), scheme: readString(reader), id: readString(reader) })
  return acl
}

export function writeKind(writer: ByteWriter, kind: NodeKind): void {
  switch (kind.type) {
    case 'persistent':
      writer.u8(KindForm.persistent)
      break
    case 'ephemeral':
      writer.u8(KindForm.ephemeral)
      writer.i64(kind.owner)
      break
    case 'container':
      writer.u8(KindForm.container)
      break
    case 'ttl':
      writer.u8(KindForm.ttl)
      writer.i53(kind.ttlMs)
      break
  }
}

export function readKind(reader: ByteReader): NodeKind {
  const form = reader.u8()
  switch (form) {
    case KindForm.persistent:
      return PERSISTENT
    case KindForm.ephemeral:
      return { type: 'ephemeral', owner: readSession(reader) }
    case KindForm.container:
      return CONTAINER
    case KindForm.ttl:
      return { type: 'ttl', ttlMs: reader.i53() }
    default:
      throw new DecodeError(`no znode is of the kind ${form}`)
  }
}

export function readSession(reader: ByteReader): SessionId {
  return reader.u64() as SessionId
}

export function readZxid(reader: ByteReader): Zxid {
  const value = reader.i53()
  if (!isZxid(value)) throw new DecodeError(`${value} is no zxid`)
  return value
}

/** A text that is always there. */
export function readString(reader: ByteReader): string {
  const text = reader.string()
  if (text === undefined) throw new DecodeError('a text is missing')
  return text
}

/** How many items follow; refused when they cannot fit into the rest. */
export function readCount(reader: ByteReader, itemBytesMin: number): number {
  const count = reader.u32()
  if (count * itemBytesMin > reader.remaining) throw new DecodeError(`${count} items do not fit into the rest`)
  return count
}

function formOf(acl: readonly Acl[]): number {
  if (acl === OPEN_ACL) return AclForm.open
  const [entry] = acl
  if (acl.length !== 1 || entry?.scheme !== 'world' || entry.id !== 'anyone') return AclForm.list
  if (entry.perms === Permission.all) return AclForm.open
  return entry.perms === Permission.read ? AclForm.readOnly : AclForm.list
}
