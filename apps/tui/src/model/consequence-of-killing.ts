/** What killing a peer will do, for the keys of the polled dashboard. */
import { plural } from '../words.ts'
import { answers, type Model, type PeerModel } from './model.ts'
import { judge } from './verdict.ts'

const TITLES: Readonly<Record<string, string>> = {
  leading: 'leader',
  following: 'follower',
  observing: 'observer',
  looking: 'looking for a leader',
}

/** `kill 3 (leader)? 2 of 3 stay, no write is lost, expect an election`, and a second sentence if it has clients. */
export function consequenceOfKilling(model: Model, peer: PeerModel): readonly string[] {
  const clients = answers(peer) ? peer.status.clients : 0
  const first = consequenceForQuorum(model, peer)
  return clients === 0 ? [first] : [first, `its ${plural(clients, 'client')} will look for another peer`]
}

function consequenceForQuorum(model: Model, peer: PeerModel): string {
  const now = judge(model.peers)
  const role = answers(peer) ? peer.status.role : undefined
  const question = `kill ${peer.id}${role === undefined ? '' : ` (${TITLES[role] ?? role})`}?`
  if (role === 'observing') return `${question} it has no vote, writes go on`

  const stay = answers(peer) ? now.up - 1 : now.up
  const staying = `${stay} of ${now.voters} ${stay === 1 ? 'stays' : 'stay'}`
  if (stay < now.majority) return `${question} ${staying}, no quorum: writes wait until a peer is back, none is lost`
  if (role === 'leading') return `${question} ${staying}, no write is lost, expect an election`
  return now.writes ? `${question} ${staying}, writes go on` : `${question} ${staying}, a quorum`
}
