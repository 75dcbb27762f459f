/** Prefix consistency (I7): what two peers delivered are prefixes of one another, over absolute positions. */
import { formatZxid } from '@quoll/core'
import type { MakeChecker } from '../evidence/fact.ts'

export const prefixConsistency: MakeChecker = (ledger, report) => {
  const hashes: number[] = []
  return {
    name: 'prefix-consistency',
    delivered(peer, zxid, hash) {
      const place = ledger.book(peer).deliveredCount
      const expected = ledger.committed[place]
      if (expected === undefined) hashes.push(hash)
      else if (expected !== zxid || hashes[place] !== hash) {
        report(
          `peer ${peer} delivered ${formatZxid(zxid)} as number ${place + 1}, where ${formatZxid(expected)} stands`,
        )
      }
    },
    restored(peer, zxid) {
      if (ledger.committedCount(zxid) < 0)
        report(`peer ${peer} installed a snapshot at ${formatZxid(zxid)}, never committed`)
    },
    started(peer, { base }) {
      if (ledger.committedCount(base) < 0)
        report(`peer ${peer} starts from a snapshot at ${formatZxid(base)}, never committed`)
    },
  }
}
