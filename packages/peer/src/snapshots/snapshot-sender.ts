/**
 * Streams a snapshot of the applied state to a learner: pieces in flight are bounded by a window that the learner's
 * acks move, so a slow learner costs no memory and a heartbeat never waits behind a large queue.
 */
import type { PeerId, Zxid } from '@quoll/core'
import type { PeerMessage } from '@quoll/protocol/peer'
import { SnapshotWriter, type State } from '@quoll/state-machine'

const CHUNK_BYTES = 128 * 1024
const WINDOW_CHUNKS = 8

type Outgoing = {
  readonly to: PeerId
  readonly stream: number
  readonly zxid: Zxid
  readonly writer: SnapshotWriter
  sent: number
  acked: number
  finished: boolean
}

export type SenderHooks = {
  send(to: PeerId, message: PeerMessage): void
  progress(to: PeerId): void
  sent(to: PeerId, zxid: Zxid): void
}

export class SnapshotSender {
  readonly #hooks: SenderHooks
  readonly #outgoing = new Map<PeerId, Outgoing>()
  #streams = 0
  #completed = 0

  constructor(hooks: SenderHooks) {
    this.#hooks = hooks
  }

  /** Snapshots sent to their end. */
  get completed(): number {
    return this.#completed
  }

  begin(to: PeerId, state: State, zxid: Zxid): void {
    this.cancel(to)
    const stream = ++this.#streams
    const writer = new SnapshotWriter(state, zxid)
    const outgoing = { to, stream, zxid, writer, sent: 0, acked: 0, finished: false }
    this.#outgoing.set(to, outgoing)
    this.#hooks.send(to, { type: 'snapshot-begin', stream, zxid })
    this.#fill(outgoing)
  }

  acked(from: PeerId, stream: number, received: number): void {
    const outgoing = this.#outgoing.get(from)
    if (outgoing?.stream !== stream || received > outgoing.sent || received <= outgoing.acked) return
    outgoing.acked = received
    this.#hooks.progress(from)
    this.#fill(outgoing)
  }

  cancel(to: PeerId): void {
    this.#outgoing.get(to)?.writer.cancel()
    this.#outgoing.delete(to)
  }

  cancelAll(): void {
    for (const to of [...this.#outgoing.keys()]) this.cancel(to)
  }

  #fill(outgoing: Outgoing): void {
    while (!outgoing.finished && outgoing.sent - outgoing.acked < WINDOW_CHUNKS) {
      const bytes = outgoing.writer.next(CHUNK_BYTES)
      if (bytes === undefined) {
        outgoing.finished = true
        this.#outgoing.delete(outgoing.to)
        this.#completed++
        this.#hooks.send(outgoing.to, { type: 'snapshot-end', stream: outgoing.stream, chunks: outgoing.sent })
        this.#hooks.sent(outgoing.to, outgoing.zxid)
        return
      }
      this.#hooks.send(outgoing.to, { type: 'snapshot-chunk', stream: outgoing.stream, index: outgoing.sent, bytes })
      outgoing.sent++
    }
  }
}
