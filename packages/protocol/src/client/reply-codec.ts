/** Whole replies: header and body. */
import { ByteReader } from '@quoll/bytes'
import { ErrorCode } from './error-codes.ts'
import { type ReplyHeader, readReplyHeader, writeReplyHeader } from './headers.ts'
import { beginFrame } from './mill.ts'
import type { Reply } from './reply.ts'
import { bodyOf, readReplyBody, writeReplyBody } from './reply-body.ts'
import type { ClientRequest } from './request.ts'

/** The zxid of a reply to an operation nobody knows. */
export const NO_ZXID = -1

/** A frame to a client, without its length word. `zxid` is the last one applied, or the write's own. */
export function encodeReply(xid: number, zxid: number, reply: Reply): Uint8Array {
  const writer = beginFrame()
  writeReplyHeader(writer, xid, zxid, reply.type === 'error' ? reply.code : ErrorCode.ok)
  writeReplyBody(writer, reply)
  return writer.take()
}

/** A reply's header: what says to which request the frame belongs, or that it is a notification (xid -1). */
export function decodeReplyHeader(frame: Uint8Array): ReplyHeader {
  return readReplyHeader(new ByteReader(frame))
}

/** @throws DecodeError when the frame is no reply to `request`. Buffers in the reply are parts of the frame. */
export function decodeReply(request: ClientRequest, frame: Uint8Array): ReplyHeader & { readonly reply: Reply } {
  const reader = new ByteReader(frame)
  const { xid, zxid, error } = readReplyHeader(reader)
  const reply: Reply = error === ErrorCode.ok ? readReplyBody(reader, bodyOf(request)) : { type: 'error', code: error }
  return { xid, zxid, error, reply }
}
