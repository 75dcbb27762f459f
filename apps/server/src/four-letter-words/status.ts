/** `srvr` and `stat`: order and labels are taken apart by tools, so neither ever changes. ZooKeeper: StatCommand. */
import { formatConnection } from './connections.ts'
import type { ServerFacts } from './facts.ts'
import { versionText } from './version.ts'

export function srvr(facts: ServerFacts): string {
  return `Zookeeper version: ${versionText(facts)}\n${counters(facts)}`
}

/** As `srvr`, with the clients in between. */
export function stat(facts: ServerFacts): string {
  const clients = facts.connections.map((connection) => `${formatConnection(connection)}\n`).join('')
  return `Zookeeper version: ${versionText(facts)}\nClients:\n${clients}\n${counters(facts)}`
}

function counters(facts: ServerFacts): string {
  const { latencyMs, connections, mode, proposalBytes } = facts
  const lines = [
    `Latency min/avg/max: ${Math.round(latencyMs.min)}/${average(latencyMs.average)}/${Math.round(latencyMs.max)}`,
    `Received: ${facts.received}`,
    `Sent: ${facts.sent}`,
    `Connections: ${connections.length}`,
    `Outstanding: ${facts.outstanding}`,
    `Zxid: 0x${facts.zxid.toString(16)}`,
    `Mode: ${mode}`,
    `Node count: ${facts.znodes}`,
  ]
  if (mode === 'leader') {
    const { last, min, max } = proposalBytes ?? { last: -1, min: -1, max: -1 }
    lines.push(`Proposal sizes last/min/max: ${last}/${min}/${max}`)
  }
  return `${lines.join('\n')}\n`
}

/** At most four decimals, and at least one: Java prints a double. */
export function average(value: number): string {
  const rounded = Math.round(value * 10_000) / 10_000
  return Number.isInteger(rounded) ? rounded.toFixed(1) : String(rounded)
}
