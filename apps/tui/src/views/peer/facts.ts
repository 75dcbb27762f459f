/** What is known of one peer, as facts with a name and what they mean, in groups. */
import type { PeerStatus } from '@quoll/trace'
import { byteSize } from '../../model/metrics-charts.ts'
import type { PeerModel } from '../../model/peers.ts'
import type { Tone } from '../../view/line.ts'
import { age, count, latency } from '../../words.ts'

export type Fact = { readonly name: string; readonly value: string; readonly means: string; readonly tone?: Tone }
export type Group = { readonly title: string; readonly facts: readonly Fact[] }

/** Above these a peer holds the others up. */
const SLOW_MS = 100

/** What of the log it has, and how far each step got. */
export function position(status: PeerStatus): Group {
  const { last, durable, committed, applied, epoch, acceptedEpoch, round } = status
  return {
    title: 'its history',
    facts: [
      { name: 'last', value: last, means: 'the newest in its log' },
      { name: 'durable', value: durable, means: 'what is on its disk' },
      { name: 'committed', value: committed, means: 'what a quorum has on disk' },
      { name: 'applied', value: applied, means: 'what its clients see' },
      { name: 'epoch', value: epoch.toString(), means: 'the reign it is part of' },
      {
        name: 'promised',
        value: acceptedEpoch.toString(),
        means: acceptedEpoch > epoch ? 'and not established yet' : 'it follows none older',
        tone: acceptedEpoch > epoch ? 'warn' : 'plain',
      },
      { name: 'round', value: round === 0 ? '-' : round.toString(), means: 'of its last election' },
    ],
  }
}

export function clients(status: PeerStatus): Group {
  const { sessions, watches, outstanding, requests, latencyMs, recent } = status
  const quick = (one: PeerStatus['recent']['reads']): string =>
    one === undefined ? 'since it started' : `p50 ${latency(one.p50)}, p99 ${latency(one.p99)} now`
  return {
    title: 'its clients',
    facts: [
      { name: 'connections', value: count(status.clients), means: 'open now' },
      { name: 'sessions', value: count(sessions), means: 'of the whole ensemble' },
      { name: 'watches', value: count(watches), means: 'changes its clients wait for' },
      {
        name: 'waiting',
        value: count(outstanding),
        means: 'requests without an answer yet',
        tone: outstanding > 1000 ? 'warn' : 'plain',
      },
      { name: 'reads', value: count(requests.reads), means: quick(recent.reads) },
      {
        name: 'writes',
        value: count(requests.writes),
        means: quick(recent.writes),
      },
      {
        name: 'answered in',
        value: latencyMs.count === 0 ? '-' : latency(latencyMs.average),
        means: latencyMs.count === 0 ? 'no request yet' : `on average, at most ${latency(latencyMs.max)}`,
      },
    ],
  }
}

export function disk({ disk: its, snapshots, znodes, ephemerals, dataBytes }: PeerStatus): Group {
  return {
    title: 'its disk and data',
    facts: [
      {
        name: 'fsync',
        value: its.syncs === 0 ? '-' : latency(its.syncMsP99),
        means: `99 of 100 faster, ${count(its.syncs)} so far`,
        tone: its.syncMsP99 > SLOW_MS ? 'warn' : 'plain',
      },
      { name: 'log', value: byteSize(its.logBytes), means: 'transactions on disk' },
      {
        name: 'snapshot',
        value: byteSize(its.snapshotBytes),
        means: its.snapshotBytes === 0 ? 'none yet' : `all up to ${its.snapshotZxid}`,
      },
      {
        name: 'snapshots',
        value: count(snapshots.taken),
        means: `taken; ${count(snapshots.sent)} sent, ${count(snapshots.installed)} installed`,
      },
      { name: 'znodes', value: count(znodes), means: `${byteSize(dataBytes)}; ${count(ephemerals)} ephemeral` },
    ],
  }
}

export function itsProcess({ client, http, pid }: PeerModel, status: PeerStatus): Group {
  const { uptimeMs, memoryBytes, eventLoopMsP99, software } = status
  const tells = memoryBytes > 0
  return {
    title: 'its process',
    facts: [
      { name: 'version', value: software, means: '' },
      { name: 'up', value: age(uptimeMs), means: pid === undefined ? '' : `process ${pid}` },
      { name: 'memory', value: tells ? byteSize(memoryBytes) : '-', means: tells ? '' : 'it does not tell' },
      {
        name: 'event loop',
        value: tells ? latency(eventLoopMsP99) : '-',
        means: tells ? '99 of 100 timers are less late' : 'it does not tell',
        tone: eventLoopMsP99 > SLOW_MS ? 'warn' : 'plain',
      },
      ...(client === undefined ? [] : [{ name: 'clients at', value: '', means: client }]),
      ...(http === undefined ? [] : [{ name: 'status at', value: '', means: `http://${http}/status` }]),
    ],
  }
}
