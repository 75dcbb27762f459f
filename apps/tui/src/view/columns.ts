/** The table of peers as data. On a narrow screen columns are left out, the highest `dropped` first. */
import { answers, isLost, type Model, type PeerModel } from '../model/model.ts'
import { noteOn } from '../model/notes.ts'
import type { Verdict } from '../model/verdict.ts'
import { count, duration } from '../words.ts'
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
    help: 'L leads, F follows, O observes (no vote), ? looks for a leader, x is down',
  },
  {
    title: 'phase',
    width: 9,
    align: 'left',
    dropped: 2,
    text: ({ peer }) => lastWord(peer, ({ phase }) => PHASES[phase] ?? phase),
    help: 'election, discovery, sync(hronization), broadcast: only the last serves',
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
    help: 'newest transaction in its log, epoch:counter',
  },
  {
    title: 'lag',
    width: 4,
    align: 'right',
    dropped: 0,
    text: lagOf,
    help: "transactions the leader's log has and it has not confirmed",
  },
  {
    title: 'clients',
    width: 7,
    align: 'right',
    dropped: 1,
    text: ({ peer }) => lastWord(peer, ({ clients }) => count(clients)),
    help: 'connections of clients to it',
  },
  {
    title: 'fsync',
    width: 6,
    align: 'right',
    dropped: 3,
    text: ({ peer }) => lastWord(peer, ({ disk }) => (disk.syncMsP99 === 0 ? '-' : duration(disk.syncMsP99))),
    help: '99 of 100 times its disk took no longer to make a write durable',
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
    help: 'what is worth knowing; for a lost peer, for how long: its row is then its last word',
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

/** Of a lost peer too: what it said last. */
function lastWord(peer: PeerModel, read: (status: NonNullable<PeerModel['status']>) => string): string {
  return peer.status === undefined ? '' : read(peer.status)
}

function lagOf({ verdict, peer }: Row): string {
  const { leader } = verdict
  if (leader === undefined || isLost(peer) || !answers(peer)) return ''
  if (leader.id === peer.id) return '-'
  const learner = leader.status.learners.find((one) => one.peer === peer.id)
  return learner === undefined ? '' : count(learner.lag)
}
