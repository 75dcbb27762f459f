/**
 * Whoever looks on, beside the checkers: hears what the peers do and what becomes of them, and must not touch the run, which
 * is the same with and without.
 */
import type { PeerId } from '@quoll/core'
import type { PeerObserver } from '@quoll/peer'

export type Audience = {
  observer(peer: PeerId): PeerObserver
  /** A life begins: its disk was read, the peer is about to start. */
  began?(peer: PeerId): void
  /** It is over; `how` follows the peer's name in a sentence: `dies`, `loses power`, `has stopped`. */
  ended?(peer: PeerId, how: string): void
  /** What happens to a peer from outside, a sentence without its subject: `is paused`, `is cut off from 3`. */
  noted?(peer: PeerId, text: string): void
  /** A checker saw a promise broken. */
  violated?(checker: string, sentence: string): void
}

/** Tells two observers, the first one first. */
export function both(first: PeerObserver, second: PeerObserver | undefined): PeerObserver {
  if (second === undefined) return first
  return {
    wantsResults: first.wantsResults === true || second.wantsResults === true,
    event: (event) => {
      first.event?.(event)
      second.event?.(event)
    },
    effect: (effect) => {
      first.effect?.(effect)
      second.effect?.(effect)
    },
    applied: (zxid, txn, applied) => {
      first.applied?.(zxid, txn, applied)
      second.applied?.(zxid, txn, applied)
    },
  }
}
