/**
 * Committed never lost, and commit justification (I8, I9): at the moment anybody delivers a transaction, and ever after, a
 * quorum of voters holds the whole committed sequence on disk. A wiped disk is forgiven until its peer has learned again.
 */
import { formatZxid, type PeerId, type Zxid } from '@quoll/core'
import type { MakeChecker, Report } from '../evidence/fact.ts'
import type { Ledger } from '../evidence/ledger.ts'

export const committedIsDurable: MakeChecker = (ledger, report) => {
  const after = (what: string) => checkHolders(ledger, report, what)
  return {
    name: 'committed-is-durable',
    committed: (peer, zxid) => after(`when peer ${peer} delivered ${formatZxid(zxid)}`),
    persisted: (peer: PeerId) => after(`after a write of peer ${peer}`),
    started: (peer) => after(`when peer ${peer} started`),
  }
}

function checkHolders(ledger: Ledger, report: Report, when: string): void {
  const all = ledger.committed.length
  let holders = 0
  for (const book of ledger.voters) if (ledger.holdsAll(book)) holders++
  if (holders >= ledger.quorum) return
  const last = ledger.committed[all - 1] ?? (0 as Zxid)
  report(`${formatZxid(last)} is committed but on the disks of ${holders} voters only, ${when}`)
}
