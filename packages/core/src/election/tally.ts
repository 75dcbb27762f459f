/**
 * Counting votes, from what each linked voter last said. Only voters count, only the newest word of each counts, and a
 * voter whose link went down counts no longer: nobody follows a leader that everybody remembers and nobody hears
 * (ZOOKEEPER-569, 2959).
 */
import { isVoter } from '../ensemble.ts'
import type { PeerId } from '../peer-id.ts'
import { isQuorum } from '../quorum.ts'
import type { Link, Peer } from '../state.ts'
import { sameReign, sameVote } from './vote.ts'

/** Observers, peers that must learn first, and peers about to stop ask and join, but do not vote. */
export function abstains(peer: Peer): boolean {
  return !isVoter(peer.config, peer.id) || !peer.trusted || peer.resigned
}

/**
 * Voters that vote as we do in our round, ourselves included. One that has settled for this vote counts too: it decided
 * sooner than we did, and waits for us to see the same.
 */
export function supportersOf(peer: Peer): Set<PeerId> {
  const supporters = new Set<PeerId>([peer.id])
  for (const link of peer.links) if (votesAlike(peer, link)) supporters.add(link.peer)
  return supporters
}

/** Does every voter we can reach, and that votes at all, vote as we do? Then there is nothing to wait for. */
export function everybodyAgrees(peer: Peer): boolean {
  return peer.links.every((link) => !link.voter || link.heard?.round === 0 || votesAlike(peer, link))
}

function votesAlike(peer: Peer, link: Link): boolean {
  const { heard } = link
  if (!link.voter || heard === undefined || (heard.role !== 'looking' && heard.role !== 'following')) return false
  return heard.round === peer.round && sameVote(heard.vote, peer.vote)
}

/**
 * A leader that says itself that it leads, and whom a quorum follows, or would if we joined it. Votes of peers that have
 * settled agree by leader and epoch; those that still look must name the leader in its own round.
 *
 * ZooKeeper: the two FOLLOWING/LEADING cases of lookForLeader, with checkLeader; ZOOKEEPER-3537, 1514.
 */
export function leaderToJoin(peer: Peer): Link | undefined {
  for (const link of peer.links) {
    const says = link.heard
    if (!link.voter || says === undefined || says.role !== 'leading' || says.vote.leader !== link.peer) continue
    // It counted a quorum that we, who voted for it in this very round, need not see.
    if (!abstains(peer) && says.round === peer.round && sameVote(says.vote, peer.vote)) return link
    let followers = abstains(peer) ? 0 : 1
    for (const { voter, heard } of peer.links) {
      if (!voter || heard === undefined) continue
      if (heard.role === 'looking') {
        if (heard.round === says.round && sameVote(heard.vote, says.vote)) followers += 1
      } else if (heard.role !== 'observing' && sameReign(heard.vote, says.vote)) followers += 1
    }
    if (isQuorum(followers, peer.config.voters.length)) return link
  }
  return undefined
}
