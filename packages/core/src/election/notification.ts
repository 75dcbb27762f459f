/**
 * A notification arrives. It is remembered whatever we are doing, so that a peer that starts to look later than others
 * already knows their votes; what it means beyond that depends on what we are doing. A vote for somebody who is no voter
 * comes from another configuration and is ignored (ZOOKEEPER-764).
 */
import { supportersLeft } from '../discovery/supporters.ts'
import { goLooking } from '../emit.ts'
import { isVoter } from '../ensemble.ts'
import type { Learning, Link, MessageOf, Peer } from '../state.ts'
import { tell } from './answer.ts'
import { reconsider } from './looking.ts'

export function onNotification(peer: Peer, link: Link, message: MessageOf<'notification'>): void {
  if (link.voter && message.round > 0 && !isVoter(peer.config, message.vote.leader)) return
  link.heard = message
  if (message.role === 'looking' && message.vote.leader === link.peer) link.candidacy = message.vote
  const { doing } = peer
  if (doing.role === 'looking') {
    reconsider(peer, doing)
    return
  }
  if (message.role === 'looking') tell(peer, link.peer)
  if (doing.role === 'leading') {
    const stillOurs = message.vote.leader === peer.id && message.round <= peer.round
    if (!stillOurs) doing.supporters.delete(link.peer)
    // It has settled on somebody else: a leader that was stopped for a while learns at once that it was replaced.
    if (!stillOurs && message.role !== 'looking') doing.heardAtTick[link.peer] = Number.NEGATIVE_INFINITY
    if (doing.phase === 'discovery') supportersLeft(peer, doing)
  } else if (doing.leader === link.peer) onLeaderSays(peer, doing, message)
}

/** Our leader looks for another one, or follows one: no need to wait until it falls silent. */
function onLeaderSays(peer: Peer, learning: Learning, message: MessageOf<'notification'>): void {
  if (message.role === 'leading') return
  const decides = message.role === 'looking' && message.vote.leader === learning.leader && message.round === peer.round
  if (decides && learning.stage === 'knocking') return
  const now = message.role === 'looking' ? 'is looking' : `follows peer ${message.vote.leader}`
  goLooking(peer, `peer ${learning.leader} does not lead: it ${now}`)
}
