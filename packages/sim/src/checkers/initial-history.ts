/**
 * Initial history (I10): who has adopted an epoch holds, on disk, the whole history with which its leader began. The order
 * that must never change: history, then currentEpoch, then the acknowledgement (ZOOKEEPER-4643, 4646, 3911).
 */
import { formatZxid, type PeerId, type Zxid } from '@quoll/core'
import type { MakeChecker } from '../evidence/fact.ts'
import { countUpTo } from '../evidence/ledger.ts'

export const initialHistory: MakeChecker = (ledger, report) => {
  /** The end of the initial history of every epoch. */
  const ends = new Map<number, Zxid>()
  const adopted = new Map<PeerId, number>()
  const holds = (history: readonly Zxid[], epoch: number) => {
    const end = ends.get(epoch)
    return end === undefined || countUpTo(history, end) >= 0
  }
  return {
    name: 'initial-history',
    became(peer, { role, phase, epoch }) {
      if (role !== 'leading' || phase !== 'synchronization' || ends.has(epoch)) return
      const { history } = ledger.book(peer).written
      ends.set(epoch, history[history.length - 1] ?? (0 as Zxid))
    },
    persisted(peer) {
      const { durable } = ledger.book(peer)
      // Later, a leader of another epoch may cut it again, if this one was never established.
      if (adopted.get(peer) === durable.currentEpoch) return
      adopted.set(peer, durable.currentEpoch)
      if (!holds(durable.history, durable.currentEpoch)) {
        report(
          `peer ${peer} has currentEpoch ${durable.currentEpoch} on disk without the history that epoch began with`,
        )
      }
    },
    sent(peer, _to, message) {
      if (message.type !== 'ack-new-leader' || holds(ledger.book(peer).durable.history, message.epoch)) return
      const end = ends.get(message.epoch) ?? (0 as Zxid)
      report(`peer ${peer} acknowledges epoch ${message.epoch} without ${formatZxid(end)} on disk`)
    },
  }
}
