/**
 * Messages of other peers are validated, not asserted: a bug over there must not stop us. What a peer that follows the
 * protocol could never send closes the link, with a sentence that says why; the relation ends with it.
 */
import { goLooking, send } from './emit.ts'
import { dropLearner } from './learners.ts'
import { linkTo, removeLink } from './links.ts'
import type { PeerId } from './peer-id.ts'
import type { Peer } from './state.ts'

export function closeLink(peer: Peer, other: PeerId, why: string): void {
  if (linkTo(peer, other) === undefined) return
  const { doing } = peer
  if (doing.role === 'leading') dropLearner(peer, doing, other, why)
  if (doing.role === 'following' || doing.role === 'observing') {
    if (doing.leader === other) {
      send(peer, other, { type: 'farewell', attempt: doing.attempt, why })
      goLooking(peer, `the link to peer ${other} is closed: ${why}`)
    }
  }
  removeLink(peer, other)
  peer.out.push({ type: 'close-link', peer: other, why })
}
