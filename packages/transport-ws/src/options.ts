/** What one can say about a transport, and what holds when nothing is said. */
import type { PeerId } from '@quoll/core'

export type PeerAddress = { readonly host: string; readonly port: number }

export type WebSocketTransportOptions = {
  readonly self: PeerId
  /** Where the others listen. An entry for ourselves is allowed and ignored. */
  readonly peers: ReadonlyMap<PeerId, PeerAddress>
  readonly listen: PeerAddress
  /** The secret all peers of the ensemble share: at least 16 bytes. Text is taken as UTF-8. */
  readonly key: Uint8Array | string
  /** Version of the frames between peers, 0 to 65,535. Peers of different versions refuse each other, with a sentence. */
  readonly protocolVersion: number
  readonly limits?: Partial<TransportLimits>
  readonly timing?: Partial<TransportTiming>
  /** Hears one sentence per thing an operator may want to know: refusals, failing dials. Never the same one in a row. */
  readonly note?: (sentence: string) => void
  /** The port is open; useful with port 0. */
  readonly onListening?: (port: number) => void
  /** The port could not be opened. Without this, the error is thrown as an uncaught one. */
  readonly onListenFailed?: (error: Error) => void
}

export type TransportLimits = {
  /** Largest frame sent or taken, bytes. Judged by the length word, before anything is allocated for it. */
  readonly frameBytesMax: number
  /** Bytes waiting for the operating system on one link. Above it the link is closed: it is slower than the ensemble. */
  readonly queueBytesMax: number
  /** Connections that have not proved yet who they are. One more, and the oldest of them is dropped. */
  readonly strangersMax: number
}

/** Milliseconds. */
export type TransportTiming = {
  /** Every link says something this often. */
  readonly keepAliveMs: number
  /** A link that was silent this long is closed. */
  readonly deadLinkMs: number
  /** Patience of a dial until TCP is connected. */
  readonly connectMs: number
  /** Patience from TCP being connected until both sides know each other. */
  readonly handshakeMs: number
  /** Pauses between dials double from the first to the second, each shortened by up to a half at random. */
  readonly redialMinMs: number
  readonly redialMaxMs: number
  /** How long a closing connection may take to get its last words out. */
  readonly lingerMs: number
}

export const ENSEMBLE_KEY_BYTES_MIN = 16

export const DEFAULT_LIMITS: TransportLimits = {
  frameBytesMax: 64 * 1024 * 1024,
  queueBytesMax: 128 * 1024 * 1024,
  strangersMax: 64,
}

export const DEFAULT_TIMING: TransportTiming = {
  keepAliveMs: 100,
  deadLinkMs: 500,
  connectMs: 1_000,
  handshakeMs: 2_000,
  redialMinMs: 10,
  redialMaxMs: 500,
  lingerMs: 250,
}
