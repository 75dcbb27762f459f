/** Every checker a run is watched by. */
import type { MakeChecker } from '../evidence/fact.ts'
import { acknowledgedIsCommitted } from './acknowledged-is-committed.ts'
import { agreement } from './agreement.ts'
import { committedIsDurable } from './committed-is-durable.ts'
import { discovery } from './discovery.ts'
import { durableClaims } from './durable-claims.ts'
import { epochMonotonicity } from './epoch-monotonicity.ts'
import { establishment } from './establishment.ts'
import { globalPrimaryOrder } from './global-primary-order.ts'
import { honestRecovery } from './honest-recovery.ts'
import { initialHistory } from './initial-history.ts'
import { integrity } from './integrity.ts'
import { linearizableRegisters } from './linearizable-registers.ts'
import { linearizableWrites } from './linearizable-writes.ts'
import { localPrimaryOrder } from './local-primary-order.ts'
import { logMatching } from './log-matching.ts'
import { oneLeaderPerEpoch } from './one-leader-per-epoch.ts'
import { oneShotWatches } from './one-shot.ts'
import { prefixConsistency } from './prefix-consistency.ts'
import { primaryIntegrity } from './primary-integrity.ts'
import { promise } from './promise.ts'
import { readsMatchHistory } from './reads-match-history.ts'
import { sameResult } from './same-result.ts'
import { sessionOrder } from './session-order.ts'
import { sessionPromise } from './session-promise.ts'
import { noPeerBehindItsClient, singleSystemImage } from './single-system-image.ts'
import { snapshotPurity } from './snapshot-purity.ts'
import { syncFreshness } from './sync-freshness.ts'
import { totalOrder } from './total-order.ts'
import { truncationSafety } from './truncation-safety.ts'
import { noFalseEvents, watchBeforeNewData } from './watches.ts'

export const CHECKERS: readonly MakeChecker[] = [
  integrity,
  agreement,
  prefixConsistency,
  totalOrder,
  localPrimaryOrder,
  globalPrimaryOrder,
  primaryIntegrity,
  oneLeaderPerEpoch,
  promise,
  epochMonotonicity,
  logMatching,
  durableClaims,
  discovery,
  establishment,
  initialHistory,
  committedIsDurable,
  truncationSafety,
  snapshotPurity,
  honestRecovery,
  sameResult,
  acknowledgedIsCommitted,
  linearizableWrites,
  linearizableRegisters,
  readsMatchHistory,
  syncFreshness,
  sessionOrder,
  singleSystemImage,
  noPeerBehindItsClient,
  watchBeforeNewData,
  noFalseEvents,
  oneShotWatches,
  sessionPromise,
]
