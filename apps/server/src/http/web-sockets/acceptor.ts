/** What a part of the server says to get the WebSockets of one path of the HTTP port: `/client` and `/feed` are two of them. */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'

/** A connection that became a WebSocket. No message of it has been read yet. */
export type Upgraded = {
  readonly ws: WebSocket
  /** The TCP socket under it: its addresses, how much it has not taken, cork and uncork. */
  readonly socket: Socket
  /** The request it began with: its query, its headers. */
  readonly request: IncomingMessage
}

export type WebSocketAcceptor = {
  /** Longest message that is taken, bytes; a longer one closes its connection with code 1009. */
  readonly messageBytesMax: number
  /** Connections on this path at once; the next is answered with 503. 0: any number. */
  readonly connectionsMax: number
  /** Why the next connection from this address is not taken, in a sentence; undefined: it is. Asked before anything is spent on it. */
  readonly refusal?: (address: string) => string | undefined
  /** Takes the connection over. It is pinged, and cut when it is dead; everything else is the acceptor's, its 'error' event too. */
  readonly accept: (upgraded: Upgraded) => void
}

/** By the path of the upgrade request. */
export type WebSocketAcceptors = Readonly<Record<string, WebSocketAcceptor>>
