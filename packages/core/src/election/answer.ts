/**
 * Telling others what we are doing. Links are ordered and lose nothing while they are up, so it is enough to tell every
 * change once: a peer that looks tells everybody; one that settles tells everybody once more; one that has settled
 * answers each peer that looks. Nothing a looking peer says changes a settled one (8.3 of the reference: no pre-vote needed).
 *
 * ZooKeeper: the replies of FastLeaderElection's WorkerReceiver.
 */
import { send } from '../emit.ts'
import type { PeerId } from '../peer-id.ts'
import type { MessageOf, Peer } from '../state.ts'
import { abstains } from './tally.ts'

/** Round 0 says "I ask, but I do not vote". */
export function ownNotification(peer: Peer): MessageOf<'notification'> {
  const { role } = peer.doing
  const round = role === 'looking' && abstains(peer) ? 0 : peer.round
  return { type: 'notification', role, round, vote: peer.vote }
}

export function tellEverybody(peer: Peer): void {
  const message = ownNotification(peer)
  for (const link of peer.links) send(peer, link.peer, message)
}

export function tell(peer: Peer, to: PeerId): void {
  send(peer, to, ownNotification(peer))
}

/** An epoch is established: those that still look learn the new name of our reign. */
export function tellThoseThatLook(peer: Peer): void {
  const message = ownNotification(peer)
  for (const link of peer.links) if (link.heard?.role === 'looking') send(peer, link.peer, message)
}
