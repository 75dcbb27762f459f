/**
 * How to bring a learner level, from the last zxid in its durable log. The leader's history is contiguous above `base`.
 *
 *   learner's last                        plan
 *   ────────────────────────────────────  ─────────────────────────────────────────────
 *   below base                            SNAP, then what follows the snapshot
 *   a transaction of ours, or base        DIFF: what follows it
 *   anything else                         TRUNC to the greatest position of ours below it, then what follows
 *
 * Why the learner always holds the TRUNC target: a transaction exists only in an epoch that a quorum established, every
 * later leader has that epoch's initial history as a prefix, so the two logs part only after it. The argument needs
 * contiguous logs, the recency test of discovery, and "history before epoch"; ZooKeeper sends SNAP across epochs
 * because its logs may have holes.
 *
 * Paper: Phase 2. ZooKeeper: LearnerHandler.syncFollower; ZOOKEEPER-1154, 2832.
 */
import type { History } from '../history.ts'
import type { Zxid } from '../zxid.ts'

export type Plan =
  | { readonly type: 'diff'; readonly after: Zxid }
  | { readonly type: 'trunc'; readonly to: Zxid }
  | { readonly type: 'snap' }

export function planFor(history: History, learnerLast: Zxid): Plan {
  if (learnerLast < history.base) return { type: 'snap' }
  const common = history.floor(learnerLast)
  return common === learnerLast ? { type: 'diff', after: common } : { type: 'trunc', to: common }
}
