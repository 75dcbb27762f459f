/** The live dashboard of an ensemble. */
export * from './actions.ts'
export { deedInWords } from './chaos/deed-in-words.ts'
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
