/** What really happened: the transactions in the log of a peer that has stopped, from the first one on. */
import { type Zxid, zxidPlus } from '@quoll/core'
import { decodeTxn, type Txn } from '@quoll/state-machine'
import { nodeFileSystem, openStorage } from '@quoll/storage-file'

export type Committed = { readonly zxid: Zxid; readonly txn: Txn }

/**
 * Every transaction in the log below `directory`, in order. The ensemble must have come to rest before the peer stopped:
 * then its log ends with what is committed.
 *
 * Rejects with an Error when a snapshot has taken the place of the beginning, and with whatever openStorage throws
 */
export async function readCommittedLog(directory: string): Promise<readonly Committed[]> {
  const storage = openStorage({
    fileSystem: nodeFileSystem(),
    directory,
    now: () => performance.now(),
    random: () => Math.random(),
  })
  const { base, logAbove } = storage.recovered
  const committed: Committed[] = []
  for (const { first, payloads } of logAbove(base)) {
    for (const [place, payload] of payloads.entries())
      committed.push({ zxid: zxidPlus(first, place), txn: decodeTxn(payload) })
  }
  await new Promise<void>((closed) => storage.close(closed))
  if (base !== 0) throw new Error('the log does not go back to the beginning: a snapshot took its place')
  return committed
}
