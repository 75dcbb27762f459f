/**
 * Pauses between dials. Jitter keeps clients that lost the same server from arriving at the next one in step; the count
 * of failures goes back to zero only when a server has confirmed the session, so a server that accepts and hangs up does
 * not get a storm.
 */
const PAUSE_MS_MIN = 50
const PAUSE_MS_MAX = 2000

/** Milliseconds before the dial that follows `failures` failed ones: between a half and the whole of the doubled pause. */
export function pauseMs(failures: number, random: number = Math.random()): number {
  const doubled = Math.min(PAUSE_MS_MAX, PAUSE_MS_MIN * 2 ** Math.min(failures, 16))
  return doubled * (1 - random / 2)
}
