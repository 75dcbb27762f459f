import type { PeerId } from '@quoll/core'

/**
 * Ordered links to the other peers, one per pair. Frames handed to `send` arrive in order or not at all; after
 * `onLinkDown` nothing more arrives from that peer until `onLinkUp`. Nothing here blocks and nothing awaits.
 */
export type Transport = {
  /** Begins to listen and to dial. Called once, before anything else. */
  start(listener: TransportListener): void
  /**
   * Queues one frame for `to`, made of `parts` in order; the transport does not change them and neither may the caller
   * afterwards. Dropped silently when the link is down. A queue that grows past its bound closes the link.
   */
  send(to: PeerId, parts: readonly Uint8Array[]): void
  /** Closes the link to `peer` (it will be dialled again, with backoff); `onLinkDown` follows. */
  closeLink(peer: PeerId, why: string): void
  /** Bytes queued for `peer` that the operating system has not taken yet. */
  queuedBytes(peer: PeerId): number
  /** Closes every link without further callbacks; `done` when nothing is left open. */
  stop(done: () => void): void
}

export type TransportListener = {
  onLinkUp(peer: PeerId): void
  onLinkDown(peer: PeerId, why: string): void
  /** One frame, whole. The bytes belong to the listener from now on. */
  onFrame(peer: PeerId, frame: Uint8Array): void
}
