/** The ensemble as the outlook on a quorum wants it. */
import type { Dashboard } from '../model/dashboard.ts'
import { answers } from '../model/peers.ts'
import type { Situation } from '../model/quorum-outlook.ts'

export function situationOf({ ensemble, powers }: Dashboard): Situation {
  const learners = ensemble.verdict.leader?.status?.learners ?? []
  return {
    faults: powers.faults,
    peers: ensemble.peers.map((peer) => ({
      id: peer.id,
      observer: peer.standing?.role === 'observing' || learners.some((one) => one.peer === peer.id && one.observer),
      running: peer.running ?? answers(peer),
      role: answers(peer) ? peer.standing.role : undefined,
      clients: answers(peer) ? (peer.status?.clients ?? 0) : 0,
    })),
  }
}
