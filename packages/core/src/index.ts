/** The public face of the core. Nothing in here imports this file. */
export { assert, InvariantViolation, unreachable } from './assert.ts'
export type { Brand } from './brand.ts'
export { describeBatch, describeEffect, describeEvent, describeMessage, describeView } from './describe.ts'
export type { DurableState } from './durable.ts'
export type { DurableWrite, Effect, WriteId } from './effects.ts'
export { type EnsembleConfig, ensembleConfig, isVoter } from './ensemble.ts'
export type { PeerEvent } from './events.ts'
export { checkPeer, checkStep } from './invariants.ts'
export { DEFAULT_LIMITS, type Limits } from './limits.ts'
export type { Vote, ZabMessage } from './messages.ts'
export { canPropose, createPeer, type Peer, type PeerOptions, start, step } from './peer.ts'
export { isPeerId, PEER_ID_MAX, type PeerId, peerId } from './peer-id.ts'
export { isQuorum, quorumSize } from './quorum.ts'
export type { Phase, Role } from './role.ts'
export { DEFAULT_TIMING, type Timing } from './timing.ts'
export { lastOf, type TxnBatch } from './txn.ts'
export { hasJoined, type LearnerView, type PeerView, viewOf } from './view.ts'
export {
  COUNTER_MAX,
  counterOf,
  EPOCH_LIMIT,
  EPOCH_ZERO,
  type Epoch,
  epochOf,
  follows,
  formatZxid,
  isEpoch,
  isZxid,
  ZXID_ZERO,
  type Zxid,
  zxid,
  zxidPlus,
} from './zxid.ts'
