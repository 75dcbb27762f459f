/**
 * Agreement (Z3): if one peer delivers a and another delivers b, then the one delivers b or the other delivers a. Checked in
 * the form: nobody delivers a transaction at a place where somebody has delivered another, nor leaves one out.
 */
import { formatZxid, type Zxid } from '@quoll/core'
import type { MakeChecker } from '../evidence/fact.ts'

export const agreement: MakeChecker = (ledger, report) => {
  /** What was delivered directly before each transaction. */
  const before = new Map<Zxid, Zxid>()
  return {
    name: 'agreement',
    delivered(peer, zxid) {
      const { delivered } = ledger.book(peer)
      const known = before.get(zxid)
      if (known === undefined) before.set(zxid, delivered)
      else if (known !== delivered) {
        report(
          `peer ${peer} delivered ${formatZxid(zxid)} right after ${formatZxid(delivered)}, ` +
            `another peer right after ${formatZxid(known)}`,
        )
      }
    },
  }
}
