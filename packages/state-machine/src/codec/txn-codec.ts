/**
 * Transactions as bytes: the payload the core orders, the disk keeps and the links carry. Big-endian.
 *
 *   u8 format | i64 session | i32 xid | u8 origin | u32 request | i64 time | operation
 *   operation: u8 tag, then the fields of its type in the order of `TxnOperation`
 */
import { ByteReader, ByteWriter, DecodeError } from '@quoll/bytes'
import { isPeerId, unreachable } from '@quoll/core'
import type { ErrorCode } from '../error-code.ts'
import type { Txn, TxnHeader, TxnOperation } from '../txn.ts'
import { readAcl, readCount, readKind, readSession, readString, writeAcl, writeKind } from './fields.ts'

const FORMAT = 1

/** Numbers that stand on disks: never to be given to anything else. */
const Tag = {
  create: 1,
  delete: 2,
  setData: 3,
  setAcl: 4,
  check: 5,
  multi: 6,
  createSession: 7,
  closeSession: 8,
  error: 9,
  multiError: 10,
} as const

/** Payloads are cut from shared buffers of this size. */
const BUFFER_BYTES = 64 * 1024
/** A tag and a length, at least. */
const ITEM_BYTES_MIN = 5

const writer = new ByteWriter(BUFFER_BYTES)

/** The bytes of a transaction, for good: nobody else writes to them. */
export function encodeTxn(txn: Txn): Uint8Array {
  writer.u8(FORMAT)
  writer.i64(txn.session)
  writer.i32(txn.xid)
  writer.u8(txn.origin)
  writer.u32(txn.request)
  writer.i53(txn.timeMs)
  writeOperation(txn.operation)
  return writer.take()
}

/** The transaction; its data still lies in `payload`. @throws DecodeError when the bytes are none. */
export function decodeTxn(payload: Uint8Array): Txn {
  const reader = new ByteReader(payload)
  const { session, xid, origin, request, timeMs } = readHeader(reader)
  const operation = readOperation(reader, true)
  if (reader.remaining > 0) throw new DecodeError(`${reader.remaining} bytes behind the end of a transaction`)
  return { session, xid, origin, request, timeMs, operation }
}

function readHeader(reader: ByteReader): TxnHeader {
  const format = reader.u8()
  if (format !== FORMAT) throw new DecodeError(`a transaction of format ${format}, ${FORMAT} is the newest known here`)
  const session = readSession(reader)
  const xid = reader.i32()
  const origin = reader.u8()
  if (!isPeerId(origin)) throw new DecodeError(`${origin} is no peer`)
  return { session, xid, origin, request: reader.u32(), timeMs: reader.i53() }
}

function writeOperation(operation: TxnOperation): void {
  switch (operation.type) {
    case 'create':
      writer.u8(Tag.create)
      writer.string(operation.path)
      writer.buffer(operation.data)
      writeAcl(writer, operation.acl)
      writeKind(writer, operation.kind)
      writer.i32(operation.parentCversion)
      break
    case 'delete':
      writer.u8(Tag.delete)
      writer.string(operation.path)
      break
    case 'set-data':
      writer.u8(Tag.setData)
      writer.string(operation.path)
      writer.buffer(operation.data)
      writer.i32(operation.version)
      break
    case 'set-acl':
      writer.u8(Tag.setAcl)
      writer.string(operation.path)
      writeAcl(writer, operation.acl)
      writer.i32(operation.version)
      break
    case 'check':
      writer.u8(Tag.check)
      writer.i32(operation.version)
      break
    case 'multi':
      writer.u8(Tag.multi)
      writer.u32(operation.operations.length)
      for (const each of operation.operations) writeOperation(each)
      break
    case 'create-session':
      writer.u8(Tag.createSession)
      writer.i32(operation.timeoutMs)
      break
    case 'close-session':
      writer.u8(Tag.closeSession)
      writer.u32(operation.paths.length)
      for (const path of operation.paths) writer.string(path)
      break
    case 'error':
      writer.u8(Tag.error)
      writer.i32(operation.code)
      break
    case 'multi-error':
      writer.u8(Tag.multiError)
      writer.u32(operation.failed)
      writer.u32(operation.count)
      writer.i32(operation.code)
      break
    default:
      unreachable(operation)
  }
}

/** `isTop`: a multi holds single operations only, so nesting ends at one. */
function readOperation(reader: ByteReader, isTop: boolean): TxnOperation {
  const tag = reader.u8()
  switch (tag) {
    case Tag.create:
      return {
        type: 'create',
        path: readString(reader),
        data: reader.buffer(),
        acl: readAcl(reader),
        kind: readKind(reader),
        parentCversion: reader.i32(),
      }
    case Tag.delete:
      return { type: 'delete', path: readString(reader) }
    case Tag.setData:
      return { type: 'set-data', path: readString(reader), data: reader.buffer(), version: reader.i32() }
    case Tag.setAcl:
      return { type: 'set-acl', path: readString(reader), acl: readAcl(reader), version: reader.i32() }
    case Tag.check:
      return { type: 'check', version: reader.i32() }
    case Tag.createSession:
      return { type: 'create-session', timeoutMs: reader.i32() }
    case Tag.closeSession:
      return { type: 'close-session', paths: readMany(reader, 4, readString) }
    case Tag.error:
      return { type: 'error', code: readCode(reader) }
    case Tag.multiError:
      return readMultiError(reader)
    case Tag.multi:
      if (isTop)
        return { type: 'multi', operations: readMany(reader, ITEM_BYTES_MIN, (each) => readOperation(each, false)) }
  }
  throw new DecodeError(`no operation ${isTop ? '' : 'inside a multi '}has the number ${tag}`)
}

/** The count decides how many results a client is sent, so it is held to what a request of legal size can have. */
function readMultiError(reader: ByteReader): TxnOperation {
  const failed = reader.u32()
  const count = reader.u32()
  if (failed >= count || count > MULTI_COUNT_MAX) throw new DecodeError(`operation ${failed} of ${count} failed`)
  return { type: 'multi-error', failed, count, code: readCode(reader) }
}

const MULTI_COUNT_MAX = 0xff_ffff

function readMany<T>(reader: ByteReader, itemBytesMin: number, read: (reader: ByteReader) => T): T[] {
  const items: T[] = []
  for (let left = readCount(reader, itemBytesMin); left > 0; left--) items.push(read(reader))
  return items
}

/** Whatever the leader said: codes are passed on to clients, not looked at. */
function readCode(reader: ByteReader): ErrorCode {
  return reader.i32() as ErrorCode
}
