import type { Brand } from '@quoll/core'

/** All 64 bits of a session's number, without a sign, never in a double. The high byte is the peer that created it. */
export type SessionId = Brand<bigint, 'SessionId'>

/** The one form in which ids are compared and looked up: a signed long from elsewhere becomes its unsigned 64 bits. */
export function sessionId(value: bigint): SessionId {
  return BigInt.asUintN(64, value) as SessionId
}

/** `0x100000cdfe00000`, the way ZooKeeper prints it. */
export function formatSessionId(id: SessionId): string {
  return `0x${BigInt.asUintN(64, id).toString(16)}`
}
