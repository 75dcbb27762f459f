/** What `connect` takes, and what it becomes: every number checked, every default filled in. */
import type { Address, Transport } from './transport/transport.ts'

export type Credentials = {
  /** `digest`, mostly. */
  readonly scheme: string
  /** For `digest`: `user:password`. */
  readonly credentials: string | Uint8Array
}

export type ConnectOptions = {
  /** `host:port`, several separated by commas or in an array; the port may be left out (2181). Tried in random order. */
  readonly hosts: string | readonly string[]
  /**
   * How long the ensemble keeps the session and its ephemeral znodes after it last heard of us, in milliseconds. The
   * server has the last word; `client.sessionTimeoutMs` says what it was. Default: 10,000.
   */
  readonly sessionTimeoutMs?: number
  /** Presented on every connection, before anything else is asked. */
  readonly auth?: Credentials | readonly Credentials[]
  /** Gives up connecting. Once connected it has no meaning any more. */
  readonly signal?: AbortSignal
  readonly limits?: Partial<ClientLimits>
}

/** Bounds on memory; what would pass one is refused with an error that names it. */
export type ClientLimits = {
  /** Requests that wait for an answer or for a connection. */
  readonly requestsMax: number
  /** Bytes of such requests. */
  readonly requestBytesTotalMax: number
  /** Bytes of one request. Default: what servers take (`jute.maxbuffer`). */
  readonly requestBytesMax: number
  /** Bytes of one answer: a list of children can be long. */
  readonly replyBytesMax: number
  /** Events a watch keeps for a reader that is slow; what comes then becomes one `gap`. */
  readonly watchEventsMax: number
}

export const DEFAULT_LIMITS: ClientLimits = {
  requestsMax: 20_000,
  requestBytesTotalMax: 64 * 1024 * 1024,
  requestBytesMax: 0xfffff,
  replyBytesMax: 16 * 1024 * 1024,
  watchEventsMax: 4096,
}

/** Options that were checked. */
export type Settings = {
  readonly hosts: readonly Address[]
  readonly sessionTimeoutMs: number
  readonly auth: readonly Credentials[]
  readonly limits: ClientLimits
  readonly transport: Transport
}

const DEFAULT_PORT = 2181
const DEFAULT_SESSION_TIMEOUT_MS = 10_000
/** Timers and the wire both end here. */
const MS_MAX = 0x7fff_ffff

/** @throws TypeError that says what to write instead. */
export function settingsOf(options: ConnectOptions, transport: Transport): Settings {
  const sessionTimeoutMs = options.sessionTimeoutMs ?? DEFAULT_SESSION_TIMEOUT_MS
  if (!Number.isInteger(sessionTimeoutMs) || sessionTimeoutMs < 1 || sessionTimeoutMs > MS_MAX)
    throw new TypeError(`sessionTimeoutMs is a whole number of milliseconds, not ${sessionTimeoutMs}`)
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  for (const [name, value] of Object.entries(limits))
    if (!Number.isInteger(value) || value < 1) throw new TypeError(`limits.${name} is a positive integer, not ${value}`)
  const auth = options.auth ?? []
  return {
    hosts: parseHosts(options.hosts),
    sessionTimeoutMs,
    auth: 'scheme' in auth ? [auth] : auth,
    limits,
    transport,
  }
}

/** @throws TypeError for what is no list of addresses. IPv6 addresses stand in brackets. */
export function parseHosts(hosts: string | readonly string[]): Address[] {
  const list = typeof hosts === 'string' ? hosts.split(',') : hosts
  if (list.length === 0) throw new TypeError('hosts names nobody: write host:port')
  return list.map((text) => {
    const match = /^(\[[^\]]+\]|[^:/\s]+)(?::(\d+))?$/.exec(text.trim())
    const port = Number(match?.[2] ?? DEFAULT_PORT)
    if (match?.[1] === undefined || port < 1 || port > 65_535)
      throw new TypeError(`"${text}" is no address: write host:port, several separated by commas, without a path`)
    return { host: match[1].replace(/^\[|\]$/g, ''), port }
  })
}
