/** Forgetting history that our disk holds; learners under way may still need a part of it, and get it first. */
import { assert } from './assert.ts'
import type { Peer } from './state.ts'
import type { Zxid } from './zxid.ts'

export function onCompact(peer: Peer, base: Zxid): void {
  assert(base <= peer.delivered, 'a snapshot of ours holds only what was delivered')
  if (base > peer.compactTo) peer.compactTo = base
  compactIfAllowed(peer)
}

/** Forgets as much as the host allows and no learner needs. */
export function compactIfAllowed(peer: Peer): void {
  const { history, doing } = peer
  if (peer.compactTo <= history.base) return
  let to = peer.compactTo
  if (doing.role === 'leading') {
    for (const { stage, sent } of doing.learners) {
      if ((stage === 'snapshot' || stage === 'streaming') && sent < to) to = sent
    }
  }
  if (to <= history.base) return
  history.compact(history.floor(to))
  if (peer.writes.durable < history.base) peer.writes.durable = history.base
}
