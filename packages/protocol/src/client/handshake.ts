/**
 * The first frame in either direction; neither has a header.
 *
 * ```
 * ConnectRequest    int protocolVersion · long lastZxidSeen · int timeout · long sessionId · buffer password · [boolean readOnly]
 * ConnectResponse   int protocolVersion · int timeout · long sessionId · buffer password · [boolean readOnly]
 * ```
 *
 * The flag came with 3.4. A client that does not send it must not be sent it: the C client tells the two forms apart by
 * their length (ZOOKEEPER-4814).
 */
import { ByteReader } from '@quoll/bytes'
import { beginFrame } from './mill.ts'

export type ConnectRequest = {
  /** Rounded when it is no safe integer: it is only ever compared. */
  readonly lastZxidSeen: number
  readonly timeoutMs: number
  /** Without a sign; 0 asks for a new session. */
  readonly sessionId: bigint
  readonly password: Uint8Array | undefined
  /** Undefined: the client does not know the flag. */
  readonly readOnly: boolean | undefined
}

export type ConnectResponse = {
  /** 0: the session is over. */
  readonly timeoutMs: number
  readonly sessionId: bigint
  readonly password: Uint8Array
  /** Undefined for a client that did not send the flag. */
  readonly readOnly: boolean | undefined
}

/** Clients send 0 and nobody looks. */
const PROTOCOL_VERSION = 0

export function encodeConnectRequest(request: ConnectRequest): Uint8Array {
  const writer = beginFrame()
  writer.i32(PROTOCOL_VERSION)
  writer.i53(request.lastZxidSeen)
  writer.i32(request.timeoutMs)
  writer.i64(request.sessionId)
  writer.buffer(request.password)
  if (request.readOnly !== undefined) writer.boolean(request.readOnly)
  return writer.take()
}

/** @throws DecodeError when the frame is none; the connection is then closed without a word. */
export function decodeConnectRequest(frame: Uint8Array): ConnectRequest {
  const reader = new ByteReader(frame, 4)
  return {
    lastZxidSeen: reader.i64Rounded(),
    timeoutMs: reader.i32(),
    sessionId: reader.u64(),
    password: reader.buffer(),
    readOnly: reader.remaining > 0 ? reader.boolean() : undefined,
  }
}

/** 36 bytes, or 37 with the flag, as long as the password has its 16. */
export function encodeConnectResponse(response: ConnectResponse): Uint8Array {
  const writer = beginFrame()
  writer.i32(PROTOCOL_VERSION)
  writer.i32(response.timeoutMs)
  writer.i64(response.sessionId)
  writer.buffer(response.password)
  if (response.readOnly !== undefined) writer.boolean(response.readOnly)
  return writer.take()
}

/** @throws DecodeError when the frame is none. */
export function decodeConnectResponse(frame: Uint8Array): ConnectResponse {
  const reader = new ByteReader(frame, 4)
  return {
    timeoutMs: reader.i32(),
    sessionId: reader.u64(),
    password: reader.buffer() ?? new Uint8Array(0),
    readOnly: reader.remaining > 0 ? reader.boolean() : undefined,
  }
}
