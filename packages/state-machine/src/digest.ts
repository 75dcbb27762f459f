import type { State } from './state.ts'

/**
 * A number that is equal for equal states, brought up to date with the few changes since it was last asked for.
 * Covers all znodes, their access control and the sessions (in the spirit of ZooKeeper's tree digest, not its value).
 */
export function digestOf(state: State): number {
  return (state.tree.digest + state.sessionsDigest) % 2 ** 52
}
