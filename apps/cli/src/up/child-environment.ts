/** How a peer's process learns that it belongs to a local ensemble, and what is broken around it. */

/** It stops when its standard input ends, which even `kill -9` of the parent brings about. */
export const STOP_WITH_STDIN = 'QUOLL_STOP_WITH_STDIN'

/** Its links and its disk can be broken on purpose: the faults it begins with, as JSON. Later ones come on standard input. */
export const FAULTS = 'QUOLL_FAULTS'

/** Where it answers what comes on standard input. */
export const FAULT_ANSWERS_FD = 3
