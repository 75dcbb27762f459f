/**
 * ```
 * RequestHeader   int xid · int type
 * ReplyHeader     int xid · long zxid · int err
 * ```
 */
import type { ByteReader, ByteWriter } from '@quoll/bytes'

/** Numbers that clients do not count requests with. A reply repeats the request's xid, a ping's is always `ping`. */
export const Xid = { notification: -1, ping: -2, auth: -4, setWatches: -8 } as const

export type RequestHeader = { readonly xid: number; readonly opCode: number }

export type ReplyHeader = {
  readonly xid: number
  /** -1 where nothing was looked at, 0 where authentication answers. */
  readonly zxid: number
  /** An ErrorCode; 0 is success. */
  readonly error: number
}

/** Fewer bytes than this are no request at all: the connection is closed. */
export const REQUEST_HEADER_BYTES = 8

export function writeRequestHeader(writer: ByteWriter, xid: number, opCode: number): void {
  writer.i32(xid)
  writer.i32(opCode)
}

export function readRequestHeader(reader: ByteReader): RequestHeader {
  return { xid: reader.i32(), opCode: reader.i32() }
}

export function writeReplyHeader(writer: ByteWriter, xid: number, zxid: number, error: number): void {
  writer.i32(xid)
  writer.i53(zxid)
  writer.i32(error)
}

export function readReplyHeader(reader: ByteReader): ReplyHeader {
  return { xid: reader.i32(), zxid: reader.i53(), error: reader.i32() }
}
