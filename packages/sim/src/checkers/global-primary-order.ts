/** Global primary order (Z5): what an older epoch's leader proposed is delivered before anything of a newer epoch. */
import { epochOf, formatZxid } from '@quoll/core'
import type { MakeChecker } from '../evidence/fact.ts'

export const globalPrimaryOrder: MakeChecker = (ledger, report) => ({
  name: 'global-primary-order',
  delivered(peer, zxid) {
    const { delivered } = ledger.book(peer)
    if (epochOf(zxid) < epochOf(delivered)) {
      report(`peer ${peer} delivered ${formatZxid(zxid)} of an older epoch after ${formatZxid(delivered)}`)
    }
  },
})
