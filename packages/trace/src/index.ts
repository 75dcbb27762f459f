/** The public face of the package. Nothing in here imports this file. */
export type * from './peer-status.ts'
export { STATUS_VERSION } from './peer-status.ts'
export { TRACE_VERSION, type TracedPeer, type TraceHeader } from './trace-header.ts'
export type * from './trace-record.ts'
export { tracedMessage } from './traced-message.ts'
export { tracedTxn } from './traced-txn.ts'
export { Witness, type WitnessOptions } from './witness.ts'
