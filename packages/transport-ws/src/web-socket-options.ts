/** How both sides use `ws`: no compression, bounded messages, and no automatic pongs, because both sides speak unasked. */
import type { TransportLimits } from './options.ts'

/** Path of the WebSocket on the peer port. */
export const PEER_PATH = '/peer'

export type WebSocketOptions = {
  readonly perMessageDeflate: false
  readonly maxPayload: number
  readonly autoPong: false
  readonly skipUTF8Validation: true
}

export function webSocketOptions({ frameBytesMax }: TransportLimits): WebSocketOptions {
  return { perMessageDeflate: false, maxPayload: frameBytesMax, autoPong: false, skipUTF8Validation: true }
}
