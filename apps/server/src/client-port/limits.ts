/** What one client may cost us. Every bound is judged before anything is allocated for what it bounds. */
import { FRAME_BYTES_MAX } from '@quoll/protocol/client'

export type ClientPortLimits = {
  /** Longest request, bytes; one of exactly this length is served (ZooKeeper: jute.maxbuffer). */
  readonly frameBytesMax: number
  /** Connections from one address, four-letter words included; the next is reset. 0: any number (ZooKeeper: maxClientCnxns). */
  readonly connectionsPerAddressMax: number
  /** Connections in all; the next is reset. 0: any number (ZooKeeper: maxCnxns). */
  readonly connectionsMax: number
  /** A connection without a first whole request is closed after this many milliseconds (ZooKeeper: sessionlessCnxnTimeout). */
  readonly handshakeMs: number
  /** Replies a client left unread, bytes, above which its further requests wait. */
  readonly unreadBytesPause: number
  /** Replies and watch events it left unread, bytes, above which it is closed. One reply may exceed this, never two. */
  readonly unreadBytesMax: number
  /** A connection that we close has this many milliseconds to take its last replies. */
  readonly lingerMs: number
}

export const DEFAULT_CLIENT_PORT_LIMITS: ClientPortLimits = {
  frameBytesMax: FRAME_BYTES_MAX,
  connectionsPerAddressMax: 60,
  connectionsMax: 10_000,
  handshakeMs: 15_000,
  unreadBytesPause: 1024 * 1024,
  unreadBytesMax: 32 * 1024 * 1024,
  lingerMs: 2_000,
}
