/** Who is there: members that go when their sessions do, and everybody who wants to know told of every change. */
import { type Client, type SignalOptions, textOf } from '../client.ts'
import { isZooKeeperError } from '../errors.ts'
import type { Data } from '../requests/create-request.ts'
import type { WatchEvent } from '../watches/watch-event.ts'
import { childrenOf } from './children-of.ts'
import { createProtected } from './create-protected.ts'
import { again, unlessAborted } from './patience.ts'
import { leaveLine } from './place-in-line.ts'
import { Tenure } from './tenure.ts'

/** `await using membership = await joinGroup(…)` leaves at the end of the block. */
export type Membership = Tenure

export type Member = {
  /** The name of its znode; no two are the same, also one after the other. */
  readonly id: string
  /** What it says of itself; undefined for nothing. */
  readonly data: Uint8Array | undefined
  /** `data` as text. */
  readonly text: string
  /** The transaction by which it joined: who joined first has the smallest. */
  readonly joinedZxid: number
  /** Goes up with every change of `data`. */
  readonly version: number
}

/** First come first; a new array after every change. */
export type Members = readonly Member[]

/** Joins a group, with what the others are to know of us; change it with `client.setData(membership.path, …)`. */
export async function joinGroup(
  client: Client,
  path: string,
  data?: Data,
  { signal }: SignalOptions = {},
): Promise<Membership> {
  signal?.throwIfAborted()
  const creating = createProtected(client, path, 'member-', data)
  try {
    return new Tenure(client, await unlessAborted(creating, signal, client.signal))
  } catch (error) {
    creating.then((mine) => leaveLine(client, mine.path)).catch(() => {})
    throw error
  }
}

/** Who is there now, as far as the server we are connected to knows. */
export async function membersOf(client: Client, path: string, { signal }: SignalOptions = {}): Promise<Members> {
  const roster = new Roster(client, path, signal)
  await roster.readAll()
  return roster.members
}

/**
 * Who is there now, then again after every change. Ends when the client is closed; throws when the session expires or the signal is
 * aborted. What changed while the reader was busy, or the connection lost, is caught up with; the newest is never left out.
 */
export async function* followGroup(
  client: Client,
  path: string,
  { signal }: SignalOptions = {},
): AsyncGenerator<Members, void, undefined> {
  // Set before anything is read: nothing that happens in between is missed.
  const events = client.watch(path, { recursive: true, ...(signal && { signal }) })
  try {
    const roster = new Roster(client, path, signal)
    await roster.readAll()
    yield roster.members
    for await (const event of events) if (await roster.onEvent(event)) yield roster.members
  } catch (error) {
    if (!isZooKeeperError(error, 'CLOSED')) throw error
  } finally {
    await events.return?.()
  }
}

class Roster {
  readonly #client: Client
  readonly #path: string
  readonly #signal: AbortSignal | undefined
  readonly #members = new Map<string, Member>()

  constructor(client: Client, path: string, signal: AbortSignal | undefined) {
    this.#client = client
    this.#path = path
    this.#signal = signal
  }

  get members(): Members {
    return [...this.#members.values()].sort((a, b) => a.joinedZxid - b.joinedZxid)
  }

  /** @returns whether anything is different from what it was. */
  async readAll(): Promise<boolean> {
    const names = await this.#asking(() => childrenOf(this.#client, this.#path))
    let isNew = false
    for (const id of this.#members.keys()) if (!names.includes(id)) isNew = this.#members.delete(id) || isNew
    const changes = await Promise.all(names.map((id) => this.#read(id)))
    return changes.some((change) => change) || isNew
  }

  /** What is true now is read, whatever the event says: it may be old news. */
  onEvent({ type, path }: WatchEvent): Promise<boolean> {
    if (type === 'gap') return this.readAll()
    const id = path.slice(this.#path.length + 1)
    return path === this.#path || id.includes('/') ? Promise.resolve(false) : this.#read(id)
  }

  async #read(id: string): Promise<boolean> {
    const before = this.#members.get(id)
    try {
      const { data, stat } = await this.#asking(() => this.#client.getData(`${this.#path}/${id}`))
      const { czxid: joinedZxid, version } = stat
      this.#members.set(id, { id, data, text: textOf(data), joinedZxid, version })
      return before?.joinedZxid !== joinedZxid || before.version !== version
    } catch (error) {
      if (!isZooKeeperError(error, 'NO_NODE')) throw error
      return this.#members.delete(id)
    }
  }

  #asking<T>(ask: () => Promise<T>): Promise<T> {
    return unlessAborted(again(ask, this.#signal), this.#signal)
  }
}
