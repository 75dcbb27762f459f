/** Every type of record, with every field there is. */
import * as fc from 'fast-check'
import type { PeerStatus, TraceHeader, TraceRecord } from '../../src/index.ts'

const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value))
const int = fc.nat()
const text = fc.string({ maxLength: 40, unit: 'binary' })
const maybe = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(one, { nil: undefined })
const few = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { maxLength: 3 })

const recent = maybe(fc.record({ count: int, p50: number, p99: number }))

const anyStatus: fc.Arbitrary<PeerStatus> = fc.record({
  version: int,
  software: text,
  id: int,
  pid: int,
  uptimeMs: number,
  role: text,
  phase: text,
  serving: fc.boolean(),
  leader: maybe(int),
  epoch: int,
  acceptedEpoch: int,
  round: int,
  last: text,
  durable: text,
  committed: text,
  applied: text,
  appliedZxid: text,
  links: few(int),
  learners: few(
    fc.record({ peer: int, observer: fc.boolean(), phase: text, acked: text, lag: int, roundTripMs: maybe(number) }),
  ),
  digest: text,
  znodes: int,
  dataBytes: int,
  ephemerals: int,
  sessions: int,
  watches: int,
  clients: int,
  outstanding: int,
  requests: fc.record({ reads: int, writes: int }),
  latencyMs: fc.record({ min: number, average: number, max: number, count: int }),
  recent: fc.record({ reads: recent, writes: recent }),
  disk: fc.record({ syncs: int, syncMsP99: number, logBytes: int, snapshotBytes: int, snapshotZxid: text }),
  snapshots: fc.record({ taken: int, sent: int, installed: int }),
  queuedBytes: few(fc.record({ peer: int, bytes: int })),
  memoryBytes: int,
  eventLoopMsP99: number,
  story: few(fc.record({ number: int, atMs: number, text })),
})

const vote = fc.record({ round: int, role: text, leader: int, epoch: int, zxid: text })
const message = fc.record({ name: text, text, epoch: int, zxid: text, vote }, { requiredKeys: ['name', 'text'] })
const txn = fc.record({ zxid: text, session: text, operation: text, path: text, bytes: int, timeMs: number })
const session = fc.record({
  id: text,
  owner: maybe(int),
  client: maybe(text),
  timeoutMs: int,
  leftMs: maybe(number),
  ephemerals: int,
  watches: int,
  outstanding: int,
  lastOperation: maybe(text),
  lastMs: maybe(number),
})
const watch = fc.record({ path: text, kind: text, sessions: int, some: few(text) })

const timed = { atMs: number }
const byPeer = { ...timed, peer: int }
const level = fc.constantFrom('info', 'warn', 'error')
const is = <const T extends string>(type: T): { type: fc.Arbitrary<T> } => ({ type: fc.constant(type) })

export const anyRecord: fc.Arbitrary<TraceRecord> = fc.oneof(
  fc.record({ ...is('status'), ...byPeer, status: anyStatus }),
  fc.record({ ...is('became'), ...byPeer, role: text, phase: text, leader: maybe(int), epoch: int, why: text }),
  fc.record({ ...is('sent'), ...byPeer, to: int, message }),
  fc.record({ ...is('received'), ...byPeer, from: int, message }),
  fc.record({ ...is('link'), ...byPeer, with: int, up: fc.boolean() }),
  fc.record({ ...is('first-commit'), ...byPeer, epoch: int, zxid: text }),
  fc.record({ ...is('told'), ...byPeer, number: int, level, text }),
  fc.record({ ...is('applied'), ...byPeer, txns: few(txn), skipped: int }),
  fc.record({ ...is('sessions'), ...byPeer, total: int, rows: few(session) }),
  fc.record({ ...is('watches'), ...byPeer, total: int, rows: few(watch) }),
  fc.record({ ...is('dropped'), ...byPeer, count: int }),
  fc.record({ ...is('lost'), ...byPeer, why: text }),
  fc.record({ ...is('process'), ...byPeer, running: fc.boolean(), pid: maybe(int) }),
  fc.record({ ...is('action'), ...timed, action: text, peers: few(int), text }),
  fc.record({ ...is('faults'), ...timed, faults: few(text) }),
  fc.record({ ...is('trouble'), ...timed, text }),
)

export const anyHeader: fc.Arbitrary<TraceHeader> = fc.record({
  trace: fc.constant(1 as const),
  clock: fc.constantFrom('wall', 'simulated'),
  atMs: number,
  connect: text,
  peers: few(fc.record({ id: int, client: maybe(text), http: maybe(text) })),
  title: text,
})
