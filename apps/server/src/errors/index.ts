/** What goes wrong, explained; small enough to be loaded by every command. Nothing in here imports this file. */
export { type Complaint, complaintLines, complaintOf, complaintSentence } from './complaint.ts'
export { EXIT, EXIT_CODES, type ExitCode } from './exit-codes.ts'
export { type Explained, explain, explainHalt, type StopCause } from './explain.ts'
export { SYSTEM_ERRORS, type SystemError, systemCodeOf } from './system-errors.ts'
