/** Snapshot purity (I14): a snapshot contains committed transactions only. */
import { formatZxid } from '@quoll/core'
import type { MakeChecker } from '../evidence/fact.ts'

export const snapshotPurity: MakeChecker = (ledger, report) => ({
  name: 'snapshot-purity',
  compacted(peer, base) {
    const { delivered } = ledger.book(peer)
    if (base > delivered)
      report(`peer ${peer} took a snapshot at ${formatZxid(base)} having delivered ${formatZxid(delivered)}`)
    if (ledger.committedCount(base) < 0)
      report(`peer ${peer} took a snapshot at ${formatZxid(base)}, which is not committed`)
  },
  snapshotInstalled(peer, zxid) {
    if (ledger.committedCount(zxid) < 0)
      report(`peer ${peer} installs a snapshot at ${formatZxid(zxid)}, which is not committed`)
  },
})
