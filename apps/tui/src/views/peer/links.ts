/** The links of one peer: who is at the other end, what waits for it, and, from a leader, how far behind it is. */
import type { LearnerStatus, PeerStatus } from '@quoll/trace'
import { byteSize } from '../../model/metrics-charts.ts'
import { isLost, type PeerModel } from '../../model/peers.ts'
import { type Line, span } from '../../view/line.ts'
import { roleSign } from '../../view/roles.ts'
import { type TableColumn, table } from '../../view/table.ts'
import { compact, latency } from '../../words.ts'

type Row = {
  readonly other: PeerModel
  readonly up: boolean
  /** It was, when we last heard of it. */
  readonly stale: boolean
  readonly queued: number
  /** What the leader says of it, if this peer leads; or of this peer, if the other one leads. */
  readonly learner: LearnerStatus | undefined
}

const COLUMNS: readonly TableColumn<Row>[] = [
  { title: 'link to', width: 7, align: 'right', dropped: 0, text: ({ other }) => `peer ${other.id}` },
  {
    title: 'is',
    width: 6,
    align: 'left',
    dropped: 0,
    text: ({ up }) => (up ? 'up' : 'down'),
    tone: ({ up, stale }) => (stale ? 'lost' : up ? 'good' : 'bad'),
  },
  {
    title: 'which is',
    width: 11,
    align: 'left',
    dropped: 3,
    text: ({ other }) => `${roleSign(other).letter} ${roleSign(other).word}`,
    tone: ({ other }) => (isLost(other) ? 'lost' : roleSign(other).tone),
  },
  { title: 'queued', width: 8, align: 'right', dropped: 1, text: ({ up, queued }) => (up ? byteSize(queued) : '-') },
  { title: 'phase', width: 15, align: 'left', dropped: 4, text: ({ learner }) => learner?.phase ?? '' },
  { title: 'on its disk', width: 12, align: 'right', dropped: 2, text: ({ learner }) => learner?.acked ?? '' },
  {
    title: 'lag',
    width: 5,
    align: 'right',
    dropped: 0,
    text: ({ learner }) => (learner === undefined ? '' : compact(learner.lag)),
  },
  {
    title: 'round trip',
    width: 10,
    align: 'right',
    dropped: 0,
    text: ({ learner }) => (learner?.roundTripMs === undefined ? '' : latency(learner.roundTripMs)),
  },
  // What is left of the row.
  { title: '', width: 0, grows: true, align: 'left', dropped: 0, text: () => '' },
]

export function linksTable(
  peers: readonly PeerModel[],
  mine: PeerModel,
  status: PeerStatus,
  columns: number,
): readonly Line[] {
  // Apache ZooKeeper answers about itself alone.
  if (status.links.length === 0 && status.digest === '')
    return [[span('  this kind of server does not tell about its links', 'quiet')]]
  const others = peers.filter(({ id }) => id !== mine.id)
  const rows = others.map((other): Row => {
    return {
      other,
      up: status.links.includes(other.id),
      stale: isLost(mine),
      queued: status.queuedBytes.find(({ peer }) => peer === other.id)?.bytes ?? 0,
      learner: learnerBetween(mine.id, status, other),
    }
  })
  return table(COLUMNS, rows, undefined, { columns, rows: rows.length + 1 })
}

function learnerBetween(mine: number, status: PeerStatus, other: PeerModel): LearnerStatus | undefined {
  if (status.role === 'leading') return status.learners.find(({ peer }) => peer === other.id)
  if (status.leader !== other.id || isLost(other)) return undefined
  return other.status?.learners.find(({ peer }) => peer === mine)
}
