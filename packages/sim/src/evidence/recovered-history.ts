/** Histories read back from a disk, in the terms of the ledger. */
import { type Zxid, zxidPlus } from '@quoll/core'
import type { Recovered } from '@quoll/peer'
import { countAtMost, type Ledger } from './ledger.ts'

/** What a disk holds after recovery: the committed sequence up to its snapshot, then its log. */
export function recoveredHistory(ledger: Ledger, recovered: Recovered): Zxid[] {
  const history = ledger.committed.slice(0, countAtMost(ledger.committed, recovered.base))
  for (const batch of recovered.logAbove(recovered.base)) {
    for (let i = 0; i < batch.payloads.length; i++) history.push(zxidPlus(batch.first, i))
  }
  return history
}
