/** Messages between peers as a trace shows them. */
import { describeMessage, formatZxid, type ZabMessage } from '@quoll/core'
import type { TracedMessage } from './trace-record.ts'

export function tracedMessage(message: ZabMessage): TracedMessage {
  const traced = { name: message.type, text: describeMessage(message) }
  if (message.type !== 'notification') return traced
  const { role, round, vote } = message
  return { ...traced, vote: { round, role, leader: vote.leader, epoch: vote.epoch, zxid: formatZxid(vote.zxid) } }
}

/** Messages that come with every write, or with every heartbeat. */
export function isRoutine({ type }: ZabMessage): boolean {
  return type === 'ping' || type === 'pong' || type === 'proposal' || type === 'ack' || type === 'commit'
}
