/**
 * A session with an ensemble: it outlives connections, until it is closed or expires. While there is a connection requests
 * go out at once, one behind the other; while there is none they wait, in order and bounded.
 *
 * A new connection is told, before anything else: who we are, the watches there were, then what waited.
 */
import { type ClientRequest, type ConnectResponse, type Reply, Xid } from '@quoll/protocol/client'
import type { ZooKeeperError } from '../errors.ts'
import type { Settings } from '../options.ts'
import type { Address } from '../transport/transport.ts'
import { WatchTable } from '../watches/watch-table.ts'
import { pauseMs } from './backoff.ts'
import { Chroot } from './chroot.ts'
import { Connection } from './connection.ts'
import { type Exchange, Exchanges, exchangeOf, type RequestOptions } from './exchange.ts'
import { Fifo } from './fifo.ts'
import { formatAddress, HostList } from './host-list.ts'
import { ReadWriteSearch } from './read-write-search.ts'
import { type AuthRequest, restore } from './restore.ts'
import { closedError, expiredError, unreachableError } from './session-errors.ts'
import { isOver, type SessionState } from './session-state.ts'

type Identity = { readonly id: bigint; readonly password: Uint8Array }

const XID_MAX = 0x7fff_ffff
const CLOSE_PATIENCE_MS = 2000
/** How often a connection that should have been judged silent is asked whether it was: after a stall of our own. */
const RECHECK_MS = 50
const NO_IDENTITY: Identity = { id: 0n, password: new Uint8Array(16) }

export class Session {
  readonly watches: WatchTable = new WatchTable()
  readonly settings: Settings
  readonly chroot: Chroot
  readonly #hosts: HostList
  readonly #exchanges: Exchanges
  readonly #ended = new AbortController()
  readonly #listeners = new Set<(state: SessionState) => void>()
  /** What the ensemble has accepted, for every new connection. */
  readonly #credentials: AuthRequest[] = []
  readonly #waiting = new Fifo<Exchange>()
  /** What each host said when it was last tried in vain. */
  readonly #reasons = new Map<string, string>()
  #state: SessionState = 'connecting'
  #identity: Identity = NO_IDENTITY
  /** Whether the session is one that only a read-only server knows: the next server is asked for another. */
  #isProvisional = false
  /** While the server at hand is read-only. */
  #search: ReadWriteSearch | undefined
  #timeoutMs: number
  /** Until then the ensemble keeps the session, even if it heard nothing since. By `performance.now()`. */
  #aliveUntil = 0
  #lastZxid = 0
  #xid = 0
  #connection: Connection | undefined
  #server: Address | undefined
  #failures = 0
  #dialTimer: ReturnType<typeof setTimeout> | undefined
  #expiryTimer: ReturnType<typeof setTimeout> | undefined
  #closing: Promise<void> | undefined

  constructor(settings: Settings) {
    this.settings = settings
    this.#timeoutMs = settings.sessionTimeoutMs
    this.#hosts = new HostList(settings.hosts)
    this.chroot = new Chroot(settings.chroot)
    this.#exchanges = new Exchanges(settings.limits, this.chroot)
  }

  get state(): SessionState {
    return this.#state
  }
  get id(): bigint {
    return this.#identity.id
  }
  get timeoutMs(): number {
    return this.#timeoutMs
  }
  get lastZxid(): number {
    return this.#lastZxid
  }
  /** Whether the server it is connected to answers reads only. */
  get readOnly(): boolean {
    return this.#search !== undefined
  }
  /** The server it is connected to, or was last. */
  get server(): Address | undefined {
    return this.#server
  }
  /** Aborted when the session is over; its reason says why. */
  get ended(): AbortSignal {
    return this.#ended.signal
  }

  /** Begins to look for a server, for as long as a session would last. */
  start(): void {
    this.#aliveUntil = performance.now() + this.#timeoutMs
    this.#awaitExpiry()
    this.#dial()
  }

  onState(listener: (state: SessionState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Rejects with a ZooKeeperError, or with the signal's reason. */
  request(request: ClientRequest, options: RequestOptions = {}): Promise<Reply> {
    const refusal = this.#refusal(options.signal)
    if (refusal !== undefined) return Promise.reject(refusal.reason)
    return this.#exchanges.open(this.#nextXid(), request, options, (exchange) => this.#send(exchange))
  }

  /** Proves an identity now, and on every later connection. */
  async authenticate(request: AuthRequest, signal?: AbortSignal): Promise<void> {
    const refusal = this.#refusal(signal)
    if (refusal !== undefined) throw refusal.reason
    const onReply = (): unknown => this.#credentials.push(request)
    await this.#exchanges.open(Xid.auth, request, { signal, onReply }, (exchange) => this.#send(exchange))
  }

  /** Ends the session on the ensemble, if it can be reached; always resolves. */
  close(): Promise<void> {
    this.#closing ??= this.#closeOnce()
    return this.#closing
  }

  /** Ends it here and now, without a word to anybody. */
  abandon(error: ZooKeeperError = closedError()): void {
    this.#end('closed', error)
  }

  #refusal(signal: AbortSignal | undefined): { readonly reason: unknown } | undefined {
    if (isOver(this.#state)) return { reason: this.#ended.signal.reason }
    if (this.#closing !== undefined) return { reason: closedError() }
    return signal?.aborted ? { reason: signal.reason } : undefined
  }

  #send(exchange: Exchange): void {
    if (this.#state === 'connected' && this.#connection !== undefined) this.#connection.send(exchange)
    else this.#waiting.push(exchange)
  }

  #dial(): void {
    const address = this.#hosts.next()
    const { id, password } = this.#isProvisional ? NO_IDENTITY : this.#identity
    const { transport, sessionTimeoutMs, readOnly } = this.settings
    const hello = {
      lastZxidSeen: this.#lastZxid,
      timeoutMs: sessionTimeoutMs,
      sessionId: id,
      password,
      readOnly,
    }
    // Short enough to try another host, however many there are, before the session is over.
    const handshakeMs = this.#timeoutMs / Math.max(2, this.#hosts.count)
    this.#connection = new Connection(
      { transport, address, hello, handshakeMs },
      {
        onEstablished: (response) => this.#onEstablished(response, address),
        onAnswered: (sentAt, zxid) => this.#onAnswered(sentAt, zxid),
        onNotification: (notification) => {
          if (notification.zxid > this.#lastZxid) this.#lastZxid = notification.zxid
          const seen = this.chroot.event(notification)
          if (seen !== undefined) this.watches.onNotification(seen)
        },
        onLost: (why) => this.#onLost(address, why),
      },
    )
  }

  #onEstablished({ timeoutMs, sessionId, password, readOnly }: ConnectResponse, address: Address): void {
    const before = this.#isProvisional ? NO_IDENTITY : this.#identity
    if (timeoutMs <= 0 || (before.id !== 0n && sessionId !== before.id)) {
      this.#end('expired', expiredError('the ensemble says that it has ended'))
      return
    }
    this.#identity = { id: sessionId, password: new Uint8Array(password) }
    this.#isProvisional = readOnly === true && before === NO_IDENTITY
    if (readOnly === true) this.#searchOn()
    this.#aliveUntil += timeoutMs - this.#timeoutMs
    this.#timeoutMs = timeoutMs
    this.#server = address
    this.#restore(address)
    this.#become('connected')
  }

  /** Who we are and what we watch goes first; then what waited. */
  #restore(address: Address): void {
    const connection = this.#connection
    if (connection === undefined) return
    restore(connection, {
      ...{ credentials: this.#credentials, watches: this.watches, chroot: this.chroot, lastZxid: this.#lastZxid },
      nextXid: () => this.#nextXid(),
      onRestored: () => {
        this.#failures = 0
        this.#reasons.clear()
      },
      onRefused: (why) => this.#giveUp(address, why),
    })
    for (let exchange = this.#waiting.shift(); exchange !== undefined; exchange = this.#waiting.shift())
      if (exchange.abandoned) exchange.onFailed(closedError())
      else connection.send(exchange)
  }

  #onAnswered(sentAt: number, zxid: number): void {
    if (zxid > this.#lastZxid) this.#lastZxid = zxid
    const aliveUntil = sentAt + this.#timeoutMs
    if (aliveUntil > this.#aliveUntil) this.#aliveUntil = aliveUntil
  }

  /** Reads are better than nothing, until somebody is found who takes changes, too. */
  #searchOn(): void {
    const { transport, sessionTimeoutMs } = this.settings
    this.#search = new ReadWriteSearch({
      ...{ transport, sessionTimeoutMs },
      next: () => this.#hosts.next(),
      onFound: (address) => {
        this.#hosts.turnTo(address)
        if (this.#server !== undefined) this.#giveUp(this.#server, 'another server takes changes, too')
      },
    })
  }

  /** A connection without our credentials and watches is worse than none. */
  #giveUp(address: Address, why: string): void {
    this.#connection?.close(why)
    this.#onLost(address, why)
  }

  #onLost(address: Address, why: string): void {
    this.#connection = undefined
    this.#stopSearch()
    if (isOver(this.#state)) return
    this.#reasons.set(formatAddress(address), why)
    if (this.#closing !== undefined) return this.#end('closed', closedError())
    this.#dialTimer = setTimeout(() => this.#dial(), pauseMs(this.#failures++))
    if (this.#state === 'connected') this.#become('suspended')
  }

  /** While answers come, the moment moves on before it is reached. */
  #awaitExpiry(): void {
    const left = this.#aliveUntil - performance.now()
    if (left > 0 || this.#state === 'connected')
      this.#expiryTimer = setTimeout(() => this.#awaitExpiry(), Math.max(RECHECK_MS, Math.ceil(left)))
    else if (this.#identity === NO_IDENTITY)
      this.#end('closed', unreachableError(this.settings.sessionTimeoutMs, this.#reasons))
    else this.#end('expired', expiredError(`no server has answered for ${this.#timeoutMs} ms`))
  }

  #stopSearch(): void {
    this.#search?.stop()
    this.#search = undefined
  }

  async #closeOnce(): Promise<void> {
    if (this.#state === 'connected') await this.#sayGoodbye()
    this.#end('closed', closedError())
  }

  /** What was asked before is still answered: a server answers in order. */
  #sayGoodbye(): Promise<void> {
    return new Promise((resolve) => {
      const patience = setTimeout(resolve, Math.min(CLOSE_PATIENCE_MS, this.#timeoutMs))
      const onDone = (): void => {
        clearTimeout(patience)
        resolve()
      }
      const request: ClientRequest = { type: 'close-session' }
      this.#connection?.send(exchangeOf(this.#nextXid(), request, { onReply: onDone, onFailed: onDone }))
    })
  }

  #end(state: 'expired' | 'closed', error: ZooKeeperError): void {
    if (isOver(this.#state)) return
    clearTimeout(this.#dialTimer)
    clearTimeout(this.#expiryTimer)
    this.#stopSearch()
    this.#connection?.close(error.message)
    this.#connection = undefined
    for (let exchange = this.#waiting.shift(); exchange !== undefined; exchange = this.#waiting.shift())
      exchange.onFailed(error)
    this.#become(state)
    this.watches.end(state === 'expired' ? error : undefined)
    this.#ended.abort(error)
    this.#listeners.clear()
  }

  /** What a listener throws is its owner's affair. */
  #become(state: SessionState): void {
    this.#state = state
    for (const listener of this.#listeners) queueMicrotask(() => listener(state))
  }

  #nextXid(): number {
    this.#xid = this.#xid === XID_MAX ? 1 : this.#xid + 1
    return this.#xid
  }
}
