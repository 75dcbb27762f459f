/** Messages between peers as a trace shows them. */
import { describeMessage, formatZxid, lastOf, type ZabMessage } from '@quoll/core'
import { clip } from './clip.ts'
import type { TracedMessage } from './trace-record.ts'

export function tracedMessage(message: ZabMessage): TracedMessage {
  const traced = { name: message.type, text: clip(describeMessage(message)), ...numbersOf(message) }
  if (message.type !== 'notification') return traced
  const { role, round, vote } = message
  return { ...traced, vote: { round, role, leader: vote.leader, epoch: vote.epoch, zxid: formatZxid(vote.zxid) } }
}

/** A vote has its own; heartbeats have nothing to tell. */
function numbersOf(message: ZabMessage): Pick<TracedMessage, 'epoch' | 'zxid'> {
  switch (message.type) {
    case 'follower-info':
      return { epoch: message.acceptedEpoch }
    case 'ack-epoch':
      return { epoch: message.epoch, zxid: formatZxid(message.last) }
    case 'trunc':
      return { epoch: message.epoch, zxid: formatZxid(message.to) }
    case 'up-to-date':
      return { epoch: message.epoch, zxid: formatZxid(message.committed) }
    case 'proposal':
      return { epoch: message.epoch, zxid: formatZxid(lastOf(message.batch)) }
    case 'ack':
    case 'commit':
      return { epoch: message.epoch, zxid: formatZxid(message.upTo) }
    case 'leader-info':
    case 'diff':
    case 'snap':
    case 'new-leader':
    case 'ack-new-leader':
      return { epoch: message.epoch }
    default:
      return {}
  }
}
