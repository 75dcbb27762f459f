/** Time and turns as Node has them. */
import type { Clock } from '@quoll/peer'

export const nodeClock: Clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  every: (everyMs, tick) => {
    // Behind the sockets: after a stall, what arrived meanwhile is heard before anybody is called silent.
    const timer = setInterval(() => setImmediate(tick), everyMs)
    return () => clearInterval(timer)
  },
  afterTurn: (turn) => {
    setImmediate(turn)
  },
}
