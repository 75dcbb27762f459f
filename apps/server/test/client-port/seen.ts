/** Clients as a peer sees them, remembered in place of a peer. */
import type { ClientConnection, ClientHandler } from '@quoll/peer'

export type Seen = { readonly connection: ClientConnection; readonly frames: string[]; closed: number }

/** Accepts whoever comes, and writes down what they send. */
export function acceptInto(
  seen: Seen[],
  onFrame: (connection: ClientConnection, frame: Uint8Array) => void,
): (connection: ClientConnection) => ClientHandler {
  return (connection) => {
    const self: Seen = { connection, frames: [], closed: 0 }
    seen.push(self)
    return {
      onFrame: (frame) => {
        self.frames.push(Buffer.from(frame).toString())
        onFrame(connection, frame)
      },
      onClose: () => {
        self.closed++
      },
    }
  }
}
