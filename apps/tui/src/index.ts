/** The live dashboard of an ensemble. */
export { ACTION_FORMS, actionText, DELAY_MS_MAX, parseAction } from './action-text.ts'
export { deedInWords } from './chaos/deed-in-words.ts'
export type { Action, ActionType, Control, Fault } from './control.ts'
export { faultsAfter, faultsInWords, reaches } from './faults.ts'
export { consequenceOf } from './model/consequence.ts'
export { objectionTo } from './model/objection.ts'
export type { Situation, SituationPeer } from './model/quorum-outlook.ts'
export { type PrintOptions, printOnce, printSnapshots } from './print.ts'
export { type DashboardOptions, runDashboard, runPlain } from './run.ts'
export { SNAPSHOT_VERSION, type Snapshot } from './snapshot.ts'
export type {
  CreateMode,
  Detail,
  Engine,
  EnsembleSource,
  SourceKind,
  TreeAccess,
  TreeWrite,
  ZnodeContent,
  ZnodeStat,
} from './source.ts'
