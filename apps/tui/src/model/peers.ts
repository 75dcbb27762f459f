/** What is known of each peer: its last word, whether it still answers, what was done to it. */
import type { PeerStatus, TraceHeader, TraceRecord } from '@quoll/trace'
import { printable } from '../words.ts'

/** Times are on the clock of the trace. */
export type PeerModel = {
  readonly id: number
  /** `host:port`, for clients; undefined where there is none. */
  readonly client: string | undefined
  readonly http: string | undefined
  /** What it does, by the newest word of it. */
  readonly standing: PeerStanding | undefined
  /** The last numbers it gave, however old. */
  readonly status: PeerStatus | undefined
  /** When we last heard anything of it. */
  readonly heardMs: number | undefined
  readonly lost: { readonly sinceMs: number; readonly why: string } | undefined
  /** Its process; undefined where that cannot be known. */
  readonly running: boolean | undefined
  readonly pid: number | undefined
  /** The process that ended: what arrives of it later is no news. */
  readonly endedPid: number | undefined
  /** What was done to it last, on purpose. */
  readonly deed: { readonly action: string; readonly atMs: number } | undefined
  /** Set from its first word after a silence until it serves again. */
  readonly returnedMs: number | undefined
}

export type PeerStanding = {
  readonly role: string
  readonly phase: string
  readonly leader: number | undefined
  readonly epoch: number
  /** Clients are answered. */
  readonly serving: boolean
  readonly sinceMs: number
  /** A status was seen since it began: what a leader says of its learners is of this reign. */
  readonly confirmed: boolean
}

export function newPeers({ peers }: TraceHeader): readonly PeerModel[] {
  return peers.map(({ id, client, http }) => newPeer(id, client, http))
}

function newPeer(id: number, client?: string, http?: string): PeerModel {
  return {
    id,
    client,
    http,
    standing: undefined,
    status: undefined,
    heardMs: undefined,
    lost: undefined,
    running: undefined,
    pid: undefined,
    endedPid: undefined,
    deed: undefined,
    returnedMs: undefined,
  }
}

export function takePeers(peers: readonly PeerModel[], record: TraceRecord): readonly PeerModel[] {
  if (record.type === 'action')
    return peers.map((peer) => (record.peers.includes(peer.id) ? withDeed(peer, record.action, record.atMs) : peer))
  if (!('peer' in record)) return peers
  const old = peers.find(({ id }) => id === record.peer) ?? newPeer(record.peer)
  const next = takePeer(old, record)
  if (next === old) return peers
  const others = peers.filter(({ id }) => id !== record.peer)
  return [...others, next].sort((a, b) => a.id - b.id)
}

/** A peer that is killed is gone from then on, whenever that is noticed. */
function withDeed(peer: PeerModel, action: string, atMs: number): PeerModel {
  const done = { ...peer, deed: { action, atMs } }
  return action === 'kill' ? withProcess(done, false, undefined, atMs) : done
}

function takePeer(peer: PeerModel, record: Extract<TraceRecord, { peer: number }>): PeerModel {
  const { atMs } = record
  switch (record.type) {
    case 'status':
      return record.status.pid === peer.endedPid && peer.endedPid !== undefined
        ? peer
        : withStatus(heard(peer, atMs), record.status, atMs)
    case 'became': {
      const { role, phase, leader, epoch } = record
      const standing = { role, phase, leader, epoch, serving: phase === 'broadcast', sinceMs: atMs, confirmed: false }
      return served({ ...heard(peer, atMs), standing })
    }
    case 'lost':
      return peer.lost === undefined ? { ...peer, lost: { sinceMs: atMs, why: printable(record.why) } } : peer
    case 'process':
      return withProcess(peer, record.running, record.pid, atMs)
    default:
      // Whatever else it tells was told before it fell silent, perhaps: only a status or a change of role ends a silence.
      return peer.lost === undefined ? { ...peer, heardMs: atMs } : peer
  }
}

function heard(peer: PeerModel, atMs: number): PeerModel {
  if (peer.lost === undefined) return { ...peer, heardMs: atMs }
  return { ...peer, heardMs: atMs, lost: undefined, returnedMs: peer.heardMs === undefined ? undefined : atMs }
}

function withStatus(peer: PeerModel, status: PeerStatus, atMs: number): PeerModel {
  const { role, phase, leader, epoch, serving } = status
  const { standing: before } = peer
  const same = before?.role === role && before.phase === phase && before.leader === leader && before.epoch === epoch
  const sinceMs = same ? before.sinceMs : atMs
  const standing = { role, phase, leader, epoch, serving, sinceMs, confirmed: true }
  return served({ ...peer, standing, status, pid: status.pid || peer.pid })
}

function served(peer: PeerModel): PeerModel {
  return peer.returnedMs !== undefined && peer.standing?.serving === true ? { ...peer, returnedMs: undefined } : peer
}

function withProcess(peer: PeerModel, running: boolean, pid: number | undefined, atMs: number): PeerModel {
  if (running) return { ...peer, running, pid: pid ?? peer.pid }
  const lost = peer.lost ?? { sinceMs: atMs, why: 'its process ended' }
  return { ...peer, running, endedPid: peer.pid ?? peer.endedPid, pid: undefined, lost }
}

export function isLost(peer: PeerModel): boolean {
  return peer.lost !== undefined
}

/** It has spoken and still does. */
export function answers(peer: PeerModel): peer is PeerModel & { readonly standing: PeerStanding } {
  return peer.standing !== undefined && peer.lost === undefined
}

/** The last zxid in its log, `epoch:counter`; undefined before its first status. */
export function lastZxid({ status }: PeerModel): string | undefined {
  return status?.last
}
