/** The public face of the WebSocket transport. Nothing in here imports this file. */
export {
  DEFAULT_LIMITS,
  DEFAULT_TIMING,
  ENSEMBLE_KEY_BYTES_MIN,
  type PeerAddress,
  type TransportLimits,
  type TransportTiming,
  type WebSocketTransportOptions,
} from './options.ts'
export { webSocketTransport } from './web-socket-transport.ts'
