/** What `srvr`, `mntr` and `conf` say, taken apart: the same words from Quoll and from Apache ZooKeeper. */

/** One peer, as `srvr` tells of it. */
export type ServerLine = {
  readonly up: boolean
  /** False for a peer that is up and has no quorum. */
  readonly serving: boolean
  /** `leader`, `follower`, `observer`, `standalone`, `read-only`; `not serving`; `down`. */
  readonly mode: string
  readonly version: string
  /** Hexadecimal, as ZooKeeper prints it. */
  readonly zxid: string
  readonly connections: number
  readonly znodes: number
}

/** `text`: the answer to `srvr`, undefined when there was none. */
export function serverLine(text: string | undefined): ServerLine {
  const field = (name: string) => text?.match(new RegExp(`^${name}: (.*)$`, 'm'))?.[1]?.trim()
  const mode = field('Mode')
  return {
    up: text !== undefined,
    serving: mode !== undefined,
    mode: mode ?? (text === undefined ? 'down' : 'not serving'),
    version: field('Zookeeper version')?.split(',')[0] ?? '',
    zxid: field('Zxid') ?? '',
    connections: Number(field('Connections') ?? 0),
    znodes: Number(field('Node count') ?? 0),
  }
}

/** `mntr`: names without `zk_`, and their values. Empty when the word is not answered. */
export function monitorValues(text: string | undefined): ReadonlyMap<string, string> {
  const rows = [...(text ?? '').matchAll(/^zk_([^\t]+)\t(.*)$/gm)]
  return new Map(rows.map(([, name = '', value = '']) => [name, value]))
}

export type Member = {
  readonly id: number
  readonly observer: boolean
  /** Where the other peers reach it. */
  readonly host: string
  /** Where clients do, when that is said; `host` is undefined when it is the same. */
  readonly client: { readonly host: string | undefined; readonly port: number } | undefined
}

export type Configuration = {
  readonly id: number | undefined
  readonly members: readonly Member[]
  /** Quoll's, when it has one. */
  readonly http: { readonly host: string; readonly port: number } | undefined
}

/** `conf`; nothing is known when the word is not answered. */
export function configurationIn(text: string | undefined): Configuration {
  const field = (name: string) => text?.match(new RegExp(`^${name}=(.*)$`, 'm'))?.[1]?.trim()
  const members = [...(text ?? '').matchAll(/^server\.(\d+)=(.*)$/gm)].map(([, id, rest = '']) => ({
    id: Number(id),
    observer: /:observer\b/i.test(rest),
    ...addressesIn(rest),
  }))
  const [id, host, port] = [field('serverId'), field('quoll.httpAddress'), field('quoll.httpPort')]
  return {
    id: id === undefined ? undefined : Number(id),
    members,
    http: host === undefined || port === undefined ? undefined : { host, port: Number(port) },
  }
}

/** `host:port:port:role;[host:]clientPort` */
function addressesIn(text: string): Pick<Member, 'host' | 'client'> {
  const [peer = '', client = ''] = text.split(';')
  const host = (peer.match(/^(\[[^\]]+\]|[^:]+)/)?.[1] ?? '').replace(/^\[|\]$/g, '')
  const match = client.trim().match(/^(?:(.+):)?(\d+)$/)
  if (match === null) return { host, client: undefined }
  return { host, client: { host: match[1]?.replace(/^\[|\]$/g, ''), port: Number(match[2]) } }
}
