/** The links that are up. Whatever a peer said is forgotten with its link. */
import { isVoter } from './ensemble.ts'
import type { PeerId } from './peer-id.ts'
import type { Link, Peer } from './state.ts'

export function linkTo(peer: Peer, id: PeerId): Link | undefined {
  for (const link of peer.links) if (link.peer === id) return link
  return undefined
}

/** Remembers the link and returns it; a link that was up already starts over. */
export function addLink(peer: Peer, id: PeerId): Link {
  const link: Link = {
    peer: id,
    voter: isVoter(peer.config, id),
    heard: undefined,
    candidacy: undefined,
    knock: undefined,
    distrustedUntilTick: 0,
  }
  peer.links = [...peer.links.filter((other) => other.peer !== id), link].sort((a, b) => a.peer - b.peer)
  return link
}

export function removeLink(peer: Peer, id: PeerId): void {
  peer.links = peer.links.filter((link) => link.peer !== id)
}
