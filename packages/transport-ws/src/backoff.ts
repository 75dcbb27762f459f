/**
 * How long to wait before the next dial. The first pauses are very short, so that a peer that was restarted is back at
 * once; then they double. Jitter keeps peers that lost the same neighbour from dialling it in step.
 */

export type Backoff = { readonly minMs: number; readonly maxMs: number; readonly random: () => number }

/** Milliseconds before the dial that follows `failures` failed ones in a row: between a half and the whole of the doubled pause. */
export function pauseMs(failures: number, { minMs, maxMs, random }: Backoff): number {
  const doubled = Math.min(maxMs, minMs * 2 ** Math.min(failures, 30))
  return doubled * (1 - random() / 2)
}
