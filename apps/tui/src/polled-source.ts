/** Where the dashboard gets an ensemble from: a question asked again and again, and, on one's own machine, the power switch. */
import type { Control } from './control.ts'
import type { PeerStatus } from './peer-status.ts'

export type EnsembleSource = {
  /** `host:port,…`, to paste into a client. */
  readonly connect: string
  readonly peers: readonly SourcePeer[]
  /** One answer per peer, in the order of `peers`; undefined where a peer does not answer. */
  statuses(): Promise<readonly (PeerStatus | undefined)[]>
  /** Only on an ensemble of one's own: without it the dashboard watches and touches nothing. */
  readonly control?: Control
}

/** Addresses are `host:port`. */
export type SourcePeer = { readonly id: number; readonly client: string; readonly http: string }
