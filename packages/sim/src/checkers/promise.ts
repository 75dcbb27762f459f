/** Promise (I2): a peer that durably promised epoch e takes no part in an older one. */
import type { MakeChecker } from '../evidence/fact.ts'

export const promise: MakeChecker = (ledger, report) => ({
  name: 'promise',
  sent(peer, _to, message) {
    if (message.type !== 'ack' && message.type !== 'ack-epoch' && message.type !== 'ack-new-leader') return
    const { acceptedEpoch } = ledger.book(peer).durable
    if (message.epoch < acceptedEpoch) {
      report(
        `peer ${peer} sends ${message.type} for epoch ${message.epoch} although it promised epoch ${acceptedEpoch}`,
      )
    }
  },
})
