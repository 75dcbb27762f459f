/** Local primary order (Z4): what a leader proposed before b in an epoch is delivered before b, without exception. */
import { counterOf, epochOf, formatZxid, type Zxid } from '@quoll/core'
import type { MakeChecker } from '../evidence/fact.ts'

export const localPrimaryOrder: MakeChecker = (ledger, report) => {
  const proposals = new Map<number, Zxid[]>()
  return {
    name: 'local-primary-order',
    appended(peer, zxid) {
      const { role, phase, epoch } = ledger.book(peer)
      if (role !== 'leading' || phase !== 'broadcast' || epoch !== epochOf(zxid)) return
      const sofar = proposals.get(epoch)
      if (sofar === undefined) proposals.set(epoch, [zxid])
      else sofar.push(zxid)
    },
    delivered(peer, zxid) {
      const { delivered } = ledger.book(peer)
      const inEpoch = proposals.get(epochOf(zxid))
      const expected = epochOf(delivered) === epochOf(zxid) ? counterOf(delivered) : 0
      const proposed = inEpoch?.[expected]
      if (proposed !== undefined && proposed !== zxid) {
        report(
          `peer ${peer} delivered ${formatZxid(zxid)} before ${formatZxid(proposed)}, which its leader proposed earlier`,
        )
      }
    },
  }
}
