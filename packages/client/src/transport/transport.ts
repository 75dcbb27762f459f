/**
 * What a session needs of the world to talk to one server: frames out, frames in, and to be told when it is over.
 * A frame is what stands behind the length word on TCP, and one message of a WebSocket.
 */

export type Address = {
  readonly host: string
  readonly port: number
  /** Of a WebSocket; without one it is TCP that is meant. */
  readonly url?: string
}

export type Transport = {
  /** Begins to connect. None of the listener's functions is called within this call. */
  dial(address: Address, listener: LinkListener): Link
}

export type Link = {
  /** Queues a frame; never blocks, never throws. Frames leave in order, or not at all. */
  send(frame: Uint8Array): void
  /** Gives the connection up. Nothing is heard of it afterwards. */
  close(): void
}

export type LinkListener = {
  onOpen(): void
  /** The bytes are never changed afterwards. */
  onFrame(frame: Uint8Array): void
  /** It could not be made, or it ended: once, and last of all. `why` is the middle of a sentence. */
  onClosed(why: string): void
}
