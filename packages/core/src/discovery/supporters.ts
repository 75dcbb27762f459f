/**
 * Before an epoch is established its leader depends on the voters that elected it. When too few of them are left, waiting
 * is useless: they look elsewhere (ZOOKEEPER-3109).
 */
import { goLooking } from '../emit.ts'
import { linkTo } from '../links.ts'
import { isQuorum } from '../quorum.ts'
import type { Leading, Peer } from '../state.ts'

/** Steps down unless the voters that elected us or came to us, and are still linked, form a quorum with us. */
export function supportersLeft(peer: Peer, leading: Leading, byLink = false): void {
  if (leading.phase === 'broadcast') return
  let left = 1
  for (const { peer: id, voter } of peer.links) {
    if (voter && (leading.supporters.has(id) || leading.learnerById[id]?.voter === true)) left += 1
  }
  if (isQuorum(left, peer.config.voters.length)) return
  const count = `${left} of ${peer.config.voters.length}`
  goLooking(peer, `only ${count} voters are with us before the epoch is established`, byLink)
}

/** Those whose answer to leader-info can still count: a voter that had promised the epoch before cannot. */
export function quorumStillPossible(peer: Peer, leading: Leading): boolean {
  let possible = 1
  for (const id of peer.config.voters) {
    if (id !== peer.id && linkTo(peer, id) !== undefined && !leading.refusers.has(id)) possible += 1
  }
  return isQuorum(possible, peer.config.voters.length)
}
