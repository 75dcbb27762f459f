/** Where an ensemble is: `host:port,host:port`. */
import { UsageError } from './errors.ts'

export type Address = { readonly host: string; readonly port: number }

const DEFAULT_PORT = 2181

/** The port may be left out, IPv6 stands in brackets. @throws UsageError */
export function parseAddresses(text: string): readonly Address[] {
  return text.split(',').map((address) => {
    const match = address.trim().match(/^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/)
    const port = Number(match?.[2] ?? DEFAULT_PORT)
    if (match?.[1] === undefined || port < 1 || port > 65_535)
      throw new UsageError(`"${address}" is no address. Write host:port, several separated by commas.`)
    return { host: match[1].replace(/^\[|\]$/g, ''), port }
  })
}

export function formatAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
