/** The table of peers as data. On a narrow screen columns are left out, the highest `dropped` first. */
import { answers, isLost, type Model, type PeerModel } from '../model/model.ts'
import { noteOn } from '../model/notes.ts'
import type { Verdict } from '../model/verdict.ts'
import { compact, count, latency } from '../words.ts'
import type { Tone } from './line.ts'
import { roleSign } from './roles.ts'

export type Row = { readonly model: Model; readonly verdict: Verdict; readonly peer: PeerModel }

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

const PHASES: Readonly<Record<string, string>> = { synchronization: 'sync' }

export const COLUMNS: readonly Column[] = [
  {
    title: 'peer',
    width: 4,
    align: 'right',
    dropped: 0,
    text: ({ peer }) => peer.id.toString(),
    help: 'its number in the ensemble',
  },
  {
    title: 'role',
    width: 11,
    align: 'left',
    dropped: 0,
    text: ({ peer }) => `${roleSign(peer).letter} ${roleSign(peer).word}`,
    tone: ({ peer }) => roleSign(peer).tone,
    help: 'L leads, F follows, O observes, ? looks, x is down',
  },
  {
    title: 'phase',
    width: 9,
    align: 'left',
    dropped: 2,
    text: ({ peer }) => present(peer, ({ phase }) => PHASES[phase] ?? phase),
    help: 'only a peer in broadcast serves clients',
  },
  {
    title: 'epoch',
    width: 5,
    align: 'right',
    dropped: 4,
    text: ({ peer }) => lastWord(peer, ({ epoch }) => epoch.toString()),
    help: 'the reign it is part of',
  },
  {
    title: 'last zxid',
    width: 11,
    align: 'right',
    dropped: 0,
    text: ({ peer }) => lastWord(peer, ({ last }) => last),
    help: 'the newest in its log, epoch:counter',
  },
  {
    title: 'lag',
    width: 4,
    align: 'right',
    dropped: 0,
    text: lagOf,
    help: 'transactions behind the leader',
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
    title: 'fsync',
    width: 6,
    align: 'right',
    dropped: 3,
    text: ({ peer }) => lastWord(peer, ({ disk }) => (disk.syncMsP99 === 0 ? '-' : latency(disk.syncMsP99))),
    help: 'its disk, 99 of 100 times, is faster',
  },
  {
    title: 'pid',
    width: 7,
    align: 'right',
    dropped: 5,
    text: ({ peer }) => (peer.running === false ? '-' : (peer.pid?.toString() ?? '')),
    help: 'its process',
  },
  {
    title: 'clients connect to',
    width: 21,
    align: 'left',
    dropped: 6,
    text: ({ peer }) => peer.client,
    help: 'its address for clients',
  },
  {
    title: 'note',
    width: 12,
    align: 'left',
    dropped: 0,
    text: ({ model, peer }) => noteOn(model, peer).text,
    tone: ({ model, peer }) => noteOn(model, peer).mood,
    help: 'worth knowing; of a lost peer, since when',
  },
]

export const GAP = 2

/** What fits: the columns for a table `width` cells wide. */
export function columnsFor(width: number): readonly Column[] {
  const cost = (columns: readonly Column[]): number =>
    columns.reduce((sum, column) => sum + column.width, 0) + GAP * (columns.length - 1)
  const mostDroppable = COLUMNS.reduce((most, { dropped }) => Math.max(most, dropped), 0)
  let kept = COLUMNS
  for (let level = mostDroppable; level > 0 && cost(kept) > width; level--)
    kept = kept.filter(({ dropped }) => dropped !== level)
  return kept
}

/** Nothing of a lost peer: it is not true any more. */
function present(peer: PeerModel, read: (status: NonNullable<PeerModel['status']>) => string): string {
  return isLost(peer) ? '' : lastWord(peer, read)
}

/** Of a lost peer too: what it said last. */
function lastWord(peer: PeerModel, read: (status: NonNullable<PeerModel['status']>) => string): string {
  return peer.status === undefined ? '' : read(peer.status)
}

function lagOf({ verdict, peer }: Row): string {
  const { leader } = verdict
  if (leader === undefined || isLost(peer) || !answers(peer)) return ''
  if (leader.id === peer.id) return '-'
  const learner = leader.status.learners.find((one) => one.peer === peer.id)
  return learner === undefined ? '' : compact(learner.lag)
}
