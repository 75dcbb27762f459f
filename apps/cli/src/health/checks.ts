/**
 * What a probe may ask. `alive`: the process answers; if not, restarting it may help. `ready`: it serves clients; if not,
 * send them elsewhere, and do not restart it. `quorum`: writes are possible.
 */
export const CHECKS = ['alive', 'ready', 'quorum'] as const
export type Check = (typeof CHECKS)[number]
