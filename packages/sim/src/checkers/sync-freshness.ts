/**
 * Freshness of sync (C6): after a sync a peer shows everything that was answered before the sync was sent, as far as the
 * leader it follows knows it. A leader that was deposed without noticing may answer from its own, older epoch; therefore
 * only writes of epochs up to that of the peer count.
 */
import { epochOf, formatZxid, type PeerId, type Zxid } from '@quoll/core'
import { isWrite } from '../clients/operation.ts'
import type { MakeChecker } from '../evidence/fact.ts'

export const syncFreshness: MakeChecker = (ledger, report) => {
  /** Highest zxid answered in each epoch so far. */
  const answered = new Map<number, number>()
  const demanded = new Map<number, ReadonlyMap<number, number>>()
  const demand = (peer: PeerId, atInvocation: ReadonlyMap<number, number>) => {
    const { epoch } = ledger.book(peer)
    let highest = 0
    for (const [of, zxid] of atInvocation) if (of <= epoch) highest = Math.max(highest, zxid)
    return highest
  }
  return {
    name: 'sync-freshness',
    invoked({ id, kind }) {
      if (kind === 'sync') demanded.set(id, new Map(answered))
    },
    completed({ id, kind, outcome, peer, client }) {
      if (outcome === undefined) {
        demanded.delete(id)
        return
      }
      if (isWrite(kind)) {
        const epoch = epochOf(outcome.zxid)
        answered.set(epoch, Math.max(answered.get(epoch) ?? 0, outcome.zxid))
      }
      const atInvocation = demanded.get(id)
      if (atInvocation === undefined) return
      demanded.delete(id)
      const least = demand(peer, atInvocation)
      if (outcome.error === 0 && outcome.zxid < least) {
        report(
          `a sync of client ${client} at peer ${peer} was answered at ${formatZxid(outcome.zxid)}, ` +
            `${formatZxid(least as Zxid)} had been answered before it was sent`,
        )
      }
    },
  }
}
