/** What a peer is doing. */
export type Role = 'looking' | 'leading' | 'following' | 'observing'

/** How far it is with it: a looking peer is in `election`, the others in one of the rest. */
export type Phase = 'election' | 'discovery' | 'synchronization' | 'broadcast'
