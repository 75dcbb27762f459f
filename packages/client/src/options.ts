/** What `connect` takes, and what it becomes: every number checked, every default filled in. */
import { parseHosts } from './connect-string.ts'
import type { Address, Transport } from './transport/transport.ts'

export type Credentials = {
  /** `digest`, mostly. */
  readonly scheme: string
  /** For `digest`: `user:password`. */
  readonly credentials: string | Uint8Array
}

export type ConnectOptions = {
  /**
   * `host:port`, several separated by commas or in an array; the port may be left out (2181). Or `ws://host:port/client`, over
   * WebSocket. Tried in random order. A path behind the last, as in `one:2181,two:2181/app`, becomes the root of all paths.
   */
  readonly hosts: string | readonly string[]
  /**
   * How long the ensemble keeps the session and its ephemeral znodes after it last heard of us, in milliseconds. The
   * server has the last word; `client.sessionTimeoutMs` says what it was. Default: 10,000.
   */
  readonly sessionTimeoutMs?: number
  /**
   * Whether a server will do that has lost the others and answers reads only, from what it knows (ZooKeeper: readonlymode). Changes
   * are then refused with NOT_READ_ONLY, `client.readOnly` is true, and a server that can do more is looked for. Default: false.
   */
  readonly readOnly?: boolean
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
  /** Stands before every path on the ensemble. */
  readonly chroot: string
  readonly sessionTimeoutMs: number
  readonly readOnly: boolean
  readonly auth: readonly Credentials[]
  readonly limits: ClientLimits
  readonly transport: Transport
}

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
  const { addresses, chroot } = parseHosts(options.hosts)
  return {
    hosts: addresses,
    chroot,
    readOnly: options.readOnly ?? false,
    sessionTimeoutMs,
    auth: 'scheme' in auth ? [auth] : auth,
    limits,
    transport,
  }
}
