/** Acknowledged is durable (C5): a write that was answered is committed, and stays so; one request is carried out at most once. */
import { formatZxid, type Zxid } from '@quoll/core'
import { isWrite } from '../clients/operation.ts'
import type { MakeChecker } from '../evidence/fact.ts'

export const acknowledgedIsCommitted: MakeChecker = (ledger, report) => {
  const requests = new Map<string, Zxid>()
  let newest = 0
  return {
    name: 'acknowledged-is-committed',
    completed({ kind, outcome, client, xid, path }) {
      if (outcome === undefined || !isWrite(kind)) return
      if (ledger.committedCount(outcome.zxid) < 0) {
        report(
          `${kind} ${path} (client ${client}, xid ${xid}) was answered with ${formatZxid(outcome.zxid)}, never committed`,
        )
      }
    },
    applied(_peer, zxid, txn) {
      if (zxid <= newest) return
      newest = zxid
      if (txn.xid === 0) return
      const request = `${txn.session}/${txn.xid}`
      const before = requests.get(request)
      if (before !== undefined) report(`${formatZxid(zxid)} carries out a request again that was ${formatZxid(before)}`)
      requests.set(request, zxid)
    },
    finished() {
      for (const book of ledger.peers.values()) {
        if (book.alive && book.deliveredCount < ledger.committed.length) {
          report(`peer ${book.id} never delivered ${formatZxid(ledger.committed[book.deliveredCount] as Zxid)}`)
        }
      }
    },
  }
}
