/** The live dashboard of an ensemble. */
export { ACTION_FORMS, actionText, DELAY_MS_MAX, parseAction } from './action-text.ts'
export type { Action, ActionType, Control, Fault } from './control.ts'
export { faultsAfter, faultsInWords } from './faults.ts'
export { consequenceOf, objectionTo, type Situation, type SituationPeer } from './model/consequence.ts'
export type { LearnerStatus, PeerStatus, StoryLine } from './peer-status.ts'
export type { EnsembleSource, SourcePeer } from './polled-source.ts'
export { runDashboard, runPlain } from './run.ts'
