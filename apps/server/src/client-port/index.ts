/** The client port, as the composition of the server sees it. Nothing in here imports this file. */
export type { ClientLink } from './client-link.ts'
export { type ClientPortLimits, DEFAULT_CLIENT_PORT_LIMITS } from './limits.ts'
export {
  type ClientPort,
  type ClientPortOptions,
  type ClientPortStats,
  listenForClients,
} from './listen-for-clients.ts'
