/**
 * What a program holds: one session with an ensemble, and everything that can be asked of it. Every call may be made at any
 * time and takes a `signal`; answers come in the order of the calls, without waiting for each other.
 *
 * Rejections are ZooKeeperErrors, or the reason of the signal. A signal only stops the waiting: a change that was already
 * on its way may still happen.
 */
import { decodeUtf8, encodeUtf8 } from '@quoll/bytes'
import type { Acl, Reply, StatRecord } from '@quoll/protocol/client'
import type { Credentials } from './options.ts'
import { copyOf } from './requests/copy-of.ts'
import { bytesOf, type CreateOptions, createRequest, type Data } from './requests/create-request.ts'
import { expectReply } from './requests/expect-reply.ts'
import { operationOf, type Read, type ReadResult, readResultOf } from './requests/read-many.ts'
import { Transaction, type VersionOptions } from './requests/transaction.ts'
import { formatAddress } from './session/host-list.ts'
import type { Session } from './session/session.ts'
import type { SessionState } from './session/session-state.ts'
import { openWatch } from './watches/open-watch.ts'
import type { WatchCallback } from './watches/watch-event.ts'
import type { Watch } from './watches/watch-stream.ts'

export type Stat = StatRecord
export type SignalOptions = { readonly signal?: AbortSignal }
export type ReadOptions = SignalOptions & {
  /** Called once, with the first change after this read, unless the signal was aborted before. */
  readonly watch?: WatchCallback
}
export type WatchOptions = SignalOptions & {
  /** Everything below the znode too. Then events of children stand for themselves: there is no `children-changed`. */
  readonly recursive?: boolean
}

export type Reconfiguration = {
  /** `server.4=host:2888:3888;2181`, several separated by commas. */
  readonly joining?: string | undefined
  /** Ids, separated by commas. */
  readonly leaving?: string | undefined
  /** All of them; then nobody joins or leaves besides. */
  readonly members?: string | undefined
  /** The version of the configuration it applies to; -1, or none, means any. */
  readonly version?: number
}

export class Client implements AsyncDisposable {
  readonly #session: Session

  /** Made by `connect`. */
  constructor(session: Session) {
    this.#session = session
  }

  get state(): SessionState {
    return this.#session.state
  }
  /** The session, as `stat.ephemeralOwner` names it. */
  get sessionId(): bigint {
    return this.#session.id
  }
  /** What the ensemble agreed to. */
  get sessionTimeoutMs(): number {
    return this.#session.timeoutMs
  }
  /** The newest transaction this client has seen the effects of. */
  get lastZxid(): number {
    return this.#session.lastZxid
  }
  /** Whether the server it is connected to answers reads only; see `readOnly` of the options. */
  get readOnly(): boolean {
    return this.#session.readOnly
  }
  /** What stands before every path on the ensemble: `/app` after `one:2181/app`, else nothing. */
  get chroot(): string {
    return this.#session.chroot.path
  }
  /** `host:port`, or the URL, of the server it is connected to, or was last. */
  get server(): string {
    const { server } = this.#session
    return server === undefined ? '' : formatAddress(server)
  }
  /** Aborted when the session is over, expired or closed; `signal.reason` is the ZooKeeperError that says which. */
  get signal(): AbortSignal {
    return this.#session.ended
  }

  /** Calls `listener` on every change of `state`, until the function it returns is called. */
  onStateChange(listener: (state: SessionState) => void): () => void {
    return this.#session.onState(listener)
  }

  /** Ends the session; its ephemeral znodes go. What was asked before is still answered. Never rejects. */
  close(): Promise<void> {
    return this.#session.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** Returns the path, which a sequential znode's number has become part of. Codes: NODE_EXISTS, NO_NODE (no parent). */
  async create(
    path: string,
    data?: Data,
    { signal, ...options }: CreateOptions & SignalOptions = {},
  ): Promise<{ readonly path: string; readonly stat: Stat }> {
    const request = createRequest(path, data, options)
    const reply = await this.#session.request(request, { path, signal, changes: true })
    const { path: created, stat } = expectReply(reply, 'path-and-stat')
    return { path: created, stat }
  }

  /** Codes: NO_NODE, NOT_EMPTY, BAD_VERSION. */
  async delete(path: string, { version = -1, signal }: VersionOptions & SignalOptions = {}): Promise<void> {
    await this.#session.request({ type: 'delete', path, version }, { path, signal, changes: true })
  }

  /** Undefined when there is none; a watch then waits for it to be created. */
  async exists(path: string, { watch, signal }: ReadOptions = {}): Promise<Stat | undefined> {
    const { watches } = this.#session
    const onReply = (reply: Reply): void => {
      if (watch !== undefined) watches.addOneShot(reply.type === 'error' ? 'exists' : 'data', path, watch, signal)
    }
    const request = { type: 'exists', path, watch: watch !== undefined } as const
    const reply = await this.#session.request(request, { path, signal, onReply })
    return reply.type === 'stat' ? reply.stat : undefined
  }

  /** `data` is undefined for ZooKeeper's null. Codes: NO_NODE, and then no watch is set. */
  async getData(
    path: string,
    { watch, signal }: ReadOptions = {},
  ): Promise<{ readonly data: Uint8Array | undefined; readonly stat: Stat }> {
    const onReply = (): void => {
      if (watch !== undefined) this.#session.watches.addOneShot('data', path, watch, signal)
    }
    const request = { type: 'get-data', path, watch: watch !== undefined } as const
    const reply = expectReply(await this.#session.request(request, { path, signal, onReply }), 'data')
    return { data: copyOf(reply.data), stat: reply.stat }
  }

  /** Codes: NO_NODE, BAD_VERSION. */
  async setData(
    path: string,
    data: Data,
    { version = -1, signal }: VersionOptions & SignalOptions = {},
  ): Promise<Stat> {
    const request = { type: 'set-data', path, data: bytesOf(data), version } as const
    return expectReply(await this.#session.request(request, { path, signal, changes: true }), 'stat').stat
  }

  /** Names, in no particular order, and the stat of their parent. */
  async getChildren(
    path: string,
    { watch, signal }: ReadOptions = {},
  ): Promise<{ readonly children: readonly string[]; readonly stat: Stat }> {
    const onReply = (): void => {
      if (watch !== undefined) this.#session.watches.addOneShot('child', path, watch, signal)
    }
    const request = { type: 'get-children2', path, watch: watch !== undefined } as const
    const reply = await this.#session.request(request, { path, signal, onReply })
    const { children, stat } = expectReply(reply, 'children-and-stat')
    return { children, stat }
  }

  async getAcl(
    path: string,
    { signal }: SignalOptions = {},
  ): Promise<{ readonly acl: readonly Acl[]; readonly stat: Stat }> {
    const { acl, stat } = expectReply(await this.#session.request({ type: 'get-acl', path }, { path, signal }), 'acl')
    return { acl, stat }
  }

  /** `version` is compared with `stat.aversion`. */
  async setAcl(
    path: string,
    acl: readonly Acl[],
    { version = -1, signal }: VersionOptions & SignalOptions = {},
  ): Promise<Stat> {
    const request = { type: 'set-acl', path, acl, version } as const
    return expectReply(await this.#session.request(request, { path, signal, changes: true }), 'stat').stat
  }

  /** What is read after it is at least as new as everything committed before it, by anybody. */
  async sync(path = '/', { signal }: SignalOptions = {}): Promise<void> {
    await this.#session.request({ type: 'sync', path }, { path, signal })
  }

  /** Changes that happen together: add them one behind the other, then `commit()`. */
  transaction(): Transaction {
    return new Transaction(this.#session)
  }

  /** One result for each read, in their order. */
  async multiRead(reads: readonly Read[], { signal }: SignalOptions = {}): Promise<ReadResult[]> {
    const request = { type: 'multi-read', operations: reads.map(operationOf) } as const
    const { results } = expectReply(await this.#session.request(request, { signal }), 'multi')
    return results.map((result, at) => readResultOf(result, reads[at]))
  }

  /** Paths of this session's ephemeral znodes that begin with `prefix`. */
  async getEphemerals(prefix = '/', { signal }: SignalOptions = {}): Promise<readonly string[]> {
    const reply = await this.#session.request({ type: 'get-ephemerals', prefix }, { path: prefix, signal })
    return expectReply(reply, 'children').children
  }

  /** How many znodes lie below, at any depth. */
  async getAllChildrenNumber(path: string, { signal }: SignalOptions = {}): Promise<number> {
    const reply = await this.#session.request({ type: 'get-all-children-number', path }, { path, signal })
    return expectReply(reply, 'count').count
  }

  /** Who the server takes us for. */
  async whoAmI({ signal }: SignalOptions = {}): Promise<readonly { readonly scheme: string; readonly user: string }[]> {
    return expectReply(await this.#session.request({ type: 'who-am-i' }, { signal }), 'identities').identities
  }

  /**
   * Changes who the members are, as ZooKeeper's configuration lines write them, and returns the configuration that was committed. Give
   * `joining` or `leaving` (ids) or both, or all `members`. Codes: RECONFIG_DISABLED, RECONFIG_IN_PROGRESS, NEW_CONFIG_NO_QUORUM.
   */
  async reconfig(
    { joining, leaving, members, version = -1 }: Reconfiguration,
    { signal }: SignalOptions = {},
  ): Promise<{ readonly data: Uint8Array | undefined; readonly stat: Stat }> {
    const request = { type: 'reconfig', joining, leaving, newMembers: members, configVersion: version } as const
    const reply = expectReply(await this.#session.request(request, { signal, changes: true }), 'data')
    return { data: copyOf(reply.data), stat: reply.stat }
  }

  /** Proves one more identity, now and on every later connection. Code: AUTH_FAILED. */
  addAuth({ scheme, credentials }: Credentials, { signal }: SignalOptions = {}): Promise<void> {
    const bytes = typeof credentials === 'string' ? encodeUtf8(credentials) : credentials
    return this.#session.authenticate({ type: 'auth', scheme, credentials: bytes }, signal)
  }

  /** Takes back every watch of this client on exactly this path, lasting ones too: their loops end. Code: NO_WATCHER. */
  async removeWatches(path: string, { signal }: SignalOptions = {}): Promise<void> {
    const onReply = (): void => this.#session.watches.removeAll(path)
    await this.#session.request({ type: 'remove-watches', path, watcherType: 'any' }, { path, signal, onReply })
  }

  /** Every change of a znode, whether it exists or not, for as long as the stream is read. Servers from 3.6 on. */
  watch(path: string, { recursive = false, signal }: WatchOptions = {}): Watch {
    return openWatch(this.#session, path, recursive, signal)
  }
}

/** A znode's data as text; empty for none. */
export function textOf(data: Uint8Array | undefined): string {
  return data === undefined ? '' : decodeUtf8(data)
}
