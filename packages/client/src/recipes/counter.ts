/** A number that many add to, each addition exactly once. Kept as decimal text, as kazoo's counter does. */
import { type Client, type SignalOptions, textOf } from '../client.ts'
import { isZooKeeperError, type ZooKeeperError } from '../errors.ts'
import { ensurePath } from './ensure-path.ts'
import { again } from './patience.ts'

export type Counter = {
  get(options?: SignalOptions): Promise<number>
  /**
   * Returns the number after it. Rejects with an indefinite CONNECTION_LOSS when the answer was lost and others have
   * added since, so that nobody can tell any more whether this addition is among theirs.
   */
  add(delta: number, options?: SignalOptions): Promise<number>
}

type Reading = { readonly value: number; readonly version: number }

/** The znode is made on the first addition. */
export function counter(client: Client, path: string): Counter {
  return {
    get: async (options = {}) => (await read(client, path, options))?.value ?? 0,
    add: (delta, options = {}) => add(client, path, delta, options),
  }
}

async function add(client: Client, path: string, delta: number, options: SignalOptions): Promise<number> {
  /** The loss after which it is not known whether we were heard, and the version that says we were not. */
  let doubt: { readonly error: ZooKeeperError; readonly version: number } | undefined
  for (;;) {
    const reading = await read(client, path, options)
    if (doubt !== undefined && reading?.version !== doubt.version) throw doubt.error
    if (reading === undefined) {
      await ensurePath(client, path, '0')
      continue
    }
    const value = reading.value + delta
    if (!Number.isSafeInteger(value)) throw new RangeError(`${reading.value} + ${delta} is no safe integer`)
    try {
      await client.setData(path, `${value}`, { version: reading.version, ...options })
      return value
    } catch (error) {
      if (isZooKeeperError(error, 'BAD_VERSION', 'NO_NODE')) {
        // What was in doubt may have arrived after all, just now.
        if (doubt !== undefined) throw doubt.error
      } else if (isZooKeeperError(error, 'CONNECTION_LOSS') && !options.signal?.aborted) {
        doubt = { error, version: reading.version }
        await again(() => client.sync(path, options), options.signal)
      } else {
        throw error
      }
    }
  }
}

async function read(client: Client, path: string, options: SignalOptions): Promise<Reading | undefined> {
  try {
    const { data, stat } = await again(() => client.getData(path, options), options.signal)
    const text = textOf(data)
    const value = text === '' ? 0 : Number(text)
    if (!Number.isSafeInteger(value)) throw new TypeError(`${path} holds "${text}", which is no whole number`)
    return { value, version: stat.version }
  } catch (error) {
    if (isZooKeeperError(error, 'NO_NODE')) return undefined
    throw error
  }
}
