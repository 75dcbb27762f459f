/**
 * Why a connection was refused or a link closed, as WebSocket close codes. Only the code of an unknown peer is believed,
 * and only to choose a sentence: its own words are never printed.
 */

export const CLOSED = {
  /** RFC 6455: the endpoint is going away. */
  stopping: 1001,
  malformed: 4000,
  version: 4001,
  key: 4002,
  stranger: 4003,
  misdirected: 4004,
  /** An authenticated peer closed the link and says why. */
  byPeer: 4010,
} as const

export type RefusalCode =
  | typeof CLOSED.malformed
  | typeof CLOSED.version
  | typeof CLOSED.key
  | typeof CLOSED.stranger
  | typeof CLOSED.misdirected

export type Refusal = { readonly type: 'refused'; readonly code: RefusalCode; readonly why: string }

export function refused(code: RefusalCode, why: string): Refusal {
  return { type: 'refused', code, why }
}

/** Our own sentence for a refusal by the other side, before it proved who it is; undefined when the code is none of ours. */
export function refusalSentence(code: number): string | undefined {
  switch (code) {
    case CLOSED.version:
      return 'it speaks another version of the peer protocol: run the same version of Quoll on both'
    case CLOSED.key:
      return 'it does not accept our proof: the two peers have different ensemble keys'
    case CLOSED.stranger:
      return 'it does not expect us to dial it: compare the lists of peers on both'
    case CLOSED.misdirected:
      return 'it is another peer than the one we meant: compare the addresses of the peers'
    case CLOSED.malformed:
      return 'it did not understand our handshake'
    default:
      return undefined
  }
}

/** Words of an authenticated peer, made fit for a log line. */
export function printable(words: string): string {
  return words.replace(/[^\x20-\x7e]/g, '?')
}
