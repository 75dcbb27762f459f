/**
 * Which message goes to which chapter. Every message is checked against the relation we have with its sender: one from an
 * earlier relation is dropped, one that no relation allows closes the link.
 */
import { unreachable } from './assert.ts'
import { onAck } from './broadcast/leader.ts'
import { onCommit, onProposal } from './broadcast/learner.ts'
import { onAckEpoch, onFollowerInfo } from './discovery/leader.ts'
import { onLeaderInfo } from './discovery/learner.ts'
import { supportersLeft } from './discovery/supporters.ts'
import { onNotification } from './election/notification.ts'
import { goLooking, leaderOf, send } from './emit.ts'
import { heardFromLearner, onPing, onPong } from './heartbeat.ts'
import { forgetLearner } from './learners.ts'
import type { ZabMessage } from './messages.ts'
import { closeLink } from './offence.ts'
import type { Leading, Learning, Link, MessageOf, Peer } from './state.ts'
import { onAckNewLeader } from './synchronization/leader.ts'
import { onDiff, onNewLeader, onSnap, onTrunc, onUpToDate } from './synchronization/learner.ts'

/** What only a learner sends, once it was asked to accept an epoch. */
type FromLearner = MessageOf<'ack-epoch' | 'ack-new-leader' | 'ack' | 'pong'>

/** What only a leader sends. */
type FromLeader = Exclude<ZabMessage, FromLearner | MessageOf<'notification' | 'follower-info' | 'farewell'>>

export function onReceived(peer: Peer, link: Link, message: ZabMessage): void {
  switch (message.type) {
    case 'notification':
      onNotification(peer, link, message)
      return
    case 'follower-info':
      onKnock(peer, link, message)
      return
    case 'farewell':
      onFarewell(peer, link, message)
      return
    case 'ack-epoch':
    case 'ack-new-leader':
    case 'ack':
    case 'pong':
      if (peer.doing.role === 'leading') fromLearner(peer, peer.doing, link, message)
      return
    default: {
      const { doing } = peer
      if (doing.role === 'looking' || doing.role === 'leading' || doing.leader !== link.peer) return
      fromLeader(peer, doing, message)
      return
    }
  }
}

function onKnock(peer: Peer, link: Link, message: MessageOf<'follower-info'>): void {
  const { doing } = peer
  if (doing.role === 'leading') {
    onFollowerInfo(peer, doing, link.peer, message)
    return
  }
  if (doing.role === 'looking' && !peer.resigned) {
    link.knock = message
    return
  }
  const leader = leaderOf(peer)
  const why = leader === undefined ? `peer ${peer.id} is about to stop` : `peer ${peer.id} follows peer ${leader}`
  send(peer, link.peer, { type: 'farewell', attempt: message.attempt, why })
}

function onFarewell(peer: Peer, link: Link, message: MessageOf<'farewell'>): void {
  if (link.knock?.attempt === message.attempt) link.knock = undefined
  const { doing } = peer
  if (doing.role === 'looking') return
  if (doing.role === 'leading') {
    if (doing.learnerById[link.peer]?.attempt !== message.attempt) return
    forgetLearner(peer, doing, link.peer)
    doing.supporters.delete(link.peer)
    supportersLeft(peer, doing)
  } else if (doing.leader === link.peer && doing.attempt === message.attempt) {
    goLooking(peer, `peer ${link.peer} says: ${message.why}`)
  }
}

function fromLearner(peer: Peer, leading: Leading, link: Link, message: FromLearner): void {
  const learner = leading.learnerById[link.peer]
  // Behind a farewell, or of a reign of ours that is over.
  if (learner === undefined || learner.stage === 'waiting' || learner.stage === 'ahead') return
  if (message.epoch !== leading.epoch) {
    closeLink(peer, link.peer, `${message.type} of epoch ${message.epoch} in epoch ${leading.epoch}`)
    return
  }
  heardFromLearner(peer, leading, learner)
  switch (message.type) {
    case 'ack-epoch':
      onAckEpoch(peer, leading, learner, message)
      return
    case 'ack-new-leader':
      onAckNewLeader(peer, leading, learner, message)
      return
    case 'ack':
      onAck(peer, leading, learner, message)
      return
    case 'pong':
      onPong(peer, learner, message)
      return
    default:
      unreachable(message)
      return
  }
}

function fromLeader(peer: Peer, learning: Learning, message: FromLeader): void {
  if (message.type === 'leader-info') {
    onLeaderInfo(peer, learning, message)
    return
  }
  // Until leader-info repeats our attempt, everything is of an earlier relation.
  if (learning.stage === 'knocking') return
  if (message.epoch !== learning.epoch) {
    closeLink(peer, learning.leader, `${message.type} of epoch ${message.epoch} in epoch ${learning.epoch}`)
    return
  }
  learning.silentTicks = 0
  if (learning.stage === 'snapshot' && message.type !== 'ping') {
    hold(peer, learning, message)
    return
  }
  take(peer, learning, message)
}

type Streamed = Exclude<FromLeader, MessageOf<'leader-info'>>

function take(peer: Peer, learning: Learning, message: Streamed): void {
  switch (message.type) {
    case 'diff':
      onDiff(peer, learning)
      return
    case 'trunc':
      onTrunc(peer, learning, message)
      return
    case 'snap':
      onSnap(peer, learning)
      return
    case 'new-leader':
      onNewLeader(peer, learning, message)
      return
    case 'up-to-date':
      onUpToDate(peer, learning, message)
      return
    case 'proposal':
      onProposal(peer, learning, message)
      return
    case 'commit':
      onCommit(peer, learning, message)
      return
    case 'ping':
      onPing(peer, learning, message)
      return
    default:
      unreachable(message)
      return
  }
}

/** The snapshot is on the link before what follows it, but staging it takes time. The leader's window bounds what comes. */
function hold(peer: Peer, learning: Learning, message: Streamed): void {
  if (message.type !== 'proposal' && message.type !== 'new-leader') {
    closeLink(peer, learning.leader, `${message.type} came while a snapshot is under way`)
    return
  }
  learning.held.push(message)
  if (learning.held.length > peer.limits.windowMessagesMax + 1) {
    closeLink(peer, learning.leader, 'more came behind a snapshot than the window allows')
  }
}

/** The snapshot is staged: what came behind it goes on as if it came now. */
export function replayHeld(peer: Peer, learning: Learning, held: Learning['held']): void {
  for (const message of held) {
    if (peer.change !== undefined || peer.halted) return
    take(peer, learning, message)
  }
}
