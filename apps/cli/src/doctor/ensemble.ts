/** An ensemble that runs: is a majority up, are they alike, is anybody slow? */

import type { Address } from '../peers/addresses.ts'
import { type ObservedPeer, reachable } from '../peers/observe-peer.ts'
import { ensembleReport } from '../status/ensemble-report.ts'
import { duration } from '../table.ts'
import { type Finding, finding, good } from './finding.ts'

const SLOW_SYNC_MS = 25
const SLOW_LOOP_MS = 50
const OUTSTANDING_MANY = 1000

export function checkEnsemble(peers: readonly ObservedPeer[]): Finding[] {
  return [verdict(peers), ...peers.flatMap(silence), ...versions(peers), ...peers.flatMap(slowness)]
}

function verdict(peers: readonly ObservedPeer[]): Finding {
  const { writable, verdict: text, spare, voters } = ensembleReport(peers)
  if (!writable)
    return finding(
      'ensemble',
      'problem',
      text,
      'Reads and writes wait until a majority of the voters finds itself together. Nothing is lost.',
      'Start the peers that are down; if all are up, see whether they reach each other: quoll doctor --config on each.',
    )
  if (spare > 0 || voters === 1) return good('ensemble', text, 'Reads and writes are possible.')
  return finding(
    'ensemble',
    'warning',
    text,
    'The next failure stops all writes.',
    'Start the peers that are down before anything else.',
  )
}

function silence({ address, silence: reason }: ObservedPeer): Finding[] {
  if (reason === undefined) return []
  return [finding('ensemble', 'warning', `${address}: ${reason.why}`, reason.means, reason.next)]
}

function versions(peers: readonly ObservedPeer[]): Finding[] {
  const all = [...new Set(peers.filter(({ up }) => up).map(({ version }) => version))].filter((one) => one !== '')
  if (all.length === 0) return []
  if (all.length === 1)
    return [good('ensemble', `all peers that answer are ${all[0]}`, 'They speak the same language.')]
  return [
    finding(
      'ensemble',
      'note',
      `different versions: ${all.join(', ')}`,
      'That is usual in the middle of an upgrade, and not meant to last.',
      'Upgrade the rest, one after the other, the leader last.',
    ),
  ]
}

function slowness({ address, status, monitor }: ObservedPeer): Finding[] {
  const found: Finding[] = []
  const outstanding = status?.outstanding ?? Number(monitor.get('outstanding_requests') ?? 0)
  if (outstanding > OUTSTANDING_MANY)
    found.push(
      finding(
        'ensemble',
        'warning',
        `${address}: ${outstanding} requests wait for an answer`,
        'Clients ask more than it can answer.',
        'Look at its disk and its processor; spread clients over more peers, reads to observers.',
      ),
    )
  if (status === undefined) return found
  const { disk, eventLoopMsP99 } = status
  if (disk.syncMsP99 > SLOW_SYNC_MS)
    found.push(
      finding(
        'ensemble',
        'warning',
        `${address}: syncs take ${duration(disk.syncMsP99)} (p99)`,
        'Every write waits for a sync on a majority; a slow minority costs nothing, a slow leader costs everybody.',
        'Run quoll doctor --config there; let a peer with a quick disk lead.',
      ),
    )
  if (eventLoopMsP99 > SLOW_LOOP_MS)
    found.push(
      finding(
        'ensemble',
        'warning',
        `${address}: it is ${duration(eventLoopMsP99)} late (p99 of its event loop)`,
        'It has too little processor time; beyond 500 ms others think it is gone.',
        'See what else runs there, and whether the machine swaps.',
      ),
    )
  return found
}

/** The peers whose HTTP port can be reached from here, for the clocks. */
export function pagesOf(peers: readonly ObservedPeer[], hosts: readonly Address[]): { name: string; http: Address }[] {
  return peers.flatMap(({ address, configuration }, at) => {
    const host = hosts[at]?.host
    const http =
      configuration.http === undefined || host === undefined ? undefined : reachable(host, configuration.http)
    return http === undefined ? [] : [{ name: address, http }]
  })
}
