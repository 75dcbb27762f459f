/** What each type of record looks like in a line. The compiler checks that none is missing and none forgets a field. */
import type { TracedMessage, TracedSession, TracedTxn, TracedWatch, TraceRecord } from '../trace-record.ts'
import { fields, list, maybe, number, oneOf, type Shape, text, truth } from './shape.ts'
import { statusShape } from './status-shape.ts'

type RecordType = TraceRecord['type']
type Shapes = { readonly [K in RecordType]: Shape<Extract<TraceRecord, { readonly type: K }>> }

const byPeer = { atMs: number, peer: number } as const

const message: Shape<TracedMessage> = fields<TracedMessage>({
  name: text,
  text,
  epoch: maybe(number) as Shape<number>,
  zxid: maybe(text) as Shape<string>,
  vote: maybe(fields({ round: number, role: text, leader: number, epoch: number, zxid: text })) as Shape<
    NonNullable<TracedMessage['vote']>
  >,
})

const txn: Shape<TracedTxn> = fields({
  zxid: text,
  session: text,
  operation: text,
  path: text,
  bytes: number,
  timeMs: number,
})

const session: Shape<TracedSession> = fields({
  id: text,
  owner: maybe(number),
  client: maybe(text),
  timeoutMs: number,
  leftMs: maybe(number),
  ephemerals: number,
  watches: number,
  outstanding: number,
  lastOperation: maybe(text),
  lastMs: maybe(number),
})

const watch: Shape<TracedWatch> = fields({ path: text, kind: text, sessions: number, some: list(text) })

export const RECORD_SHAPES: Shapes = {
  status: fields({ type: oneOf('status'), ...byPeer, status: statusShape }),
  became: fields({
    type: oneOf('became'),
    ...byPeer,
    role: text,
    phase: text,
    leader: maybe(number),
    epoch: number,
    why: text,
  }),
  sent: fields({ type: oneOf('sent'), ...byPeer, to: number, message }),
  received: fields({ type: oneOf('received'), ...byPeer, from: number, message }),
  link: fields({ type: oneOf('link'), ...byPeer, with: number, up: truth }),
  'first-commit': fields({ type: oneOf('first-commit'), ...byPeer, epoch: number, zxid: text }),
  told: fields({ type: oneOf('told'), ...byPeer, number, level: oneOf('info', 'warn', 'error'), text }),
  applied: fields({ type: oneOf('applied'), ...byPeer, txns: list(txn), skipped: number }),
  sessions: fields({ type: oneOf('sessions'), ...byPeer, total: number, rows: list(session) }),
  watches: fields({ type: oneOf('watches'), ...byPeer, total: number, rows: list(watch) }),
  dropped: fields({ type: oneOf('dropped'), ...byPeer, count: number }),
  lost: fields({ type: oneOf('lost'), ...byPeer, why: text }),
  process: fields({ type: oneOf('process'), ...byPeer, running: truth, pid: maybe(number) }),
  action: fields({ type: oneOf('action'), atMs: number, action: text, peers: list(number), text }),
  faults: fields({ type: oneOf('faults'), atMs: number, faults: list(text) }),
  trouble: fields({ type: oneOf('trouble'), atMs: number, text }),
}
