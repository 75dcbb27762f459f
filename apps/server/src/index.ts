/** The public face of the server. Nothing in here imports this file. */
export { ConfigError, readConfig, type Settings } from './config/index.ts'
export {
  FaultSwitch,
  type LinkFaults,
  NO_FAULTS,
  obeyFaultLines,
  type PeerFaults,
  parseFaults,
} from './faults/index.ts'
export { type LearnerStatus, type PeerStatus, STATUS_VERSION } from './http/status.ts'
export { type RunPeerOptions, runPeer, type ServingPeer } from './run-peer.ts'
export { type ServeOptions, serve } from './serve.ts'
export type { StoryLine } from './story.ts'
export { VERSION } from './version.ts'
