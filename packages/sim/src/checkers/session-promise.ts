/**
 * The promise of a session (S3): as long as its client is heard often enough the session lives. It ends by its own request or
 * by the leader's expiry, never earlier than its timeout after the client was last heard, and a dead one does end.
 */
import type { MakeChecker } from '../evidence/fact.ts'
import type { SessionRecord } from '../model/tree-history.ts'
import { type Micros, MS } from '../scheduler.ts'

/** A peer tells the leader with its next tick whom it heard. */
const RELAYED_WITHIN: Micros = 200 * MS

export const sessionPromise: MakeChecker = (_ledger, report, { model, now, sessionSlack }) => {
  /** When the newest request was sent of which the leader must know, per session. */
  const heard = new Map<bigint, number>()
  /** The newest that was answered: its peer may have died before it told the leader. */
  const answered = new Map<bigint, number>()
  /** Sessions whose clients have asked for the end, answered or not. */
  const unwanted = new Set<bigint>()
  let newest = 0
  const silentMs = (session: bigint) => (now() - (heard.get(session) ?? 0)) / 1_000
  const isTooEarly = ({ id, timeoutMs }: SessionRecord) =>
    !unwanted.has(id) && silentMs(id) < timeoutMs - sessionSlack / 1_000
  return {
    name: 'session-promise',
    invoked({ kind, session }) {
      if (kind === 'close-session') unwanted.add(session)
    },
    saw(sight) {
      if (sight.type === 'reply') {
        const before = answered.get(sight.session)
        // Its peer went on long enough to have passed the earlier one on.
        if (before !== undefined && sight.sentAt >= before + RELAYED_WITHIN) heard.set(sight.session, before)
        if (before === undefined || sight.sentAt >= before + RELAYED_WITHIN) answered.set(sight.session, sight.sentAt)
      }
      if (sight.type === 'attached') {
        heard.set(sight.session, now())
        answered.delete(sight.session)
      }
      if (sight.type !== 'session-lost') return
      const session = model.sessions.get(sight.session)
      // It may be told while the end is still being agreed upon, but not before its time has run out.
      if (session !== undefined && session.closedAt === undefined && isTooEarly(session)) {
        report(`client ${sight.client} was told that its session is gone, but nothing closed it`)
      }
    },
    applied(_peer, zxid, txn) {
      if (zxid <= newest) return
      newest = zxid
      if (txn.operation.type !== 'close-session') return
      const session = model.sessions.get(txn.session)
      const lastHeard = heard.get(txn.session)
      if (session === undefined || !session.expired || session.closedAt !== zxid || lastHeard === undefined) return
      const silentMs = (now() - lastHeard) / 1_000
      if (silentMs < session.timeoutMs - sessionSlack / 1_000) {
        report(
          `a session of ${session.timeoutMs} ms was expired although its client was heard ${silentMs.toFixed(0)} ms ago`,
        )
      }
    },
    finished() {
      for (const owner of model.ephemeralOwners()) {
        const session = model.sessions.get(owner)
        if (session === undefined || session.closedAt !== undefined) {
          report(`${model.ephemeralsOf(owner)[0]} is an ephemeral of a session that does not live`)
        }
      }
    },
  }
}
