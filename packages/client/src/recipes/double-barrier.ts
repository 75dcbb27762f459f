/**
 * So many begin together, and end together. Each has a znode; the one that completes the number makes `ready`, which all wait
 * for. At the end the first to have come goes last and takes `ready` with it: the others wait for its znode only, and it waits
 * for theirs one by one. Who dies goes, as far as the others are concerned; if it was the first, `ready` may stay behind, so one
 * that is older than our own znode counts for nothing. ZooKeeper's recipe for double barriers.
 */
import type { Client, ReadOptions, SignalOptions, Stat } from '../client.ts'
import { isZooKeeperError } from '../errors.ts'
import type { ZnodeEvent } from '../watches/watch-event.ts'
import { childrenOf } from './children-of.ts'
import { type Created, createProtected } from './create-protected.ts'
import { again, unlessAborted } from './patience.ts'
import { inOrder, leaveLine, untilChanged } from './place-in-line.ts'
import { waitUntil } from './wait-until.ts'

export type EnterOptions = SignalOptions & {
  /** How many must be there; everybody must say the same. */
  readonly size: number
}

export type Gathering = {
  /** Our znode. */
  readonly path: string
  /** Resolves when everybody has left. An aborted signal stops the waiting; we have left all the same. */
  leave(options?: SignalOptions): Promise<void>
} & AsyncDisposable

const PATTERN = /-member-(\d{10})$/

/** Resolves when `size` clients have come. An aborted signal stops the waiting, and we do not count any more. */
export async function enterBarrier(client: Client, path: string, { size, signal }: EnterOptions): Promise<Gathering> {
  if (!Number.isInteger(size) || size < 1) throw new TypeError(`size is a positive integer, not ${size}`)
  signal?.throwIfAborted()
  const ready = `${path}/ready`
  const creating = createProtected(client, path, 'member-', undefined)
  try {
    const mine = await unlessAborted(creating, signal, client.signal)
    const members = inOrder(
      await unlessAborted(
        again(() => childrenOf(client, path)),
        signal,
        client.signal,
      ),
      PATTERN,
    )
    if (members.length >= size) await makeReady(client, ready, mine)
    const read = (options: ReadOptions): Promise<Stat | undefined> => client.exists(ready, options)
    // Who made it may be gone again: that it was made is what counts.
    const wasMade = (stat: Stat | undefined, change: ZnodeEvent | undefined): true | undefined =>
      isNewer(stat, mine) || change?.type === 'created' || undefined
    await waitUntil(client, read, wasMade, signal)
    return new EnteredGathering(client, path, mine)
  } catch (error) {
    creating.then((mine) => leaveLine(client, mine.path)).catch(() => {})
    throw error
  }
}

class EnteredGathering implements Gathering {
  readonly path: string
  readonly #client: Client
  readonly #parent: string
  #leaving: Promise<void> | undefined

  constructor(client: Client, parent: string, { path }: Created) {
    this.#client = client
    this.#parent = parent
    this.path = path
  }

  leave({ signal }: SignalOptions = {}): Promise<void> {
    this.#leaving ??= this.#leave(signal)
    return this.#leaving
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.leave()
  }

  async #leave(signal: AbortSignal | undefined): Promise<void> {
    try {
      // Whoever comes from now on comes for the next time.
      const all = await this.#members(signal)
      for (let left = all; left.length > 0; left = (await this.#members(signal)).filter((name) => all.includes(name)))
        await this.#leaveOrWait(left, signal)
    } finally {
      await leaveLine(this.#client, this.path)
    }
  }

  /** The first to have come stays until it is alone; it waits for the last, and the others for it. */
  async #leaveOrWait(left: readonly string[], signal: AbortSignal | undefined): Promise<void> {
    const [client, parent] = [this.#client, this.#parent]
    const isFirst = `${parent}/${left[0]}` === this.path
    if (isFirst && left.length === 1) return this.#leaveLast()
    if (!isFirst) await leaveLine(client, this.path)
    const awaited = `${parent}/${isFirst ? left.at(-1) : left[0]}`
    await again(() => untilChanged(client, awaited, signal), signal)
  }

  async #leaveLast(): Promise<void> {
    const ready = `${this.#parent}/ready`
    try {
      await again(() => this.#client.transaction().delete(this.path).delete(ready).commit())
    } catch (error) {
      // One of them is gone already: by an answer that was lost, or with the session of who made it.
      if (!isZooKeeperError(error, 'NO_NODE')) throw error
      await leaveLine(this.#client, this.path)
    }
  }

  async #members(signal: AbortSignal | undefined): Promise<readonly string[]> {
    const reading = again(() => childrenOf(this.#client, this.#parent), signal)
    return inOrder(await unlessAborted(reading, signal, this.#client.signal), PATTERN)
  }
}

/** Whoever completed the number makes it, instead of what was left behind. */
async function makeReady(client: Client, ready: string, mine: Created): Promise<void> {
  for (;;)
    try {
      await again(() => client.create(ready, undefined, { ephemeral: true }))
      return
    } catch (error) {
      if (!isZooKeeperError(error, 'NODE_EXISTS')) throw error
      if (isNewer(await again(() => client.exists(ready)), mine)) return
      await leaveLine(client, ready)
    }
}

function isNewer(stat: Stat | undefined, mine: Created): boolean {
  return stat !== undefined && stat.czxid > mine.stat.czxid
}
