/** Compares the stat a client was shown with the model's znode. */
import type { SeenStat } from '../clients/operation.ts'
import type { ZnodeRecord } from '../model/znode-record.ts'

/** A sentence about the first field that differs; undefined when the client saw the truth. */
export function differsFrom(truth: ZnodeRecord, seen: SeenStat): string | undefined {
  if (!truth.exists) return 'shown a znode that does not exist'
  const fields: readonly (readonly [string, number | bigint, number | bigint])[] = [
    ['czxid', truth.czxid, seen.czxid],
    ['mzxid', truth.mzxid, seen.mzxid],
    ['pzxid', truth.pzxid, seen.pzxid],
    ['version', truth.version, seen.version],
    ['aversion', truth.aversion, seen.aversion],
    ['cversion', 2 * truth.created - truth.numChildren, seen.cversion],
    ['numChildren', truth.numChildren, seen.numChildren],
    ['dataLength', truth.dataLength, seen.dataLength],
    ['ephemeralOwner', truth.owner, seen.ephemeralOwner],
  ]
  for (const [name, expected, shown] of fields) {
    if (expected !== shown) return `shown ${name} ${shown}, it was ${expected}`
  }
  return undefined
}
