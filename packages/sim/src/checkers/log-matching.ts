/**
 * Log contiguity and log matching (I4, I5, I6): a zxid has one payload and one predecessor, everywhere and for ever; so two
 * logs that share an entry share everything before it.
 */
import { counterOf, epochOf, formatZxid, type Zxid } from '@quoll/core'
import type { MakeChecker } from '../evidence/fact.ts'

export const logMatching: MakeChecker = (ledger, report) => {
  const predecessors = new Map<Zxid, Zxid>()
  return {
    name: 'log-matching',
    appended(peer, zxid, hash, prev) {
      const sameEpoch = epochOf(zxid) === epochOf(prev)
      const contiguous = sameEpoch ? zxid === prev + 1 : epochOf(zxid) > epochOf(prev) && counterOf(zxid) === 1
      if (!contiguous) report(`peer ${peer} appends ${formatZxid(zxid)} after ${formatZxid(prev)}: a gap`)
      const known = ledger.hashes.get(zxid)
      if (known !== undefined && known !== hash)
        report(`peer ${peer} appends another ${formatZxid(zxid)} than exists already`)
      const before = predecessors.get(zxid)
      if (before === undefined) predecessors.set(zxid, prev)
      else if (before !== prev) {
        report(
          `peer ${peer} appends ${formatZxid(zxid)} after ${formatZxid(prev)}, elsewhere it follows ${formatZxid(before)}`,
        )
      }
    },
  }
}
