/** WebSockets on the HTTP port, as the rest of the server sees them. Nothing in here imports this file. */
export type { Upgraded, WebSocketAcceptor, WebSocketAcceptors } from './acceptor.ts'
export { WebSockets } from './web-sockets.ts'
