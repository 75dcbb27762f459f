/** ZooKeeper's client protocol, both sides of it. Nothing in here imports this file. */
export type { Acl } from './acl.ts'
export { decodeRequest, type RequestFrame, splitRequest } from './decode-request.ts'
export { encodeRequest, opCodeOf } from './encode-request.ts'
export { ErrorCode, nameOfError } from './error-codes.ts'
export { FOUR_LETTER_WORDS, type FourLetterWord } from './four-letter-words.ts'
export { type Decoded, FRAME_BYTES_MAX, FrameDecoder, type FrameDecoderOptions } from './frame-decoder.ts'
export {
  type ConnectRequest,
  type ConnectResponse,
  decodeConnectRequest,
  decodeConnectResponse,
  encodeConnectRequest,
  encodeConnectResponse,
} from './handshake.ts'
export { type ReplyHeader, type RequestHeader, Xid } from './headers.ts'
export { decodeNotification, EventType, encodeNotification, type Notification } from './notification.ts'
export { nameOfOperation, OpCode } from './op-codes.ts'
export type { MultiResult, Reply } from './reply.ts'
export { decodeReply, decodeReplyHeader, encodeReply, NO_ZXID } from './reply-codec.ts'
export type * from './request.ts'
export { firstSessionId, nextSessionId } from './session-id.ts'
export { isSessionPassword, PASSWORD_BYTES, sessionPassword } from './session-password.ts'
export type { StatRecord } from './stat.ts'
