/** Leader uniqueness (I1): an epoch is offered, taken into synchronization and established by at most one peer, ever. */
import type { PeerId } from '@quoll/core'
import type { MakeChecker } from '../evidence/fact.ts'

export const oneLeaderPerEpoch: MakeChecker = (_ledger, report) => {
  const offeredBy = new Map<number, PeerId>()
  const claim = (peer: PeerId, epoch: number, how: string) => {
    const other = offeredBy.get(epoch)
    if (other === undefined) offeredBy.set(epoch, peer)
    else if (other !== peer) report(`peer ${peer} ${how} epoch ${epoch}, which belongs to peer ${other}`)
  }
  return {
    name: 'one-leader-per-epoch',
    became(peer, { role, phase, epoch }) {
      if (role === 'leading' && (phase === 'synchronization' || phase === 'broadcast')) claim(peer, epoch, 'leads')
    },
    sent(peer, _to, message) {
      if (message.type === 'new-leader' || message.type === 'proposal' || message.type === 'commit') {
        claim(peer, message.epoch, 'speaks as the leader of')
      }
    },
  }
}
