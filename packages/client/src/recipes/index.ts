/** What coordination is mostly wanted for. Nothing in here imports this file. */
export { type ConfigCell, type ConfigValue, configCell } from './config-cell.ts'
export { type Counter, counter } from './counter.ts'
export { type CampaignOptions, campaign, type Leadership, leaderOf } from './election.ts'
export { ensurePath } from './ensure-path.ts'
export { type HeldLock, type LockOptions, lock } from './lock.ts'
