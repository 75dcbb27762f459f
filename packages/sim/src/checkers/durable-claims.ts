/**
 * Durable claims (I15): a message that promises something durable leaves after the disk has it. ACK: the history up to
 * there; NEWLEADER's ACK: the whole history and then currentEpoch; ACKEPOCH and LEADERINFO: acceptedEpoch.
 */
import { formatZxid, type PeerId, type ZabMessage, type Zxid } from '@quoll/core'
import type { MakeChecker } from '../evidence/fact.ts'
import type { PeerBook } from '../evidence/ledger.ts'

export const durableClaims: MakeChecker = (ledger, report) => ({
  name: 'durable-claims',
  sent(peer: PeerId, _to, message) {
    const broken = unfounded(ledger.book(peer), message)
    if (broken !== undefined) report(`peer ${peer} sends ${message.type} of epoch ${epochIn(message)} ${broken}`)
  },
})

function unfounded({ durable, written }: PeerBook, message: ZabMessage): string | undefined {
  switch (message.type) {
    case 'ack':
      return message.upTo > lastOf(durable.history) ? `up to ${formatZxid(message.upTo)}, not durable` : undefined
    case 'ack-new-leader':
      if (durable.currentEpoch !== message.epoch) return 'before currentEpoch is durable'
      return undefined
    case 'ack-epoch':
      if (message.last > lastOf(written.history)) return 'claiming more than it has'
      return durable.acceptedEpoch < message.epoch ? 'before acceptedEpoch is durable' : undefined
    case 'leader-info':
      return durable.acceptedEpoch < message.epoch ? 'before acceptedEpoch is durable' : undefined
    case 'up-to-date':
      return durable.currentEpoch < message.epoch ? 'before its own currentEpoch is durable' : undefined
    default:
      return undefined
  }
}

function lastOf(history: readonly Zxid[]): Zxid {
  return history[history.length - 1] ?? (0 as Zxid)
}

function epochIn(message: ZabMessage): number {
  return 'epoch' in message ? message.epoch : 0
}
