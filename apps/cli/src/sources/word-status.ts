/**
 * A status out of four-letter words: what `srvr` says of every peer, and `mntr` where it is allowed. Apache ZooKeeper tells nothing of
 * links, votes and queues; its fields are then empty, never invented.
 */
import { type LearnerStatus, type PeerStatus, type RecentLatency, STATUS_VERSION } from '@quoll/trace'
import { monitorValues, type ServerLine, serverLine } from '../peers/srvr.ts'

/** The answers; undefined where there was none. */
export type Words = { readonly srvr: string; readonly mntr: string | undefined }

/** What its peers are known to do, since none of them tells who leads but the leader. */
export type WordContext = {
  readonly id: number
  readonly leader: number | undefined
  /** Newest statuses of the others. */
  readonly others: readonly PeerStatus[]
  /** Its own before this one. */
  readonly before: PeerStatus | undefined
}

const COUNTERS = 2 ** 32

export function wordStatus({ srvr, mntr }: Words, context: WordContext): PeerStatus {
  const line = serverLine(srvr)
  const monitor = monitorValues(mntr)
  const value = (name: string): number => finite(monitor.get(name))
  const { role, phase } = standingOf(line, monitor.get('peer_state'))
  const zxid = finite(line.zxid)
  const at = formatted(zxid)
  const { id, before } = context
  const requests = { reads: value('cnt_readlatency'), writes: value('cnt_updatelatency') }
  const [min = 0, average = 0, max = 0] = (field(srvr, 'Latency min/avg/max') ?? '').split('/').map(finite)
  return {
    version: STATUS_VERSION,
    software: softwareOf(line),
    id,
    pid: 0,
    uptimeMs: value('uptime'),
    role,
    phase,
    serving: line.serving,
    leader: role === 'leading' ? id : context.leader,
    epoch: Math.floor(zxid / COUNTERS),
    acceptedEpoch: Math.floor(zxid / COUNTERS),
    round: 0,
    last: at,
    durable: at,
    committed: at,
    applied: at,
    appliedZxid: line.zxid,
    links: [],
    learners: role === 'leading' ? context.others.flatMap((other) => learnerOf(other, zxid)) : [],
    digest: '',
    znodes: line.znodes,
    dataBytes: value('approximate_data_size'),
    ephemerals: value('ephemerals_count'),
    sessions: value('global_sessions'),
    watches: value('watch_count'),
    clients: line.connections,
    outstanding: finite(field(srvr, 'Outstanding')),
    requests,
    latencyMs: { min, average, max, count: finite(field(srvr, 'Sent')) },
    recent: {
      reads: recentOf(monitor, 'readlatency', requests.reads - (before?.requests.reads ?? requests.reads)),
      writes: recentOf(monitor, 'updatelatency', requests.writes - (before?.requests.writes ?? requests.writes)),
    },
    disk: {
      syncs: value('cnt_fsynctime'),
      syncMsP99: value('p99_fsynctime'),
      logBytes: value('log_dir_size'),
      snapshotBytes: value('data_dir_size'),
      snapshotZxid: '0:0',
    },
    snapshots: { taken: value('snap_count'), sent: 0, installed: 0 },
    queuedBytes: [],
    memoryBytes: 0,
    eventLoopMsP99: 0,
    story: [],
  }
}

/** `3.8.0-5a02…` is Apache's; ours names itself behind the version that it speaks like. */
function softwareOf({ version }: ServerLine): string {
  const [speaks = '', ours] = version.split('-quoll-')
  return ours === undefined ? `ZooKeeper ${speaks.split('-')[0]}`.trim() : `quoll ${ours}`
}

function standingOf({ mode, serving }: ServerLine, peerState: string | undefined): { role: string; phase: string } {
  if (!serving) return { role: 'looking', phase: 'election' }
  const [role, phase] = (peerState ?? '').split(' - ')
  if (role !== undefined && role !== '' && phase !== undefined) return { role, phase }
  return { role: ROLES[mode] ?? 'looking', phase: mode === 'read-only' ? 'election' : 'broadcast' }
}

const ROLES: Readonly<Record<string, string>> = {
  leader: 'leading',
  standalone: 'leading',
  follower: 'following',
  observer: 'observing',
}

/** As it was when it was asked, a moment before or after its leader. */
function learnerOf({ id, role, phase, last, appliedZxid }: PeerStatus, leaderZxid: number): LearnerStatus[] {
  if (role !== 'following' && role !== 'observing') return []
  const lag = Math.max(0, leaderZxid - finite(appliedZxid))
  const known = lag < COUNTERS ? lag : leaderZxid % COUNTERS
  return [{ peer: id, observer: role === 'observing', phase, acked: last, lag: known, roundTripMs: undefined }]
}

function recentOf(monitor: ReadonlyMap<string, string>, name: string, count: number): RecentLatency | undefined {
  if (count <= 0) return undefined
  return { count, p50: finite(monitor.get(`p50_${name}`)), p99: finite(monitor.get(`p99_${name}`)) }
}

function field(text: string, name: string): string | undefined {
  return text.match(new RegExp(`^${name}: (.*)$`, 'm'))?.[1]?.trim()
}

/** Hexadecimal too; 0 for what is missing or no number. */
function finite(text: string | undefined): number {
  const value = Number(text ?? 0)
  return Number.isFinite(value) ? value : 0
}

function formatted(zxid: number): string {
  return `${Math.floor(zxid / COUNTERS)}:${zxid % COUNTERS}`
}
