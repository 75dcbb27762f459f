/** One piece of configuration that many read and follow. */
import { type Client, type ReadOptions, type SignalOptions, textOf } from '../client.ts'
import { isZooKeeperError } from '../errors.ts'
import { ensurePath } from './ensure-path.ts'
import { again, unlessAborted } from './patience.ts'

export type ConfigValue = {
  readonly text: string
  /** Goes up with every change; hand it to `set` to change only what you have seen. */
  readonly version: number
  /** The transaction that wrote it. */
  readonly zxid: number
}

export type ConfigCell = {
  /** Undefined when nobody has set it. */
  get(options?: SignalOptions): Promise<ConfigValue | undefined>
  /** Writes it, and makes the znode if need be. With a `version`: only over that one, or BAD_VERSION. */
  set(text: string, options?: SignalOptions & { readonly version?: number }): Promise<void>
  /**
   * The value now, then every new one. Values that came and went while the reader was busy, or the connection lost, are
   * left out; the newest never is. Ends when the client is closed; throws when the session expires or the signal is aborted.
   */
  changes(options?: SignalOptions): AsyncIterableIterator<ConfigValue | undefined>
}

export function configCell(client: Client, path: string): ConfigCell {
  return {
    get: (options = {}) => again(() => read(client, path, options), options.signal),
    set: (text, options = {}) => write(client, path, text, options),
    changes: ({ signal } = {}) => changes(client, path, signal),
  }
}

async function write(
  client: Client,
  path: string,
  text: string,
  options: SignalOptions & { readonly version?: number },
): Promise<void> {
  for (;;)
    try {
      await client.setData(path, text, options)
      return
    } catch (error) {
      if (!isZooKeeperError(error, 'NO_NODE') || options.version !== undefined) throw error
      if (await isCreated(client, path, text, options)) return
    }
}

/** False when it has to be tried again: somebody else was quicker, or what lies above it was missing. */
async function isCreated(client: Client, path: string, text: string, { signal }: SignalOptions): Promise<boolean> {
  try {
    await client.create(path, text, signal === undefined ? {} : { signal })
    return true
  } catch (error) {
    if (isZooKeeperError(error, 'NO_NODE')) await ensurePath(client, path.slice(0, path.lastIndexOf('/')) || '/')
    else if (!isZooKeeperError(error, 'NODE_EXISTS')) throw error
    return false
  }
}

async function* changes(
  client: Client,
  path: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<ConfigValue | undefined, void, undefined> {
  let lastZxid: number | undefined
  for (let isFirst = true; ; isFirst = false) {
    const round = new AbortController()
    try {
      signal?.throwIfAborted()
      const { value, changed } = await unlessAborted(follow(client, path, round.signal), signal, client.signal)
      if (isFirst || value?.zxid !== lastZxid) yield value
      lastZxid = value?.zxid
      await unlessAborted(changed, signal, client.signal)
    } catch (error) {
      if (isZooKeeperError(error, 'CLOSED')) return
      throw error
    } finally {
      // Takes the watch back if it has not fired.
      round.abort()
    }
  }
}

/** Reads it, and promises to tell of the next change. */
async function follow(
  client: Client,
  path: string,
  signal: AbortSignal,
): Promise<{ readonly value: ConfigValue | undefined; readonly changed: Promise<void> }> {
  let watch = (): void => {}
  const changed = new Promise<void>((resolve) => {
    watch = resolve
  })
  return { value: await again(() => read(client, path, { watch, signal }), signal), changed }
}

/** A watch is set also when there is nothing to read: on its creation. */
async function read(client: Client, path: string, options: ReadOptions): Promise<ConfigValue | undefined> {
  for (;;)
    try {
      const { data, stat } = await client.getData(path, options)
      return { text: textOf(data), version: stat.version, zxid: stat.mzxid }
    } catch (error) {
      if (!isZooKeeperError(error, 'NO_NODE')) throw error
      if (options.watch === undefined || (await client.exists(path, options)) === undefined) return undefined
    }
}
