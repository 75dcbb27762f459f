/** The table of peers as data. On a narrow screen columns are left out, the highest `dropped` first. */
import type { Dashboard } from '../../model/dashboard.ts'
import { lagMs } from '../../model/lag.ts'
import { answers, isLost, type PeerModel } from '../../model/peers.ts'
import { parseZxid } from '../../model/zxid-text.ts'
import type { Tone } from '../../view/line.ts'
import { roleSign } from '../../view/roles.ts'
import { compact, count, duration, latency } from '../../words.ts'
import { noteOn } from './notes.ts'

export type Row = { readonly dashboard: Dashboard; readonly peer: PeerModel }

export type Column = {
  readonly title: string
  /** In cells; the last column takes what is left beyond it. */
  readonly width: number
  readonly align: 'left' | 'right'
  /** 0: always there. */
  readonly dropped: number
  text(row: Row): string
  /** Without one: plain, and grey when the peer is lost. */
  readonly tone?: (row: Row) => Tone
  /** For the help page. */
  readonly help: string
}

type Status = NonNullable<PeerModel['status']>

const PHASES: Readonly<Record<string, string>> = { synchronization: 'sync' }

export const COLUMNS: readonly Column[] = [
  {
    title: 'peer',
    width: 5,
    align: 'right',
    dropped: 0,
    text: ({ peer }) => `${peer.id} ${roleSign(peer).letter}`,
    tone: ({ peer }) => roleSign(peer).tone,
    help: 'its number, and L leads, F follows, O observes, ? looks, x is gone',
  },
  {
    title: 'role',
    width: 9,
    align: 'left',
    dropped: 8,
    text: ({ peer }) => roleSign(peer).word,
    tone: ({ peer }) => roleSign(peer).tone,
    help: 'what it is doing',
  },
  {
    title: 'phase',
    width: 9,
    align: 'left',
    dropped: 2,
    text: ({ peer }) => (answers(peer) ? (PHASES[peer.standing.phase] ?? peer.standing.phase) : ''),
    help: 'only a peer in broadcast serves clients',
  },
  {
    title: 'epoch',
    width: 5,
    align: 'right',
    dropped: 7,
    text: ({ peer }) => peer.standing?.epoch.toString() ?? '',
    help: 'the reign it is part of',
  },
  {
    title: 'last zxid',
    width: 9,
    align: 'right',
    dropped: 0,
    text: ({ peer }) => lastWord(peer, ({ last }) => shortZxid(last)),
    help: 'the newest transaction in its log, epoch:number',
  },
  { title: 'lag', width: 4, align: 'right', dropped: 0, text: lagOf, help: 'transactions it is behind the leader' },
  { title: 'behind', width: 6, align: 'right', dropped: 1, text: behind, help: 'the same in time' },
  { title: 'rtt', width: 6, align: 'right', dropped: 4, text: roundTrip, help: 'leader to it and back' },
  {
    title: 'fsync',
    width: 6,
    align: 'right',
    dropped: 3,
    text: ({ peer }) => lastWord(peer, ({ disk }) => (disk.syncMsP99 === 0 ? '-' : latency(disk.syncMsP99))),
    help: 'its disk, 99 of 100 times, is faster',
  },
  {
    title: 'clients',
    width: 7,
    align: 'right',
    dropped: 1,
    text: ({ peer }) => present(peer, ({ clients }) => count(clients)),
    help: 'connections to it',
  },
  {
    title: 'watches',
    width: 7,
    align: 'right',
    dropped: 5,
    text: ({ peer }) => present(peer, ({ watches }) => count(watches)),
    help: 'what its clients watch',
  },
  {
    title: 'version',
    width: 7,
    align: 'left',
    dropped: 6,
    // `quoll 0.1.0`: here the number is enough.
    text: ({ peer }) => lastWord(peer, ({ software }) => software.split(' ').at(-1) ?? ''),
    help: 'of its program',
  },
  {
    title: 'process',
    width: 7,
    align: 'right',
    dropped: 9,
    text: ({ peer }) => (peer.running === false ? '-' : (peer.pid?.toString() ?? '')),
    help: 'its process id',
  },
  {
    title: 'clients connect to',
    width: 21,
    align: 'left',
    dropped: 10,
    text: ({ peer }) => peer.client ?? '',
    help: 'its address for clients',
  },
  {
    title: 'note',
    width: 10,
    align: 'left',
    dropped: 0,
    text: ({ dashboard, peer }) => noteOn(dashboard, peer).text,
    tone: ({ dashboard, peer }) => noteOn(dashboard, peer).mood,
    help: 'worth knowing; of a lost peer, how old its numbers are',
  },
]

export type Layout = { readonly columns: readonly Column[]; readonly gap: number }

/** What fits in `width` cells: as many columns as can be, then some air. */
export function layoutFor(width: number): Layout {
  const cost = (columns: readonly Column[], gap: number): number =>
    columns.reduce((sum, column) => sum + column.width, 0) + gap * (columns.length - 1)
  const mostDroppable = COLUMNS.reduce((most, { dropped }) => Math.max(most, dropped), 0)
  let kept = COLUMNS
  for (let level = mostDroppable; level > 0 && cost(kept, 1) > width; level--)
    kept = kept.filter(({ dropped }) => dropped !== level)
  return { columns: kept, gap: cost(kept, 2) <= width ? 2 : 1 }
}

/** Nothing of a lost peer: it is not true any more. */
function present(peer: PeerModel, read: (status: Status) => string): string {
  return isLost(peer) ? '' : lastWord(peer, read)
}

/** Of a lost peer too: what it said last. */
function lastWord(peer: PeerModel, read: (status: Status) => string): string {
  return peer.status === undefined ? '' : read(peer.status)
}

/** Nine cells hold `5:1234567`; what is longer is rounded. */
function shortZxid(text: string): string {
  if (text.length <= 9) return text
  const zxid = parseZxid(text)
  return zxid === undefined ? text : `${zxid.epoch}:${compact(zxid.counter)}`
}

function lagOf({ dashboard, peer }: Row): string {
  if (isLeader(dashboard, peer)) return '-'
  const learner = learnerOf(dashboard, peer)
  return learner === undefined ? '' : compact(learner.lag)
}

function behind({ dashboard, peer }: Row): string {
  if (isLeader(dashboard, peer)) return '-'
  const learner = learnerOf(dashboard, peer)
  const { verdict, marks } = dashboard.ensemble
  if (learner === undefined) return ''
  if (learner.lag === 0) return '0 ms'
  const ms = lagMs(marks, learner.acked, verdict.leader?.heardMs ?? dashboard.nowMs)
  return ms === undefined ? '' : duration(ms)
}

function roundTrip({ dashboard, peer }: Row): string {
  if (isLeader(dashboard, peer)) return '-'
  const ms = learnerOf(dashboard, peer)?.roundTripMs
  return ms === undefined ? '' : latency(ms)
}

function isLeader({ ensemble }: Dashboard, peer: PeerModel): boolean {
  return ensemble.verdict.leader?.id === peer.id
}

function learnerOf({ ensemble }: Dashboard, peer: PeerModel): Status['learners'][number] | undefined {
  return isLost(peer) ? undefined : ensemble.verdict.leader?.status?.learners.find((one) => one.peer === peer.id)
}
