import type { PeerOptions } from './options.ts'
import type { ClientConnection, ClientHandler } from './ports/client-connection.ts'
import type { NodeView } from './view.ts'

/** One member of the ensemble, alive until `stop`. */
export type RunningPeer = {
  /** Hands over a client's connection; what it sends goes to the returned handler. */
  accept(connection: ClientConnection): ClientHandler
  view(): NodeView
  /** Gives up its role, tells the others, closes its links and its storage; `done` comes last. */
  stop(done: () => void): void
}

export declare function startPeer(options: PeerOptions): RunningPeer
