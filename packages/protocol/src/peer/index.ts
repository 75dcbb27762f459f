/** The frames between peers. Nothing in here imports this file. */
export { decodeFrame } from './decode-frame.ts'
export { encodeFrame, FrameWriter } from './frame-writer.ts'
export type { PeerMessage } from './messages.ts'
export { PEER_PROTOCOL_VERSION } from './version.ts'
