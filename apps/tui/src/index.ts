/** The live dashboard of an ensemble. */
export type { Action, ActionType, Control, Fault } from './control.ts'
export type { LearnerStatus, PeerStatus, StoryLine } from './peer-status.ts'
export type { EnsembleSource, SourcePeer } from './polled-source.ts'
export { runDashboard, runPlain } from './run.ts'
