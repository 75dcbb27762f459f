/** The moments in which scripts act: what a peer asks of its disk, and what it sends. */
import type { Effect, ZabMessage } from '@quoll/core'
import { decodeFrame } from '@quoll/protocol/peer'

/** What `when` waits for: a write asked of the disk, or a message sent. */
export type Moment = 'append' | 'truncate' | 'promise' | 'adopt' | 'install' | `send ${ZabMessage['type']}`

/** Does the peer come to this moment with `effect`? */
export function isMoment(effect: Effect, moment: Moment): boolean {
  if (effect.type === 'send') return moment === `send ${effect.message.type}`
  if (effect.type !== 'persist') return false
  const { write } = effect
  switch (moment) {
    case 'append':
    case 'truncate':
      return write.type === moment
    case 'install':
      return write.type === 'install-snapshot'
    case 'promise':
      return write.type === 'epochs' && write.current < write.accepted
    case 'adopt':
      return write.type === 'epochs' && write.current === write.accepted
    default:
      return false
  }
}

/** Is one of the messages of this frame, given in parts, of this type? */
export function frameHolds(parts: readonly Uint8Array[], type: ZabMessage['type']): boolean {
  const frame = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    frame.set(part, at)
    at += part.length
  }
  return decodeFrame(frame).some((message) => message.type === 'zab' && message.message.type === type)
}
