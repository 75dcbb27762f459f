/** What faults may do to the world: the verbs of scripts and of the nemesis alike. */
import type { Effect, PeerId } from '@quoll/core'
import type { Micros } from '../scheduler.ts'

export type DiskTrouble = 'none' | 'stalled' | 'slow' | 'failing' | 'full'

export type Arena = {
  readonly voters: readonly PeerId[]
  readonly peers: readonly PeerId[]
  isAlive(peer: PeerId): boolean
  isPaused(peer: PeerId): boolean
  /** The peer that leads in broadcast with the highest epoch. */
  leader(): PeerId | undefined
  /** Starts a peer that is down, from what its disk holds. */
  start(peer: PeerId): void
  crash(peer: PeerId, how: 'process' | 'machine'): void
  /** An orderly stop; starts again after `pause`. */
  restart(peer: PeerId, pause: Micros): void
  pause(peer: PeerId): void
  resume(peer: PeerId): void
  /** Replaces the disk of a peer that is down by an empty one; false when the fault model does not allow it now. */
  wipe(peer: PeerId): boolean
  disk(peer: PeerId, trouble: DiskTrouble): void
  cut(a: PeerId, b: PeerId, cut: boolean): void
  reset(a: PeerId, b: PeerId): void
  /** Nothing gets through from `from` to `to`. */
  hole(from: PeerId, to: PeerId, hole: boolean): void
  slow(a: PeerId, b: PeerId, slow: boolean): void
  cutClient(count: number): void
  /** Carries out `act` once, when some peer asks for an effect that `matches`. */
  ambush(matches: (peer: PeerId, effect: Effect) => boolean, act: (peer: PeerId) => void): void
  after(delay: Micros, act: () => void): void
  count(name: string): void
}
