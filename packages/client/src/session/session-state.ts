/**
 * ```
 * connecting ──▶ connected ◀──▶ suspended        expired: the ensemble, or the time that passed, ended the session
 *      │             │              │             closed: we did
 *      └─────────────┴──────────────┴──▶ expired, closed
 * ```
 * Suspended: the connection is lost, the session lives as far as we know, another server is being looked for. Requests
 * wait. The last two are for good; `connect` makes a new client.
 */
export type SessionState = 'connecting' | 'connected' | 'suspended' | 'expired' | 'closed'

export function isOver(state: SessionState): boolean {
  return state === 'expired' || state === 'closed'
}
