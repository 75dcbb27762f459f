import type { AuthId } from '@quoll/state-machine'

/**
 * Who a connection proves to be. Hashing belongs to the edge, so a peer is handed this port.
 * Schemes: `digest` (credentials are `user:password`), `ip`; more may follow.
 */
export type Authentication = {
  /** The ids the credentials prove, to be added to the connection; undefined when they are refused or the scheme is unknown. */
  authenticate(scheme: string, credentials: Uint8Array, address: string): readonly AuthId[] | undefined
}
