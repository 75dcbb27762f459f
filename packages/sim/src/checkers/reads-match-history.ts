/**
 * Reads match history: what a read was told is the state exactly at the zxid its answer carries; nothing half applied,
 * nothing uncommitted, nothing older than the answer claims.
 */
import { formatZxid } from '@quoll/core'
import type { Operation, Outcome } from '../clients/operation.ts'
import type { MakeChecker } from '../evidence/fact.ts'
import { hashText } from '../evidence/hash.ts'
import type { ZnodeRecord } from '../model/znode-record.ts'
import { differsFrom } from './seen-stat.ts'

const NO_NODE = -101

export const readsMatchHistory: MakeChecker = (ledger, report, { model }) => ({
  name: 'reads-match-history',
  completed(operation) {
    const { kind, path, outcome } = operation
    if (outcome === undefined || (kind !== 'get-data' && kind !== 'exists' && kind !== 'get-children')) return
    if (ledger.committedCount(outcome.zxid) < 0) {
      report(`${kind} ${path} was answered at ${formatZxid(outcome.zxid)}, which is not committed`)
      return
    }
    const wrong = wrongRead(operation, outcome, model.at(path, outcome.zxid))
    if (wrong !== undefined)
      report(`${kind} ${path} at ${formatZxid(outcome.zxid)} of peer ${operation.peer}: ${wrong}`)
  },
})

function wrongRead(operation: Operation, outcome: Outcome, truth: ZnodeRecord): string | undefined {
  if (outcome.error === NO_NODE) return truth.exists ? 'told that an existing znode does not exist' : undefined
  if (outcome.error !== 0) return `told ${outcome.error}`
  if (!truth.exists) return 'told of a znode that does not exist'
  if (operation.kind === 'get-data' && outcome.dataHash !== truth.dataHash) return 'told other data'
  if (outcome.children !== undefined) {
    const sum = outcome.children.reduce((total, name) => (total + hashText(name)) >>> 0, 0)
    if (sum !== truth.childrenHash || outcome.children.length !== truth.numChildren) return 'told of other children'
  }
  return outcome.stat === undefined ? undefined : differsFrom(truth, outcome.stat)
}
