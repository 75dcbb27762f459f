/**
 * `/metrics` in Prometheus' text format, version 0.0.4. What ZooKeeper's own exporter has a name for has that name, so that
 * its dashboards and alerts go on working; what only Quoll has begins with `quoll_`.
 */
import { counterOf, epochOf } from '@quoll/core'
import type { NodeView } from '@quoll/peer'
import { percentile } from '@quoll/trace'
import type { ServerFacts } from '../four-letter-words/index.ts'

export type ProcessMetrics = { readonly eventLoopDelayMs: number; readonly clientsRefused: number }

type Metric = {
  readonly name: string
  readonly type: 'gauge' | 'counter'
  readonly help: string
  readonly value: number
}

export function metricsText(facts: ServerFacts, view: NodeView, extra: ProcessMetrics): string {
  const lines = metricsOf(facts, view, extra).map(
    ({ name, type, help, value }) => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name} ${value}\n`,
  )
  return lines.join('') + syncTimes(view)
}

function metricsOf(facts: ServerFacts, view: NodeView, extra: ProcessMetrics): readonly Metric[] {
  const { zab, snapshots, storage } = view
  const gauge = (name: string, help: string, value: number): Metric => ({ name, type: 'gauge', help, value })
  const counter = (name: string, help: string, value: number): Metric => ({ name, type: 'counter', help, value })
  const { leading } = facts
  return [
    gauge('avg_latency', 'Milliseconds from a request to its reply, average since start', facts.latencyMs.average),
    gauge('min_latency', 'The shortest of them', facts.latencyMs.min),
    gauge('max_latency', 'The longest of them', facts.latencyMs.max),
    counter('packets_received', 'Frames from clients', facts.received),
    counter('packets_sent', 'Frames to clients', facts.sent),
    gauge('num_alive_connections', 'Connections on the client port', facts.connections.length),
    gauge('outstanding_requests', 'Requests that wait for an answer', facts.outstanding),
    gauge('znode_count', 'Znodes', facts.znodes),
    gauge('watch_count', 'Watches set on this peer', facts.watches),
    gauge('ephemerals_count', 'Ephemeral znodes', facts.ephemerals),
    gauge('approximate_data_size', 'Bytes of paths and data', facts.approximateDataBytes),
    gauge('global_sessions', 'Sessions of the ensemble', facts.sessions),
    gauge('uptime', 'Milliseconds since this peer was started', Math.round(facts.uptimeMs)),
    gauge('quorum_size', 'Voters of the ensemble', facts.quorumSize ?? 1),
    ...(leading === undefined
      ? []
      : [
          gauge('learners', 'Peers that follow or observe this leader', leading.learners),
          gauge('synced_followers', 'Followers that are level', leading.syncedFollowers),
          gauge('synced_observers', 'Observers that are level', leading.syncedObservers),
          gauge('pending_syncs', 'Learners on the way to be level', leading.pendingSyncs),
        ]),
    counter('snap_count', 'Snapshots taken', snapshots.taken),
    counter('quoll_snapshots_sent', 'Snapshots streamed to learners', snapshots.sent),
    counter('quoll_snapshots_installed', 'Snapshots received from a leader and installed', snapshots.installed),
    gauge('quoll_serving', '1 while clients are answered', view.serving ? 1 : 0),
    gauge('quoll_leading', '1 on the leader', zab.role === 'leading' ? 1 : 0),
    gauge('quoll_epoch', 'Epoch this peer follows', zab.currentEpoch),
    gauge('quoll_committed_epoch', 'Epoch of the last committed transaction', epochOf(zab.committed)),
    gauge('quoll_committed_counter', 'Its counter', counterOf(zab.committed)),
    gauge('quoll_log_bytes', 'Bytes of log on the disk', storage.logBytes),
    gauge('quoll_event_loop_delay_ms', 'How late timers are, 99th percentile, milliseconds', extra.eventLoopDelayMs),
    counter('connection_rejected', 'Connections reset because there were too many', extra.clientsRefused),
    gauge('process_resident_memory_bytes', 'Resident memory', process.memoryUsage.rss()),
  ]
}

/** Milliseconds, as ZooKeeper's `fsynctime`; quantiles are those of the last syncs. */
function syncTimes({ storage }: NodeView): string {
  const quantiles = [0.5, 0.99].map((share) => `fsynctime{quantile="${share}"} ${percentile(storage.syncMs, share)}\n`)
  return `# HELP fsynctime Milliseconds of a disk sync\n# TYPE fsynctime summary\n${quantiles.join('')}fsynctime_count ${storage.syncs}\n`
}
