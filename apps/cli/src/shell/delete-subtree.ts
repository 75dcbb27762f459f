/** Deletes a znode and everything below it, in as few transactions as bounds allow, also while others add to it. */
import { type Client, isZooKeeperError, type Transaction } from '@quoll/client'
import { subtree } from './subtree.ts'

/** Bounds of one transaction, well inside what servers take. */
export const BATCH_COUNT_MAX = 1000
const BATCH_CHARS_MAX = 100_000
/** How often everything is listed anew because somebody else changed it meanwhile. */
const ROUNDS_MAX = 20

export type DeleteOptions = {
  readonly signal: AbortSignal
  readonly batchCount?: number
  readonly onDeleted?: (count: number, total: number) => void
}

/** Returns how many there were. */
export async function deleteSubtree(
  client: Client,
  path: string,
  { signal, batchCount = BATCH_COUNT_MAX, onDeleted }: DeleteOptions,
): Promise<number> {
  let deleted = 0
  for (let round = 1; ; round++) {
    const paths = (await subtree(client, path, { signal })).map((znode) => znode.path).reverse()
    try {
      for (const { transaction, count } of batches(client, paths, batchCount)) {
        await transaction.commit({ signal })
        deleted += count
        onDeleted?.(count, paths.length)
      }
      return deleted
    } catch (error) {
      if (!isZooKeeperError(error, 'NO_NODE', 'NOT_EMPTY') || round === ROUNDS_MAX) throw error
      if ((await client.exists(path, { signal })) === undefined) return deleted
    }
  }
}

/** Children before parents, in order, as `paths` is. */
function* batches(
  client: Client,
  paths: readonly string[],
  batchCount: number,
): Generator<{ readonly transaction: Transaction; readonly count: number }> {
  let [transaction, count, chars] = [client.transaction(), 0, 0]
  for (const path of paths) {
    if (count === batchCount || (count > 0 && chars + path.length > BATCH_CHARS_MAX)) {
      yield { transaction, count }
      ;[transaction, count, chars] = [client.transaction(), 0, 0]
    }
    transaction.delete(path)
    count++
    chars += path.length
  }
  if (count > 0) yield { transaction, count }
}
