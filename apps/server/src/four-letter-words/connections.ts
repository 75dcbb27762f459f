/** One connection per line, in brief for `stat` and with its session for `cons`. ZooKeeper: NIOServerCnxn.dumpConnectionInfo. */
import type { ConnectionFacts, ServerFacts } from './facts.ts'

/** Connections are always open for reading here, which ZooKeeper prints as interest 1. */
export function formatConnection({ name, outstanding, received, sent }: ConnectionFacts): string {
  return ` /${name}[1](queued=${outstanding},recved=${received},sent=${sent})`
}

/** The fields ZooKeeper keeps per operation (`lop`, `lcxid`, latencies) are left out rather than invented. */
export function cons({ connections }: ServerFacts): string {
  const lines = connections.map((connection) => {
    const { session, establishedMs } = connection
    const brief = formatConnection(connection)
    if (session === undefined) return brief
    const id = BigInt.asUintN(64, session.id).toString(16)
    return `${brief.slice(0, -1)},sid=0x${id},est=${establishedMs},to=${session.timeoutMs})`
  })
  return `${lines.map((line) => `${line}\n`).join('')}\n`
}
