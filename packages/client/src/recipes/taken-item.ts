/** An item of a queue in the hands of who took it: nobody else gets it while the claim stands. */
import { type Client, textOf } from '../client.ts'
import { isZooKeeperError, ZooKeeperError } from '../errors.ts'
import { ensurePath } from './ensure-path.ts'
import { again } from './patience.ts'
import { Tenure } from './tenure.ts'

export class TakenItem implements AsyncDisposable {
  readonly #client: Client
  readonly #entry: string
  readonly #claim: Tenure
  readonly data: Uint8Array | undefined

  /** Made by `queue.take`. */
  constructor(client: Client, entry: string, claim: Tenure, data: Uint8Array | undefined) {
    this.#client = client
    this.#entry = entry
    this.#claim = claim
    this.data = data
  }

  /** `data` as text; empty for none. */
  get text(): string {
    return textOf(this.data)
  }
  /** Larger than that of anybody who had this item before: see `Tenure`. */
  get fencingToken(): number {
    return this.#claim.fencingToken
  }
  /** Aborted when the item is ours no longer; its reason says why. */
  get signal(): AbortSignal {
    return this.#claim.signal
  }

  /** Removes the item for good. Rejects, and nothing is removed, when the claim was lost before: somebody else may be at it. */
  async done(): Promise<void> {
    if (this.signal.aborted) throw this.signal.reason
    let wasLost = false
    for (;;)
      try {
        await this.#client.transaction().delete(this.#claim.path).delete(this.#entry).commit()
        break
      } catch (error) {
        if (isZooKeeperError(error, 'CONNECTION_LOSS')) wasLost = true
        else if (!isZooKeeperError(error, 'NO_NODE')) throw error
        // Both go together, and the claim was ours: it is gone because of what we asked before.
        else if (wasLost && !(await again(() => this.#isThere()))) break
        else
          throw new ZooKeeperError('NO_NODE', `the claim on ${this.#entry} was lost`, {
            path: this.#claim.path,
            cause: error,
          })
      }
    this.#claim.conclude()
  }

  /** Gives the item back, for somebody else to take, unless it is done. */
  release(): Promise<void> {
    return this.#claim.release()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.release()
  }

  async #isThere(): Promise<boolean> {
    return (await this.#client.exists(this.#entry)) !== undefined
  }
}

/** Undefined when somebody else was quicker. */
export async function claim(client: Client, path: string, name: string): Promise<TakenItem | undefined> {
  const [entry, claimed] = [`${path}/entries/${name}`, `${path}/taken/${name}`]
  const tenure = await claimZnode(client, claimed)
  if (tenure === undefined) return undefined
  try {
    const { data } = await again(() => client.getData(entry))
    return new TakenItem(client, entry, tenure, data)
  } catch (error) {
    await tenure.release()
    if (isZooKeeperError(error, 'NO_NODE')) return undefined
    throw error
  }
}

/** An ephemeral znode of a given name, made once: a random word in it tells ours from others', also after a lost answer. */
async function claimZnode(client: Client, path: string): Promise<Tenure | undefined> {
  const word = crypto.randomUUID()
  for (;;)
    try {
      return new Tenure(client, await client.create(path, word, { ephemeral: true }))
    } catch (error) {
      if (isZooKeeperError(error, 'NO_NODE')) await ensurePath(client, path.slice(0, path.lastIndexOf('/')))
      else if (isZooKeeperError(error, 'NODE_EXISTS')) return await own(client, path, word)
      else if (!isZooKeeperError(error, 'CONNECTION_LOSS')) throw error
      // Asked again: if it was made after all, it exists, with our word in it.
    }
}

async function own(client: Client, path: string, word: string): Promise<Tenure | undefined> {
  try {
    const { data, stat } = await again(() => client.getData(path))
    return textOf(data) === word ? new Tenure(client, { path, stat }) : undefined
  } catch (error) {
    if (isZooKeeperError(error, 'NO_NODE')) return undefined
    throw error
  }
}
