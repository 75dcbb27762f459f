/** The peers of a status as rows: numbers where they are known, nothing where they are not. */
import type { ObservedPeer } from '../peers/observe-peer.ts'
import { splitZxid } from './ensemble-report.ts'

/** One peer in `quoll status --json`. Fields that nobody told are absent. */
export type StatusRow = {
  readonly address: string
  readonly id?: number
  readonly up: boolean
  readonly serving: boolean
  readonly mode: string
  readonly why?: string
  readonly software?: string
  readonly version: string
  readonly phase?: string
  readonly epoch?: number
  readonly zxid: string
  /** Transactions behind the leader, as both told it one after the other: on a busy ensemble a few are normal. */
  readonly behind?: number
  readonly connections: number
  readonly znodes: number
  readonly sessions?: number
  readonly watches?: number
  readonly syncMsP99?: number
  readonly roundTripMs?: number
  readonly uptimeMs?: number
}

export function statusRows(peers: readonly ObservedPeer[]): StatusRow[] {
  const leader = peers.find(({ mode }) => mode === 'leader')
  return peers.map((peer) => statusRow(peer, leader))
}

function statusRow(peer: ObservedPeer, leader: ObservedPeer | undefined): StatusRow {
  const { address, up, serving, mode, version, zxid, connections, znodes, status, monitor, silence } = peer
  const number = (name: string) => (monitor.has(name) ? Number(monitor.get(name)) : undefined)
  const id = peer.configuration.id ?? status?.id
  const learner = leader?.status?.learners.find(({ peer: one }) => one === id)
  return withoutUndefined({
    address,
    id,
    up,
    serving,
    mode,
    why: silence?.why ?? (serving ? undefined : newestStory(peer)),
    software: peer.software,
    version,
    phase: status?.phase ?? phaseIn(monitor.get('peer_state')),
    epoch: status?.epoch ?? (zxid === '' ? undefined : splitZxid(zxid).epoch),
    zxid: zxid === '' ? (status?.appliedZxid ?? '') : zxid,
    behind: learner?.lag ?? behind(peer, leader),
    connections,
    znodes,
    sessions: status?.sessions ?? number('global_sessions'),
    watches: status?.watches ?? number('watch_count'),
    syncMsP99: status?.disk.syncMsP99,
    roundTripMs: learner?.roundTripMs,
    uptimeMs: status?.uptimeMs ?? number('uptime'),
  })
}

function newestStory({ status }: ObservedPeer): string | undefined {
  return status?.story.at(-1)?.text
}

/** `following - broadcast`. */
function phaseIn(peerState: string | undefined): string | undefined {
  return peerState?.split(' - ')[1]
}

function behind(peer: ObservedPeer, leader: ObservedPeer | undefined): number | undefined {
  if (leader === undefined || peer.zxid === '' || peer === leader) return undefined
  const [own, leading] = [splitZxid(peer.zxid), splitZxid(leader.zxid)]
  return own.epoch === leading.epoch ? Math.max(0, leading.counter - own.counter) : leading.counter
}

function withoutUndefined<T extends object>(row: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as T
}
