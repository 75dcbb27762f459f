/** A life with everything in it: appends, rolls to new segments, snapshots, a truncation, new epochs, an install, retention. */
import { zxid } from '@quoll/core'
import type { ModelPeer } from './model-peer.ts'

/** Enough to fill a small segment with a dozen of them. */
const WIDE = 'w'.repeat(300)

type Act = (peer: ModelPeer, next: () => void) => void

const ACTS: readonly Act[] = [
  (peer, next) => {
    peer.epochs(1, 0)
    peer.epochs(1, 1)
    for (let counter = 1; counter <= 5; counter++) peer.append(zxid(1, counter), `a${counter}`)
    next()
  },
  untilAcked,
  (peer, next) => {
    for (let counter = 6; counter <= 20; counter++) peer.append(zxid(1, counter), `b${counter} ${WIDE}`)
    next()
  },
  untilAcked,
  (peer, next) => peer.save(zxid(1, 12), next),
  // A snapshot of what others committed before our own disk has it.
  (peer, next) => {
    peer.append(zxid(1, 21), 'c1', 'c2', 'c3')
    peer.save(zxid(1, 22), next)
  },
  // A new epoch cuts the tail, in the middle of a batch.
  (peer, next) => {
    peer.epochs(2, 1)
    peer.truncate(zxid(1, 22))
    peer.append(zxid(2, 1), `d1 ${WIDE}`)
    peer.epochs(2, 2)
    peer.append(zxid(2, 2), 'd2')
    next()
  },
  untilAcked,
  (peer, next) => peer.save(zxid(2, 1), next),
  // Wider than any segment.
  (peer, next) => {
    peer.append(zxid(2, 3), WIDE.repeat(30))
    for (let counter = 4; counter <= 20; counter++) peer.append(zxid(2, counter), `e${counter} ${WIDE}`)
    next()
  },
  untilAcked,
  (peer, next) => peer.save(zxid(2, 15), next),
  // Too far behind: a leader's snapshot, and the log goes on above it at once.
  (peer, next) => {
    peer.epochs(4, 2)
    peer.stage(zxid(3, 7), [...peer.state.history, '3:7 from the leader'], next)
  },
  (peer, next) => {
    peer.install()
    peer.append(zxid(3, 8), 'f8', 'f9')
    peer.epochs(4, 4)
    peer.append(zxid(4, 1), `g1 ${WIDE}`)
    next()
  },
  untilAcked,
  (peer, next) => peer.save(zxid(4, 1), next),
  (peer, next) => {
    for (let counter = 2; counter <= 18; counter++) peer.append(zxid(4, counter), `h${counter} ${WIDE}`)
    next()
  },
  untilAcked,
  // One at a time, each waiting for the one before.
  (peer, next) => {
    const one = (counter: number): void => {
      if (counter > 30) next()
      else {
        peer.append(zxid(4, counter), `i${counter}`)
        peer.whenAcked(() => one(counter + 1))
      }
    }
    one(19)
  },
  (peer, next) => peer.save(zxid(4, 9), next),
  (peer, next) => peer.save(zxid(4, 17), next),
  (peer, next) => {
    peer.append(zxid(4, 31), 'the end')
    next()
  },
]

function untilAcked(peer: ModelPeer, next: () => void): void {
  peer.whenAcked(next)
}

/** Goes through the whole life, as fast as the disk answers. */
export function live(peer: ModelPeer, ended: () => void = () => {}): void {
  const act = (at: number): void => {
    const next = ACTS[at]
    if (next === undefined) ended()
    else next(peer, () => act(at + 1))
  }
  act(0)
}
