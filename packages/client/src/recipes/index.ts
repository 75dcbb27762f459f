/** What coordination is mostly wanted for. Nothing in here imports this file. */
export { type Barrier, barrier } from './barrier.ts'
export { type ConfigCell, type ConfigValue, configCell } from './config-cell.ts'
export { type Counter, counter } from './counter.ts'
export {
  type DiscoverOptions,
  discoverService,
  type Instance,
  type RegisterOptions,
  registerService,
  type ServicePool,
  type Strategy,
} from './discovery.ts'
export { type EnterOptions, enterBarrier, type Gathering } from './double-barrier.ts'
export { type CampaignOptions, campaign, type Leadership, leaderOf } from './election.ts'
export { ensurePath } from './ensure-path.ts'
export { followGroup, joinGroup, type Member, type Members, type Membership, membersOf } from './group.ts'
export { type HeldLock, type LockOptions, lock } from './lock.ts'
export { type PutOptions, type Queue, queue } from './queue.ts'
export { readLock, writeLock } from './read-write-lock.ts'
export { type AcquireOptions, acquirePermit, type Permit } from './semaphore.ts'
export type { TakenItem } from './taken-item.ts'
