/**
 * The simulator's checkers of clients, on a history that real clients recorded and the log of a real peer. What the
 * simulator knows from inside its peers is taken from the log; everything else is fed in the order in which it happened.
 */
import { epochOf, type PeerId, peerId } from '@quoll/core'
import type { Applied } from '@quoll/state-machine'
import { acknowledgedIsCommitted } from '../checkers/acknowledged-is-committed.ts'
import { linearizableRegisters } from '../checkers/linearizable-registers.ts'
import { linearizableWrites } from '../checkers/linearizable-writes.ts'
import { oneShotWatches } from '../checkers/one-shot.ts'
import { readsMatchHistory } from '../checkers/reads-match-history.ts'
import { sessionOrder } from '../checkers/session-order.ts'
import { sessionPromise } from '../checkers/session-promise.ts'
import { singleSystemImage } from '../checkers/single-system-image.ts'
import { syncFreshness } from '../checkers/sync-freshness.ts'
import { noFalseEvents, watchBeforeNewData } from '../checkers/watches.ts'
import type { Operation } from '../clients/operation.ts'
import type { Checker } from '../evidence/fact.ts'
import { Ledger } from '../evidence/ledger.ts'
import { TreeHistory } from '../model/tree-history.ts'
import type { Committed } from './committed-log.ts'
import type { Line } from './line.ts'

const CHECKERS = [
  acknowledgedIsCommitted,
  linearizableWrites,
  linearizableRegisters,
  readsMatchHistory,
  syncFreshness,
  sessionOrder,
  singleSystemImage,
  watchBeforeNewData,
  noFalseEvents,
  oneShotWatches,
  sessionPromise,
]

/** A follower tells its leader now and then who was heard; what it had not told yet dies with it. */
const SESSION_SLACK_MICROS = 1_000_000

export type Judgement = {
  /** `checker: sentence` for everything that is wrong. */
  readonly wrong: readonly string[]
  readonly operations: number
  readonly transactions: number
}

type Moment = { readonly at: number; readonly happen: () => void }

export function judge(lines: readonly Line[], committed: readonly Committed[]): Judgement {
  const wrong: string[] = []
  const model = new TreeHistory((sentence) => wrong.push(`model: ${sentence}`))
  const ledger = new Ledger(peersOf(lines), [])
  for (const { zxid, txn } of committed) {
    model.apply(zxid, txn)
    ledger.committed.push(zxid)
  }
  let now = 0
  const checkers = CHECKERS.map((make) => {
    const world = { model, now: () => now, sessionSlack: SESSION_SLACK_MICROS }
    const checker: Checker = make(ledger, (sentence) => wrong.push(`${checker.name}: ${sentence}`), world)
    return checker
  })
  const moments = [...clientsMoments(lines, checkers, ledger), ...logMoments(lines, committed, checkers)]
  for (const { at, happen } of moments.sort((a, b) => a.at - b.at)) {
    now = at
    happen()
  }
  for (const checker of checkers) checker.finished?.()
  return { wrong, operations: lines.filter(({ type }) => type === 'operation').length, transactions: committed.length }
}

function* clientsMoments(lines: readonly Line[], checkers: readonly Checker[], ledger: Ledger): Generator<Moment> {
  for (const line of lines) {
    if (line.type === 'sight') {
      yield { at: line.at, happen: () => each(checkers, (checker) => checker.saw?.(line.sight)) }
    } else if (line.type === 'operation') {
      const { operation, endedAt } = line
      yield { at: operation.invokedAt, happen: () => each(checkers, (checker) => checker.invoked?.(operation)) }
      yield { at: endedAt, happen: () => complete(operation, checkers, ledger) }
    }
  }
}

/** The epoch a peer was in when it answered is the one its answer names. */
function complete(operation: Operation, checkers: readonly Checker[], ledger: Ledger): void {
  if (operation.outcome !== undefined) ledger.book(operation.peer).epoch = epochOf(operation.outcome.zxid)
  each(checkers, (checker) => checker.completed?.(operation))
}

/**
 * Transactions of the clients that wrote things down, dated by their leader's wall clock, which is ours: one machine. Other
 * clients number their requests anew on each connection, so theirs cannot be told apart.
 */
function* logMoments(
  lines: readonly Line[],
  committed: readonly Committed[],
  checkers: readonly Checker[],
): Generator<Moment> {
  const clock = lines.find((line) => line.type === 'clock')
  if (clock === undefined) throw new Error('the history does not say what the wall clock was')
  const recorded = new Set(
    lines.flatMap((line) => (line.type === 'sight' && line.sight.type === 'attached' ? line.sight.session : [])),
  )
  for (const { zxid, txn } of committed) {
    if (!recorded.has(txn.session)) continue
    const at = clock.at + (txn.timeMs - clock.wallMs) * 1_000
    yield { at, happen: () => each(checkers, (checker) => checker.applied?.(peerId(1), zxid, txn, NOTHING_SHOWN)) }
  }
}

/** No result is compared here: there is one log and one peer. */
const NOTHING_SHOWN: Applied = { result: { type: 'check' }, changes: [] }

function peersOf(lines: readonly Line[]): PeerId[] {
  const peers = new Set<PeerId>()
  for (const line of lines) if (line.type === 'operation') peers.add(line.operation.peer)
  return [...peers].sort((a, b) => a - b)
}

function each(checkers: readonly Checker[], tell: (checker: Checker) => void): void {
  for (const checker of checkers) tell(checker)
}
