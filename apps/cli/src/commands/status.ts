/** `quoll status`: who is up, who leads, whether writes are possible. Works with Apache ZooKeeper too. */
import { Exit, UsageError } from '../errors.ts'
import { fourLetterWord } from '../status/fetch-status.ts'
import { type ServerLine, serverLine, verdict } from '../status/server-line.ts'

export type StatusOptions = { readonly connect: string; readonly json?: boolean }

const DEFAULT_PORT = 2181

/** Returns `noQuorum` when nobody leads. */
export async function status({ connect, json }: StatusOptions): Promise<number> {
  const addresses = parseAddresses(connect)
  const lines = await Promise.all(
    addresses.map(async ({ host, port }) => serverLine(`${host}:${port}`, await fourLetterWord(host, port, 'srvr'))),
  )
  const { text, writable } = verdict(lines)
  if (json) console.log(JSON.stringify({ writable, verdict: text, peers: lines }))
  else print(text, lines)
  return writable ? Exit.ok : Exit.noQuorum
}

/** `host:port,…`; the port may be left out. @throws UsageError */
export function parseAddresses(connect: string): { host: string; port: number }[] {
  return connect.split(',').map((address) => {
    const match = address.trim().match(/^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/)
    const port = Number(match?.[2] ?? DEFAULT_PORT)
    if (match?.[1] === undefined || port < 1 || port > 65_535)
      throw new UsageError(`"${address}" is no address. Write host:port, several separated by commas.`)
    return { host: match[1].replace(/^\[|\]$/g, ''), port }
  })
}

function print(text: string, lines: readonly ServerLine[]): void {
  console.log(text)
  const width = Math.max(...lines.map(({ address }) => address.length))
  for (const { address, mode, zxid, connections, znodes, serving } of lines) {
    const numbers = serving ? `zxid ${zxid}  ${connections} connections  ${znodes} znodes` : ''
    console.log(`  ${address.padEnd(width)}  ${mode.padEnd(11)}  ${numbers}`.trimEnd())
  }
}
