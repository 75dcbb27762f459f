/** Epoch monotonicity (I3): neither epoch ever decreases on a disk, current <= accepted, and no entry is newer than the promise. */
import { epochOf, formatZxid, type Zxid } from '@quoll/core'
import type { MakeChecker } from '../evidence/fact.ts'

export const epochMonotonicity: MakeChecker = (ledger, report) => ({
  name: 'epoch-monotonicity',
  epochsWritten(peer, accepted, current) {
    const { written } = ledger.book(peer)
    if (accepted < written.acceptedEpoch)
      report(`peer ${peer} lowers acceptedEpoch ${written.acceptedEpoch} to ${accepted}`)
    if (current < written.currentEpoch) report(`peer ${peer} lowers currentEpoch ${written.currentEpoch} to ${current}`)
    if (current > accepted) report(`peer ${peer} writes currentEpoch ${current} above acceptedEpoch ${accepted}`)
  },
  appended(peer, zxid) {
    const { acceptedEpoch } = ledger.book(peer).written
    if (epochOf(zxid) > acceptedEpoch) {
      report(`peer ${peer} appends ${formatZxid(zxid)} having promised only epoch ${acceptedEpoch}`)
    }
  },
  started(peer, recovered) {
    const { durable } = ledger.book(peer)
    if (recovered.acceptedEpoch < durable.acceptedEpoch || recovered.currentEpoch < durable.currentEpoch) {
      report(
        `peer ${peer} recovered epochs ${recovered.acceptedEpoch}/${recovered.currentEpoch}, ` +
          `durable were ${durable.acceptedEpoch}/${durable.currentEpoch}`,
      )
    }
    const last = durable.history[durable.history.length - 1] ?? (0 as Zxid)
    if (epochOf(last) > durable.acceptedEpoch) report(`peer ${peer} holds ${formatZxid(last)} above acceptedEpoch`)
  },
})
