/** Session order (C2): the requests of a connection are answered in the order they were sent, each once. */
import type { MakeChecker } from '../evidence/fact.ts'

export const sessionOrder: MakeChecker = (_ledger, report) => ({
  name: 'session-order',
  saw(sight) {
    if (sight.type !== 'reply' || sight.xid === sight.expectedXid) return
    const waiting = sight.expectedXid === undefined ? 'nothing was waited for' : `${sight.expectedXid} was the oldest`
    report(`client ${sight.client} was answered xid ${sight.xid} while ${waiting}`)
  },
})
