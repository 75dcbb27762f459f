/** Integrity (ZAB paper; zab.md Z1): what is delivered was proposed by a leader of that epoch, exactly as it was proposed. */
import { epochOf, formatZxid, type PeerId, type Zxid } from '@quoll/core'
import type { MakeChecker } from '../evidence/fact.ts'

export const integrity: MakeChecker = (ledger, report) => {
  const proposed = new Map<Zxid, number>()
  const isLeaderOf = (peer: PeerId, zxid: Zxid) => {
    const book = ledger.book(peer)
    return book.role === 'leading' && book.phase === 'broadcast' && book.epoch === epochOf(zxid)
  }
  return {
    name: 'integrity',
    appended(peer, zxid, hash) {
      if (isLeaderOf(peer, zxid)) proposed.set(zxid, hash)
    },
    delivered(peer, zxid, hash) {
      const asProposed = proposed.get(zxid)
      if (asProposed === undefined) report(`peer ${peer} delivered ${formatZxid(zxid)}, which no leader proposed`)
      else if (asProposed !== hash)
        report(`peer ${peer} delivered ${formatZxid(zxid)} with other contents than proposed`)
    },
  }
}
