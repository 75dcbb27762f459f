/** The public face of the server. Nothing in here imports this file. */

export type { LearnerStatus, PeerStatus, StoryLine } from '@quoll/trace'
export { ConfigError, readConfig, type Settings } from './config/index.ts'
export {
  FaultSwitch,
  type LinkFaults,
  NO_FAULTS,
  obeyFaultLines,
  type PeerFaults,
  parseFaults,
} from './faults/index.ts'
export { type RunPeerOptions, runPeer, type ServingPeer } from './run-peer.ts'
export { type ServeOptions, serve } from './serve.ts'
export { VERSION } from './version.ts'
