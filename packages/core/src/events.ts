/** What can happen to a peer. Everything the core knows of the world comes in as one of these. */

import type { WriteId } from './effects.ts'
import type { ZabMessage } from './messages.ts'
import type { PeerId } from './peer-id.ts'
import type { Zxid } from './zxid.ts'

export type PeerEvent =
  /** One tick of the host's monotonic clock. After a stall the host drains its sockets first and then ticks once. */
  | { readonly type: 'tick' }
  /** An ordered link to `peer` is up: what is sent from now on arrives in order, or not at all. */
  | { readonly type: 'link-up'; readonly peer: PeerId }
  /** It is gone; nothing more arrives from `peer` until the next `link-up`. */
  | { readonly type: 'link-down'; readonly peer: PeerId }
  | { readonly type: 'received'; readonly from: PeerId; readonly message: ZabMessage }
  /** Every write with an id up to and including `upTo` is durable. */
  | { readonly type: 'persisted'; readonly upTo: WriteId }
  /** Clients want these transactions; only a leader in broadcast accepts them (see `canPropose`). Order is kept. */
  | { readonly type: 'propose'; readonly payloads: readonly Uint8Array[] }
  /** The host finished the `send-snapshot` asked for `to`: it contains exactly the transactions up to `zxid`. */
  | { readonly type: 'snapshot-sent'; readonly to: PeerId; readonly zxid: Zxid }
  /** A piece of the snapshot under way to or from `peer` moved: the wait for it starts again. */
  | { readonly type: 'snapshot-progress'; readonly peer: PeerId }
  /** A complete and verified snapshot from `from` is staged on disk: it may be installed. */
  | { readonly type: 'snapshot-staged'; readonly from: PeerId; readonly zxid: Zxid }
  /** Everything up to `base` is durable here, in the log or in a snapshot: the history up to it may be forgotten. */
  | { readonly type: 'compact'; readonly base: Zxid }
  /** An orderly stop: give up leading or following and tell the others at once. */
  | { readonly type: 'resign' }
