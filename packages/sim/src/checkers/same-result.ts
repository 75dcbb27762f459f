/** Determinism of apply: every peer draws the same result from a transaction. */
import { formatZxid, type Zxid } from '@quoll/core'
import type { Stat, TxnResult } from '@quoll/state-machine'
import type { MakeChecker } from '../evidence/fact.ts'

export const sameResult: MakeChecker = (_ledger, report) => {
  const results = new Map<Zxid, TxnResult>()
  return {
    name: 'same-result',
    applied(peer, zxid, _txn, { result }) {
      const known = results.get(zxid)
      if (known === undefined) results.set(zxid, result)
      else if (!equal(known, result)) report(`peer ${peer} drew another result from ${formatZxid(zxid)} than others`)
    },
  }
}

function equal(a: TxnResult, b: TxnResult): boolean {
  switch (a.type) {
    case 'create':
      return b.type === 'create' && a.path === b.path && a.kind === b.kind && sameStat(a.stat, b.stat)
    case 'set-data':
      return b.type === 'set-data' && sameStat(a.stat, b.stat)
    case 'set-acl':
      return b.type === 'set-acl' && sameStat(a.stat, b.stat)
    case 'multi':
      return (
        b.type === 'multi' &&
        a.results.length === b.results.length &&
        a.results.every((each, place) => equal(each, b.results[place] as TxnResult))
      )
    case 'error':
      return b.type === 'error' && a.code === b.code
    default:
      return a.type === b.type
  }
}

function sameStat(a: Stat, b: Stat): boolean {
  return (Object.keys(a) as (keyof Stat)[]).every((field) => a[field] === b[field])
}
