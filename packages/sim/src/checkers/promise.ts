/**
 * Promise (I2): a peer that durably promised epoch e takes no part in an older one, and promises e to one leader only. Counted
 * twice, a promise would let two peers lead one epoch.
 */
import type { PeerId } from '@quoll/core'
import type { MakeChecker } from '../evidence/fact.ts'

export const promise: MakeChecker = (ledger, report) => {
  const promisedTo = new Map<string, PeerId>()
  return {
    name: 'promise',
    sent(peer, to, message) {
      if (message.type !== 'ack' && message.type !== 'ack-epoch' && message.type !== 'ack-new-leader') return
      const { acceptedEpoch } = ledger.book(peer).durable
      const { epoch } = message
      if (epoch < acceptedEpoch) {
        report(`peer ${peer} sends ${message.type} for epoch ${epoch} although it promised epoch ${acceptedEpoch}`)
      }
      if (message.type !== 'ack-epoch' || message.currentEpoch === undefined) return
      const first = promisedTo.get(`${peer}/${epoch}`)
      if (first === undefined) promisedTo.set(`${peer}/${epoch}`, to)
      else if (first !== to) report(`peer ${peer} promises epoch ${epoch} to ${to}, having promised it to ${first}`)
    },
    wiped(peer) {
      for (const key of promisedTo.keys()) if (key.startsWith(`${peer}/`)) promisedTo.delete(key)
    },
  }
}
