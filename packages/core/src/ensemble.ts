import { assert } from './assert.ts'
import type { PeerId } from './peer-id.ts'

/** Who belongs to the ensemble: voters count in quorums, observers only learn. Ids ascend. */
export type EnsembleConfig = {
  readonly voters: readonly PeerId[]
  readonly observers: readonly PeerId[]
}

/** Checked once, at the door. @throws InvariantViolation when there is no voter or an id appears twice. */
export function ensembleConfig(voters: readonly PeerId[], observers: readonly PeerId[] = []): EnsembleConfig {
  assert(voters.length > 0, 'an ensemble has at least one voter')
  const all = [...voters, ...observers]
  assert(new Set(all).size === all.length, 'a peer appears once in an ensemble')
  const ascending = (ids: readonly PeerId[]) => [...ids].sort((a, b) => a - b)
  return { voters: ascending(voters), observers: ascending(observers) }
}

export function isVoter(config: EnsembleConfig, id: PeerId): boolean {
  return config.voters.includes(id)
}
