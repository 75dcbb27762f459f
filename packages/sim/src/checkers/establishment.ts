/**
 * Establishment and leader completeness (I9, I10, I11): an epoch is established by a quorum that acknowledged NEWLEADER and
 * has the epoch on disk; the leader's history then begins with everything committed; and only the disks of those that adopted
 * the epoch count for what it commits.
 */
import { epochOf, formatZxid, type Zxid } from '@quoll/core'
import type { MakeChecker } from '../evidence/fact.ts'

export const establishment: MakeChecker = (ledger, report) => ({
  name: 'establishment',
  became(peer, { role, phase, epoch }) {
    if (role !== 'leading' || phase !== 'broadcast') return
    const book = ledger.book(peer)
    const adopted = ledger.voters.filter(({ id, durable, adoptedEpoch }) =>
      id === peer ? durable.currentEpoch >= epoch : adoptedEpoch >= epoch,
    )
    if (adopted.length < ledger.quorum)
      report(`peer ${peer} leads epoch ${epoch}, adopted by ${adopted.length} voters only`)
    // Acknowledgements may come late, when a newer epoch has begun: what that one committed is none of this one's business.
    const missing = ledger.committed.findIndex(
      (zxid, place) => epochOf(zxid) < epoch && book.written.history[place] !== zxid,
    )
    if (missing >= 0) {
      const zxid = ledger.committed[missing] as Zxid
      report(`peer ${peer} leads epoch ${epoch} without ${formatZxid(zxid)}, which is committed`)
    }
  },
  committed(peer, zxid) {
    const holders = ledger.voters.filter(
      (book) => ledger.holdsAll(book) && (book.adoptedEpoch >= epochOf(zxid) || book.id === peer),
    )
    if (holders.length < ledger.quorum) {
      report(`peer ${peer} delivered ${formatZxid(zxid)}, which ${holders.length} members of its epoch have on disk`)
    }
  },
})
