/**
 * One client, as the peer sees it: frames of the client protocol without their length word. The adapter (TCP, WebSocket,
 * the simulator) owns sockets, frame limits and idle time before the handshake.
 */
export type ClientConnection = {
  /** Textual address without port, for `ip` ACLs: `127.0.0.1`. */
  readonly address: string
  /** Address and port, for lists and logs. */
  readonly name: string
  /**
   * Sends one frame; the adapter adds the length word. Several frames of one turn leave together, in their order.
   * `unasked`: nobody waits for it, so connections with replies may go first.
   */
  send(frame: Uint8Array, unasked?: boolean): void
  /** Stops or resumes reading: back-pressure. Frames already decoded may still come. */
  pause(): void
  resume(): void
  /** Sends what is queued, then closes. */
  close(): void
}

/** What the peer answers when an adapter hands it a connection. */
export type ClientHandler = {
  /** One frame, whole. The bytes belong to the handler from now on. */
  onFrame(frame: Uint8Array): void
  onClose(): void
}
