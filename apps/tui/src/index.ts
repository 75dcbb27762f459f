/** The live dashboard of an ensemble. */
export type { LearnerStatus, PeerStatus, StoryLine } from './peer-status.ts'
export { runDashboard, runPlain } from './run.ts'
export type { Control, EnsembleSource, SourcePeer } from './source.ts'
