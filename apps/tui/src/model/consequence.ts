/** What an action will do to the quorum, said before it is done. Pure: sentences from who lives, who hears whom, and what is planned. */
import { type Action, peersOf } from '../control.ts'
import { faultsAfter, wholeGroups } from '../faults.ts'
import { duration, list, plural } from '../words.ts'
import { isAlive, type Outlook, outlookOf, type Situation, type SituationPeer, writeDelayMs } from './quorum-outlook.ts'

const ROLES: Readonly<Record<string, string>> = {
  leading: 'the leader',
  following: 'a follower',
  observing: 'an observer',
}

/** A gap in the heartbeats that costs a follower, or a leader its quorum. */
const HEARTBEAT_PATIENCE_MS = 400

/**
 * The first sentence says what is planned and what becomes of the quorum (`kill 3, the leader: 2 of 3 stay, …`), the others
 * what else follows.
 */
export function consequenceOf(action: Action, now: Situation): readonly string[] {
  const next = situationAfter(action, now)
  const [before, after] = [outlookOf(now), outlookOf(next)]
  const effect = forQuorum(action, now, next, before, after)
  return [
    `${planned(action, now)}: ${effect}`,
    ...farewell(action, now, before),
    ...dropouts(next, before, after),
    ...longGap(action),
    ...forClients(now, next, after),
  ]
}

/** Of a restart the moment in between, when the peer runs: that it comes back is a sentence of its own. */
function situationAfter(action: Action, { peers, faults }: Situation): Situation {
  const changed = (peer: SituationPeer): SituationPeer => {
    if (action.type === 'kill' || action.type === 'stop') return { ...peer, running: false, role: undefined }
    return action.type === 'restart' ? { ...peer, running: !peer.running, role: undefined } : peer
  }
  return {
    peers: peers.map((peer) => ('peer' in action && peer.id === action.peer ? changed(peer) : peer)),
    faults: faultsAfter(
      faults,
      action,
      peers.map(({ id }) => id),
    ),
  }
}

function planned(action: Action, { peers }: Situation): string {
  switch (action.type) {
    case 'partition': {
      const groups = wholeGroups(
        action.groups,
        peers.map(({ id }) => id),
      )
      return `partition ${groups.map((group) => group.join(',')).join(' | ')}`
    }
    case 'cut-one-way':
      return `${action.to} no longer hears ${action.from}`
    case 'slow-disk':
      return action.ms === 0
        ? `the disk of ${action.peer} as it was`
        : `the disk of ${action.peer} ${duration(action.ms)} slower`
    case 'slow-link':
      return action.ms === 0
        ? `the link between ${action.a} and ${action.b} as it was`
        : `the link between ${action.a} and ${action.b} ${duration(action.ms)} slower`
    case 'heal':
      return 'heal'
    default: {
      const role = ROLES[peers.find(({ id }) => id === action.peer)?.role ?? '']
      return `${action.type} ${action.peer}${role === undefined ? '' : `, ${role}`}`
    }
  }
}

function forQuorum(action: Action, now: Situation, next: Situation, before: Outlook, after: Outlook): string {
  const { voters, serving, alive } = after
  if (isObserver(action, now)) return 'it has no vote, writes go on as they do'
  if (after.open)
    return 'not everybody hears everybody: an election may take long or fail, no acknowledged write is lost'
  if (serving.length === 0) {
    if (before.serving.length === 0) return 'still no quorum, writes go on waiting'
    return alive.length < after.majority
      ? `${staying(alive.length, voters)}, no quorum: writes wait until a peer is back, no acknowledged write is lost`
      : 'no side has a quorum: writes wait until it heals, no acknowledged write is lost'
  }
  const count = serving.length
  if (before.serving.length === 0) return `${count} of ${voters} are a quorum again, expect an election`
  if (after.leader === undefined || after.leader !== before.leader)
    return `${staying(count, voters)}, no acknowledged write is lost, expect an election`
  if (count > before.serving.length)
    return `${count} of ${voters} take part ${count === voters ? 'again' : 'then'}, ${pace(next, before, after, now)}`
  if (action.type === 'slow-disk' || action.type === 'slow-link' || action.type === 'heal')
    return pace(next, before, after, now)
  return `${staying(count, voters)}, ${pace(next, before, after, now)}`
}

/** Whether writes take longer or shorter than they do. */
function pace(next: Situation, before: Outlook, after: Outlook, now: Situation): string {
  const [was, is] = [writeDelayMs(before, now.faults), writeDelayMs(after, next.faults)]
  if (is > was) return `every write takes about ${duration(is)} longer than on a whole ensemble, no election`
  if (is < was && is === 0) return 'writes are quick again'
  if (is > 0) return `writes go on, still about ${duration(is)} slower than on a whole ensemble`
  const broken = next.faults.some(({ type }) => type === 'slow-disk' || type === 'slow-link')
  return broken ? `writes go on as they do: ${after.majority} of ${after.voters} are quick enough` : 'writes go on'
}

/** A leader that is stopped in order goes before it is missed; who is restarted returns. */
function farewell(action: Action, { peers }: Situation, { leader }: Outlook): readonly string[] {
  if (action.type !== 'stop' && action.type !== 'restart') return []
  const runs = peers.some(({ id, running }) => id === action.peer && running)
  return [
    ...(runs && leader === action.peer ? ['it resigns first: nobody has to miss it before they elect'] : []),
    ...(runs && action.type === 'restart' ? ['it comes back on what its disk holds'] : []),
  ]
}

/** Voters that took part, live on, and do not any more. */
function dropouts(next: Situation, before: Outlook, after: Outlook): readonly string[] {
  if (after.open || (after.serving.length === 0 && after.alive.length < after.majority)) return []
  const out = after.alive.filter((id) => before.serving.includes(id) && !after.serving.includes(id))
  return out.map((id) => {
    const led = id === before.leader
    const role = next.peers.find((peer) => peer.id === id)?.role
    return led || role === 'leading'
      ? `${id}, the leader, hears no quorum: it resigns within half a second`
      : `${id} has no leader until it heals, and serves nobody`
  })
}

/** The delay itself is one long gap when it begins. */
function longGap(action: Action): readonly string[] {
  if (action.type !== 'slow-link' || action.ms < HEARTBEAT_PATIENCE_MS) return []
  return [
    `longer than a heartbeat is waited for (${duration(HEARTBEAT_PATIENCE_MS)}): ${action.a} and ${action.b} lose each other at first`,
  ]
}

/** Clients of peers that served and will not. */
function forClients(now: Situation, next: Situation, after: Outlook): readonly string[] {
  const serves = (peer: SituationPeer): boolean =>
    isAlive(peer, next.faults) && (peer.observer || after.serving.includes(peer.id))
  const left = next.peers.filter((peer, i) => {
    const was = now.peers[i]
    return peer.clients > 0 && was !== undefined && isAlive(was, now.faults) && !serves(peer)
  })
  const count = left.reduce((sum, { clients }) => sum + clients, 0)
  if (count === 0 || after.serving.length === 0) return []
  return [`${plural(count, 'client')} of ${list(left.map(({ id }) => id))} will look for another peer`]
}

function staying(count: number, of: number): string {
  return `${count} of ${of} ${count === 1 ? 'stays' : 'stay'}`
}

function isObserver(action: Action, { peers }: Situation): boolean {
  const about = peersOf(action)
  const observers = peers.filter(({ observer }) => observer).map(({ id }) => id)
  return action.type !== 'partition' && about.length > 0 && about.some((id) => observers.includes(id))
}
