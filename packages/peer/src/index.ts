/** The public face of the peer. Nothing in here imports this file. */
export * from './options.ts'
export type * from './ports/authentication.ts'
export type * from './ports/client-connection.ts'
export type * from './ports/clock.ts'
export type * from './ports/storage.ts'
export type * from './ports/transport.ts'
export { type RunningPeer, startPeer } from './start-peer.ts'
export type * from './view.ts'
