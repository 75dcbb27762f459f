/**
 * Work that is handed out once: whoever takes an item claims it, and only `done` removes it; when its session ends before that,
 * somebody else gets it. Items of a smaller priority number come first, then those put first. The znodes are those of kazoo's
 * LockingQueue, so its clients may stand at either end.
 *
 * ```
 * path/entries/entry-100-0000000007   an item: priority 100
 * path/taken/entry-100-0000000007     ephemeral: the claim on it
 * path/puts/_c_…                      ephemeral, for a moment: what shows that an item was put, when the answer was lost
 * ```
 */
import type { Client, ReadOptions, SignalOptions } from '../client.ts'
import { isZooKeeperError, type ZooKeeperError } from '../errors.ts'
import { bytesOf, type Data } from '../requests/create-request.ts'
import { childrenOf } from './children-of.ts'
import { ensurePath } from './ensure-path.ts'
import { again } from './patience.ts'
import { claim, type TakenItem } from './taken-item.ts'
import { waitUntil } from './wait-until.ts'

export type PutOptions = SignalOptions & {
  /** From 0, which comes first, to 999. Default: 100. */
  readonly priority?: number
}

export type Queue = {
  /** Resolves when it is in the queue, exactly once; an aborted signal stops the waiting only. */
  put(data: Data, options?: PutOptions): Promise<void>
  /** The first item that nobody has claimed, as soon as there is one. */
  take(options?: SignalOptions): Promise<TakenItem>
  /** How many items are not done; those that are being worked on count. */
  length(options?: SignalOptions): Promise<number>
}

const PRIORITY_DEFAULT = 100
const PRIORITY_MAX = 999
const ENTRY = /^entry-\d{3}-\d{10}$/

export function queue(client: Client, path: string): Queue {
  return {
    put: (data, options = {}) => put(client, path, data, options),
    take: ({ signal } = {}) => take(client, path, signal),
    length: async ({ signal } = {}) => (await again(() => entriesOf(client, path), signal)).length,
  }
}

/** The item and a mark with a random word appear together: after a lost answer the mark tells. */
async function put(
  client: Client,
  path: string,
  data: Data,
  { priority = PRIORITY_DEFAULT, signal }: PutOptions,
): Promise<void> {
  if (!Number.isInteger(priority) || priority < 0 || priority > PRIORITY_MAX)
    throw new TypeError(`priority is an integer from 0 to ${PRIORITY_MAX}, not ${priority}`)
  const entry = `${path}/entries/entry-${`${priority}`.padStart(3, '0')}-`
  const mark = `${path}/puts/_c_${crypto.randomUUID()}`
  const bytes = bytesOf(data)
  let isThere = false
  while (!isThere)
    try {
      signal?.throwIfAborted()
      await client
        .transaction()
        .create(mark, undefined, { ephemeral: true })
        .create(entry, bytes, { sequential: true })
        .commit(signal === undefined ? {} : { signal })
      isThere = true
    } catch (error) {
      if (isZooKeeperError(error, 'NO_NODE')) await makePlaces(client, path)
      else if (isZooKeeperError(error, 'CONNECTION_LOSS')) isThere = await wasPut(client, mark, error)
      else throw error
    }
  // It goes with the session too: nobody waits for it.
  client.delete(mark).catch(() => {})
}

/** After the sync nothing that was on its way can still arrive. Without a session nobody can tell any more: the loss is thrown. */
async function wasPut(client: Client, mark: string, loss: ZooKeeperError): Promise<boolean> {
  try {
    return await again(async () => {
      await client.sync(mark)
      return (await client.exists(mark)) !== undefined
    })
  } catch {
    throw loss
  }
}

async function makePlaces(client: Client, path: string): Promise<void> {
  await Promise.all(['entries', 'taken', 'puts'].map((name) => ensurePath(client, `${path}/${name}`)))
}

async function take(client: Client, path: string, signal: AbortSignal | undefined): Promise<TakenItem> {
  const firstOf = (free: readonly string[]): string | undefined => free[0]
  for (;;) {
    const name = await waitUntil(client, (options) => freeOnes(client, path, options), firstOf, signal)
    const item = await claim(client, path, name)
    if (item === undefined) {
      // Somebody was quicker. What is read next knows of it.
      await again(() => client.sync(path), signal)
    } else if (signal?.aborted) {
      await item.release()
      throw signal.reason
    } else {
      return item
    }
  }
}

async function freeOnes(client: Client, path: string, options: ReadOptions): Promise<readonly string[]> {
  const [entries, taken] = await Promise.all([
    entriesOf(client, path, options),
    childrenOf(client, `${path}/taken`, options),
  ])
  const claimed = new Set(taken)
  return entries.filter((name) => !claimed.has(name))
}

/** First come first served, within a priority. */
async function entriesOf(client: Client, path: string, options: ReadOptions = {}): Promise<readonly string[]> {
  return (await childrenOf(client, `${path}/entries`, options)).filter((name) => ENTRY.test(name)).toSorted()
}
