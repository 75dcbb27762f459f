/** `host:port,…` as every command takes it. */
import { UsageError } from '../errors.ts'

export type Address = { readonly host: string; readonly port: number }

const DEFAULT_PORT = 2181

/** The port may be left out; IPv6 goes in brackets. @throws UsageError */
export function parseAddresses(connect: string, defaultPort: number = DEFAULT_PORT): Address[] {
  return connect.split(',').map((address) => {
    const match = address.trim().match(/^(\[[^\]]+\]|[^:[\]\s]+)(?::(\d+))?$/)
    const port = Number(match?.[2] ?? defaultPort)
    if (match?.[1] === undefined || port < 1 || port > 65_535)
      throw new UsageError(
        `"${address}" is no address`,
        'Write host:port, several separated by commas, for example 127.0.0.1:2181,127.0.0.1:2182.',
      )
    return { host: match[1].replace(/^\[|\]$/g, ''), port }
  })
}

/** IPv6 in brackets again. */
export function formatAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
