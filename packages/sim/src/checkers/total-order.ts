/** Total order (Z2): every peer delivers in ascending zxid order, each once per life, so all in the same order. */
import { formatZxid } from '@quoll/core'
import type { MakeChecker } from '../evidence/fact.ts'

export const totalOrder: MakeChecker = (ledger, report) => ({
  name: 'total-order',
  delivered(peer, zxid) {
    const { delivered } = ledger.book(peer)
    if (zxid <= delivered) report(`peer ${peer} delivered ${formatZxid(zxid)} after ${formatZxid(delivered)}`)
  },
  restored(peer, zxid) {
    const { delivered } = ledger.book(peer)
    if (zxid < delivered)
      report(`peer ${peer} went back from ${formatZxid(delivered)} to a snapshot at ${formatZxid(zxid)}`)
  },
})
