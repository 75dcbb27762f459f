/**
 * Who is to be dialled, and what of the tree is seen.
 *
 * ```
 * one:2181,two:2181,[::1]:2181            over TCP; 2181 may be left out
 * one:2181,two:2181/app                   the same, and /app is the root: "/a" is their /app/a (ZooKeeper: chroot)
 * ws://one:8080/client,wss://two/client   over WebSocket; behind /client, a chroot again
 * ```
 */
import type { Address } from './transport/transport.ts'

export type Hosts = {
  readonly addresses: readonly Address[]
  /** What stands before every path on the ensemble: `/app`, or nothing. */
  readonly chroot: string
}

const DEFAULT_PORT = 2181
const WEB_SOCKET_PORTS = { 'ws:': 80, 'wss:': 443 } as const
const WEB_SOCKET_PATH = '/client'

/** @throws TypeError for what is no list of addresses, in a sentence that says what to write. */
export function parseHosts(hosts: string | readonly string[]): Hosts {
  const list = typeof hosts === 'string' ? hosts.split(',') : hosts
  if (list.length === 0) throw new TypeError('hosts names nobody: write host:port')
  const parsed = list.map((text) => parseHost(text.trim()))
  const early = parsed.findIndex(({ chroot }, at) => chroot !== '' && at < parsed.length - 1)
  if (early >= 0) throw new TypeError(`"${list[early]}" has a path: it belongs behind the last host`)
  return { addresses: parsed.map(({ address }) => address), chroot: parsed.at(-1)?.chroot ?? '' }
}

type Parsed = { readonly address: Address; readonly chroot: string }

function parseHost(text: string): Parsed {
  if (/^wss?:/i.test(text)) return parseUrl(text)
  const match = /^(\[[^\]]+\]|[^:/\s]+)(?::(\d+))?(\/.*)?$/.exec(text)
  const port = Number(match?.[2] ?? DEFAULT_PORT)
  if (match?.[1] === undefined || port < 1 || port > 65_535)
    throw new TypeError(
      `"${text}" is no address: write host:port or ws://host:port/client, several separated by commas, and a path to see only what is below it behind the last`,
    )
  return { address: { host: unbracketed(match[1]), port }, chroot: chrootOf(match[3] ?? '') }
}

function parseUrl(text: string): Parsed {
  const match = /^(wss?:)\/\/(\[[^\]]+\]|[^:/?#@\s]+)(?::(\d+))?(\/[^?#\s]*)?$/i.exec(text)
  const [, scheme = '', host = '', portText, path = ''] = match ?? []
  const secure = scheme.toLowerCase() === 'wss:'
  const port = Number(portText ?? WEB_SOCKET_PORTS[secure ? 'wss:' : 'ws:'])
  const [before, behind] = split(path)
  if (match === null || port < 1 || port > 65_535 || before === undefined)
    throw new TypeError(`"${text}" is no address for WebSocket: write ws://host:port${WEB_SOCKET_PATH}`)
  const url = `${secure ? 'wss' : 'ws'}://${host}:${port}${before}`
  return { address: { host: unbracketed(host), port, url }, chroot: chrootOf(behind) }
}

/** The path of the URL up to and including `/client`, a proxy's prefix before it, and what lies behind; no path means `/client`. */
function split(path: string): readonly [before: string | undefined, behind: string] {
  if (path === '' || path === '/') return [WEB_SOCKET_PATH, '']
  const end = `${path}/`.indexOf(`${WEB_SOCKET_PATH}/`) + WEB_SOCKET_PATH.length
  return end < WEB_SOCKET_PATH.length ? [undefined, ''] : [path.slice(0, end), path.slice(end)]
}

function chrootOf(path: string): string {
  if (path === '' || path === '/') return ''
  if (!path.split('/').every((name, at) => (at === 0 ? name === '' : name !== '' && name !== '.' && name !== '..')))
    throw new TypeError(`"${path}" is no path to begin at: write it like /app, without a slash at the end`)
  return path
}

function unbracketed(host: string): string {
  return host.replace(/^\[|\]$/g, '')
}
