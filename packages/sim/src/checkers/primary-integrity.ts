/**
 * Primary integrity (Z6): before a leader proposes in epoch e it has delivered everything of older epochs that anybody ever
 * delivers. This is what makes state deltas sound: the leader computes them on a state that lacks nothing older.
 */
import { epochOf, formatZxid, type PeerId, type Zxid } from '@quoll/core'
import type { MakeChecker } from '../evidence/fact.ts'

export const primaryIntegrity: MakeChecker = (ledger, report) => {
  const start = new Map<number, { readonly leader: PeerId; readonly delivered: Zxid }>()
  let newest = 0
  return {
    name: 'primary-integrity',
    appended(peer, zxid) {
      const { role, phase, epoch, delivered } = ledger.book(peer)
      if (role !== 'leading' || phase !== 'broadcast' || epoch !== epochOf(zxid) || start.has(epoch)) return
      start.set(epoch, { leader: peer, delivered })
      newest = Math.max(newest, epoch)
      const last = ledger.committed[ledger.committed.length - 1] ?? (0 as Zxid)
      if (last > delivered && epochOf(last) < epoch) {
        report(
          `peer ${peer} proposes in epoch ${epoch} at ${formatZxid(delivered)} without having delivered ${formatZxid(last)}`,
        )
      }
    },
    committed(peer, zxid) {
      for (let epoch = epochOf(zxid) + 1; epoch <= newest; epoch++) {
        const led = start.get(epoch)
        if (led === undefined || led.delivered >= zxid) continue
        report(
          `peer ${peer} delivered ${formatZxid(zxid)}, which peer ${led.leader} had not when it began to propose in epoch ${epoch}`,
        )
      }
    },
  }
}
