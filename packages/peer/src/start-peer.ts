/** The door to this package: one running member of the ensemble. */
import { digestOf, type SessionId } from '@quoll/state-machine'
import { dataWatches, watchViews } from './clients/watch-views.ts'
import { Member } from './member.ts'
import type { PeerOptions } from './options.ts'
import type { ClientConnection, ClientHandler } from './ports/client-connection.ts'
import { sessionViews } from './sessions/session-views.ts'
import type { NodeView, SessionView, SnapshotProgress, WatchView } from './view.ts'

/** One member of the ensemble, alive until `stop`. */
export type RunningPeer = {
  /** Hands over a client's connection; what it sends goes to the returned handler. */
  accept(connection: ClientConnection): ClientHandler
  view(): NodeView
  /** A snapshot that comes from the leader now. */
  receiving(): SnapshotProgress | undefined
  /** At most `limit` sessions, oldest first. */
  sessions(limit: number): readonly SessionView[]
  /** At most `limit` watched paths, the most watched first. */
  watches(limit: number): readonly WatchView[]
  /** What ZooKeeper's `wch*` words show: all but watches for children only. To be read at once. */
  dataWatches(): Iterable<readonly [path: string, session: SessionId]>
  ephemeralsOf(session: SessionId): readonly string[]
  /** Latencies are counted from now on. */
  resetLatency(): void
  /** Gives up its role, tells the others, closes its links and its storage; `done` comes last. */
  stop(done: () => void): void
}

/** Recovers from the storage, connects to the others, and takes part in the ensemble from now on. */
export function startPeer(options: PeerOptions): RunningPeer {
  const member = new Member(options)
  member.start()
  return {
    accept: (connection) => member.pipeline.accept(connection),
    view: () => viewOf(member),
    receiving: () => member.receiving,
    sessions: (limit) => {
      const { replica, pipeline, proposer } = member
      const nowMs = options.clock.monotonicMs()
      return sessionViews({ state: replica.state, clients: pipeline.clients, proposer, nowMs }, limit)
    },
    watches: (limit) => watchViews(member.pipeline.clients.watches, limit),
    dataWatches: () => dataWatches(member.pipeline.clients.watches),
    ephemeralsOf: (session) => member.replica.state.ephemeralsOf(session),
    resetLatency: () => member.pipeline.requests.latency.reset(),
    stop: (done) => member.stop(done),
  }
}

function viewOf(member: Member): NodeView {
  const { driver, pipeline, replica, options, saver, sender } = member
  const { state } = replica
  const zab = driver.view()
  return {
    zab,
    serving: pipeline.serving,
    halted: driver.haltedBecause,
    applied: replica.zxid,
    znodes: state.znodeCount,
    ephemerals: state.ephemeralCount,
    sessions: state.sessions.size,
    watches: pipeline.clients.watches.counts.watches,
    approximateDataBytes: state.approximateDataSize,
    digest: digestOf(state).toString(16),
    clients: pipeline.clients.size,
    get connections() {
      return pipeline.clients.views()
    },
    outstanding: pipeline.outstanding,
    latency: pipeline.requests.latency.view(),
    reads: pipeline.requests.reads,
    writes: pipeline.requests.writes,
    roundTrips: zab.learners.map(({ peer }) => ({ peer, ms: driver.roundTrips.get(peer) })),
    queued: zab.links.map((peer) => ({ peer, bytes: options.transport.queuedBytes(peer) })),
    storage: options.storage.stats,
    snapshots: { taken: saver.completed, sent: sender.completed, installed: member.installed },
  }
}
