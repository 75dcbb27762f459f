/**
 * Everything two peers exchange over their link, beside ZAB itself: forwarded requests, session touches, snapshots.
 * One frame carries many messages, in order.
 */
import type { ZabMessage, Zxid } from '@quoll/core'

export type PeerMessage =
  | { readonly type: 'zab'; readonly message: ZabMessage }
  /** Learner to leader: a client's write. `body` is the client's own record, undecoded; the leader decodes it. */
  | {
      readonly type: 'forward'
      /** The origin's number for it, 32 bits without a sign; comes back in the transaction. */
      readonly request: number
      readonly session: bigint
      readonly xid: number
      readonly opCode: number
      readonly auth: readonly { readonly scheme: string; readonly id: string }[]
      readonly body: Uint8Array
    }
  /** Learner to leader: a client wants a new session; its number was chosen by the learner. */
  | { readonly type: 'open-session'; readonly request: number; readonly session: bigint; readonly timeoutMs: number }
  /** Learner to leader: a client's sync. Answered behind every commit of what the leader had proposed before it. */
  | { readonly type: 'sync'; readonly request: number }
  | { readonly type: 'sync-done'; readonly request: number }
  /** Learner to leader: is this session alive, and mine to extend? */
  | { readonly type: 'revalidate'; readonly session: bigint; readonly timeoutMs: number }
  | { readonly type: 'revalidated'; readonly session: bigint; readonly valid: boolean }
  /** Learner to leader, with every pong: sessions whose clients were heard since the last one. */
  | { readonly type: 'touch'; readonly sessions: readonly bigint[] }
  /** Leader to learner: a snapshot in pieces; `ack` opens the window (flow control), `end` carries no bytes. */
  | { readonly type: 'snapshot-begin'; readonly stream: number; readonly zxid: Zxid }
  | { readonly type: 'snapshot-chunk'; readonly stream: number; readonly index: number; readonly bytes: Uint8Array }
  | { readonly type: 'snapshot-end'; readonly stream: number; readonly chunks: number }
  | { readonly type: 'snapshot-ack'; readonly stream: number; readonly received: number }
