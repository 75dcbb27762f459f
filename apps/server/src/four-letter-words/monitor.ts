/** `mntr`: one `zk_<name><tab><value>` per line, for monitors that know nothing else. ZooKeeper: MonitorCommand. */
import type { ServerFacts } from './facts.ts'
import { average } from './status.ts'
import { versionText } from './version.ts'

type Value = string | number

export function mntr(facts: ServerFacts): string {
  const values: Record<string, Value> = {
    version: versionText(facts),
    server_state: facts.mode,
    ...ensembleValues(facts),
    ...serverValues(facts),
    ...leaderValues(facts),
    ...facts.metrics,
  }
  return Object.entries(values)
    .map(([name, value]) => `zk_${name}\t${value}\n`)
    .join('')
}

function serverValues(facts: ServerFacts): Record<string, Value> {
  const { latencyMs } = facts
  return {
    avg_latency: average(latencyMs.average),
    max_latency: Math.round(latencyMs.max),
    min_latency: Math.round(latencyMs.min),
    packets_received: facts.received,
    packets_sent: facts.sent,
    num_alive_connections: facts.connections.length,
    outstanding_requests: facts.outstanding,
    znode_count: facts.znodes,
    watch_count: facts.watches,
    ephemerals_count: facts.ephemerals,
    approximate_data_size: facts.approximateDataBytes,
    global_sessions: facts.sessions,
    local_sessions: 0,
    uptime: Math.round(facts.uptimeMs),
  }
}

function ensembleValues({ mode, phase, quorumSize }: ServerFacts): Record<string, Value> {
  if (mode === 'standalone' || phase === undefined) return {}
  const doing = { leader: 'leading', follower: 'following', observer: 'observing', 'read-only': 'looking' }[mode]
  return { peer_state: `${doing} - ${phase}`, ...(quorumSize === undefined ? {} : { quorum_size: quorumSize }) }
}

function leaderValues({ mode, leading, proposalBytes }: ServerFacts): Record<string, Value> {
  if (mode !== 'leader' || leading === undefined) return {}
  const { last, min, max } = proposalBytes ?? { last: -1, min: -1, max: -1 }
  return {
    learners: leading.learners,
    synced_followers: leading.syncedFollowers,
    synced_non_voting_followers: 0,
    synced_observers: leading.syncedObservers,
    pending_syncs: leading.pendingSyncs,
    last_proposal_size: last,
    min_proposal_size: min,
    max_proposal_size: max,
  }
}
