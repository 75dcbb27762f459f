/** What can go wrong. Names are what `--faults` takes and what the summary counts. */

export const FAULT_KINDS = [
  'crash', // one process dies; its machine says so at once
  'power', // one machine loses power: nobody is told, what was not synced may be torn
  'crash-all', // every process dies within a moment
  'restart', // an orderly stop and a new start
  'pause', // a process is stopped (SIGSTOP) and continued
  'cut', // one link is cut
  'isolate', // a peer loses all its links
  'isolate-leader',
  'split', // two groups that do not hear each other
  'one-way', // messages get through in one direction only, silently
  'hole', // messages vanish both ways, silently, until the network comes back
  'slow-link',
  'reset', // a link breaks and may come back at once
  'disk-stall', // the disk of one peer answers nothing for a while
  'disk-slow',
  'disk-error', // a write or a sync fails
  'disk-full',
  'wipe', // a peer comes back with an empty disk
  'ambush', // a crash or a cut at a chosen moment: between a write and its sync, right behind an acknowledgement
  'client-cut', // a client loses its peer
] as const

export type FaultKind = (typeof FAULT_KINDS)[number]

export function isFaultKind(word: string): word is FaultKind {
  return (FAULT_KINDS as readonly string[]).includes(word)
}

/** How often each is chosen, relative to the others, before a seed makes its own weights of them. */
export const FAULT_WEIGHTS: Readonly<Record<FaultKind, number>> = {
  crash: 10,
  power: 8,
  'crash-all': 2,
  restart: 3,
  pause: 6,
  cut: 5,
  isolate: 4,
  'isolate-leader': 6,
  split: 5,
  'one-way': 5,
  hole: 4,
  'slow-link': 3,
  reset: 5,
  'disk-stall': 7,
  'disk-slow': 3,
  'disk-error': 2,
  'disk-full': 1,
  wipe: 2,
  ambush: 14,
  'client-cut': 6,
}
