/** Conversations brought to a certain point, for tests that begin there. */
import type { ConversationOptions } from './conversation.ts'
import { at, batch, Conversation, epoch } from './conversation.ts'

const oneTxn = { acceptedEpoch: epoch(1), currentEpoch: epoch(1), log: [batch('1:1', 'a')] }

/** Peer 3 of three leads in discovery, with 1:1 on its disk; peer 2 was asked to promise epoch 2. */
export function leaderInDiscovery(options: ConversationOptions = {}): Conversation {
  const peer = new Conversation({ id: 3, durable: oneTxn, ...options })
  peer.hearVote(1, { for: 3, current: 1, last: '1:1' }).hearVote(2, { for: 3, current: 1, last: '1:1' })
  return peer.hear(2, { type: 'follower-info', attempt: 1, acceptedEpoch: epoch(1), observer: false }).sync()
}

/** The same, with epoch 2 established by peers 2 and 3. */
export function leaderInBroadcast(options: ConversationOptions = {}): Conversation {
  const peer = leaderInDiscovery(options)
  peer.hear(2, { type: 'ack-epoch', epoch: epoch(2), currentEpoch: epoch(1), last: at('1:1') }).sync()
  return peer.hear(2, { type: 'ack-new-leader', epoch: epoch(2) })
}

/** Peer 1 of three has knocked at peer 2, with 1:1 on its disk. */
export function learnerKnocking(options: ConversationOptions = {}): Conversation {
  const peer = new Conversation({ durable: oneTxn, ...options })
  return peer.hearVote(2, { for: 2, role: 'leading', current: 1, last: '1:1' })
}

/** The same, and has promised epoch 2 and answered. */
export function learnerAnswered(options: ConversationOptions = {}): Conversation {
  return learnerKnocking(options)
    .hear(2, { type: 'leader-info', attempt: 1, epoch: epoch(2) })
    .sync()
}

/** The same, and is level in epoch 2. */
export function learnerInBroadcast(options: ConversationOptions = {}): Conversation {
  const peer = learnerAnswered(options).hear(2, { type: 'diff', epoch: epoch(2) })
  peer.hear(2, { type: 'new-leader', epoch: epoch(2) }).sync()
  return peer.hear(2, { type: 'up-to-date', epoch: epoch(2), committed: at('1:1') })
}
