/** Truncation safety (I12): nobody cuts below what it delivered, and only to a transaction it holds. */
import { formatZxid } from '@quoll/core'
import type { MakeChecker } from '../evidence/fact.ts'
import { countUpTo } from '../evidence/ledger.ts'

export const truncationSafety: MakeChecker = (ledger, report) => ({
  name: 'truncation-safety',
  truncated(peer, to) {
    const { delivered, written } = ledger.book(peer)
    if (to < delivered)
      report(`peer ${peer} cuts its log to ${formatZxid(to)} having delivered ${formatZxid(delivered)}`)
    if (countUpTo(written.history, to) < 0)
      report(`peer ${peer} cuts its log to ${formatZxid(to)}, which it does not hold`)
  },
})
