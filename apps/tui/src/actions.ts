/** Breaking an ensemble and saying what comes of it, without a screen: for scripts, and for whoever performs the actions. */
export { ACTION_FORMS, actionText, DELAY_MS_MAX, parseAction } from './action-text.ts'
export { ACTION_TYPES, type Action, type ActionType, type Control, type Fault, peersOf } from './control.ts'
export { faultsAfter, faultsInWords } from './faults.ts'
export { consequenceOf } from './model/consequence.ts'
export { objectionTo } from './model/objection.ts'
export type { Situation, SituationPeer } from './model/quorum-outlook.ts'
