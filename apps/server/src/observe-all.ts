/** A peer has one observer; several listen behind it, each in turn. */
import type { PeerObserver } from '@quoll/peer'

export function observeAll(...observers: readonly PeerObserver[]): PeerObserver {
  const [events, effects, applications] = [
    observers.filter((observer) => observer.event !== undefined),
    observers.filter((observer) => observer.effect !== undefined),
    observers.filter((observer) => observer.applied !== undefined),
  ]
  return {
    event: (event) => {
      for (const observer of events) observer.event?.(event)
    },
    effect: (effect) => {
      for (const observer of effects) observer.effect?.(effect)
    },
    applied: (zxid, txn, applied) => {
      for (const observer of applications) observer.applied?.(zxid, txn, applied)
    },
  }
}
