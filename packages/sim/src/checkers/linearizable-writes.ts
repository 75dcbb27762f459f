/**
 * Linearizable writes (C1): the order of the zxids respects real time. A write that was invoked after another was answered
 * has the greater zxid; and the answer is what the transaction at that zxid did.
 */
import { formatZxid, type Zxid } from '@quoll/core'
import type { TxnOperation } from '@quoll/state-machine'
import { isWrite, type Operation, type Outcome } from '../clients/operation.ts'
import type { MakeChecker } from '../evidence/fact.ts'
import type { TreeHistory } from '../model/tree-history.ts'
import { differsFrom } from './seen-stat.ts'

export const linearizableWrites: MakeChecker = (_ledger, report, { model }) => {
  /** Highest zxid of a write answered so far, and for each pending operation what it was at its invocation. */
  let answered = 0
  const atInvocation = new Map<number, number>()
  return {
    name: 'linearizable-writes',
    invoked({ id, kind }) {
      if (isWrite(kind)) atInvocation.set(id, answered)
    },
    completed(operation) {
      const before = atInvocation.get(operation.id)
      atInvocation.delete(operation.id)
      const { outcome } = operation
      if (before === undefined || outcome === undefined) return
      if (outcome.zxid <= before) {
        report(
          `${named(operation)} took effect at ${formatZxid(outcome.zxid)}, before a write answered earlier: ${formatZxid(before as Zxid)}`,
        )
      }
      answered = Math.max(answered, outcome.zxid)
      const wrong = wrongAnswer(operation, outcome, model)
      if (wrong !== undefined) report(`${named(operation)} at ${formatZxid(outcome.zxid)}: ${wrong}`)
    },
  }
}

function wrongAnswer(operation: Operation, outcome: Outcome, model: TreeHistory): string | undefined {
  const txn = model.txn(outcome.zxid)
  if (txn === undefined) return 'answered, but no such transaction was committed'
  if (txn.session !== operation.session || (operation.kind !== 'create-session' && txn.xid !== operation.xid)) {
    return 'answered with the transaction of another request'
  }
  const { operation: did } = txn
  if (did.type === 'error')
    return outcome.error === did.code ? undefined : `refused with ${did.code}, told ${outcome.error}`
  if (did.type === 'multi-error')
    return outcome.parts?.[did.failed] === did.code ? undefined : 'a failed multi was not reported as one'
  if (outcome.error !== 0) return `carried out, told ${outcome.error}`
  return wrongResult(operation, outcome, did, model)
}

function wrongResult(
  operation: Operation,
  outcome: Outcome,
  did: TxnOperation,
  model: TreeHistory,
): string | undefined {
  if (did.type === 'multi')
    return outcome.parts?.some((code) => code !== 0) ? 'carried out, told of a failed part' : undefined
  if (did.type !== operation.kind) return `carried out as ${did.type}`
  if (did.type === 'create' && outcome.path !== undefined && outcome.path !== did.path) {
    return `created ${did.path}, told ${outcome.path}`
  }
  if (outcome.stat === undefined || !('path' in did)) return undefined
  return differsFrom(model.at(did.path, outcome.zxid), outcome.stat)
}

function named({ kind, path, xid, client }: Operation): string {
  return `${kind} ${path} (client ${client}, xid ${xid})`
}
