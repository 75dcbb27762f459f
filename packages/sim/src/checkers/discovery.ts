/**
 * Discovery, justified: a leader goes on to synchronization when a quorum of voters, itself among them, has promised its epoch
 * to it with an answer that counts, and none of them knew more.
 */
import { formatZxid, type PeerId, type Zxid } from '@quoll/core'
import type { MakeChecker } from '../evidence/fact.ts'

type Answer = { readonly peer: PeerId; readonly currentEpoch: number; readonly last: Zxid }

export const discovery: MakeChecker = (ledger, report) => {
  const answers = new Map<string, Map<PeerId, Answer>>()
  return {
    name: 'discovery',
    sent(peer, to, message) {
      if (message.type !== 'ack-epoch' || message.currentEpoch === undefined || !ledger.book(peer).voter) return
      const key = `${to}/${message.epoch}`
      const sofar = answers.get(key) ?? new Map<PeerId, Answer>()
      answers.set(key, sofar.set(peer, { peer, currentEpoch: message.currentEpoch, last: message.last }))
    },
    became(peer, { role, phase, epoch }) {
      if (role !== 'leading' || phase !== 'synchronization') return
      const promised = [...(answers.get(`${peer}/${epoch}`)?.values() ?? [])]
      if (promised.length + 1 < ledger.quorum) {
        report(`peer ${peer} goes on with epoch ${epoch}, promised to it by ${promised.length} others only`)
      }
      const { durable, written } = ledger.book(peer)
      const last = written.history[written.history.length - 1] ?? (0 as Zxid)
      const knowsMore = ({ currentEpoch, last: theirs }: Answer) =>
        currentEpoch > durable.currentEpoch || (currentEpoch === durable.currentEpoch && theirs > last)
      // Of a minority that answered late, or not at all, nothing is required.
      const level = promised.filter((answer) => !knowsMore(answer))
      const ahead = promised.find(knowsMore)
      if (level.length + 1 < ledger.quorum && ahead !== undefined) {
        report(
          `peer ${peer} goes on with epoch ${epoch} at ${formatZxid(last)}, peer ${ahead.peer} has ${formatZxid(ahead.last)}`,
        )
      }
    },
  }
}
