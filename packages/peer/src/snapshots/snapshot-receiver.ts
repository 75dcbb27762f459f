/**
 * A snapshot on its way from the leader. Its pieces are staged on disk and read into a new state side by side; nothing
 * of it counts until the core asks to install it (ZOOKEEPER-3642).
 */
import type { PeerId, Zxid } from '@quoll/core'
import type { PeerMessage } from '@quoll/protocol/peer'
import { SnapshotReader, type State } from '@quoll/state-machine'
import type { SnapshotSink, Storage } from '../ports/storage.ts'
import type { SnapshotProgress } from '../view.ts'

/** Above this much waiting for the disk the sender's window stays shut. */
const QUEUE_BYTES_MAX = 4 * 1024 * 1024

type Incoming = {
  readonly from: PeerId
  readonly stream: number
  readonly zxid: Zxid
  readonly sink: SnapshotSink
  readonly reader: SnapshotReader
  received: number
  acked: number
}

export type ReceiverHooks = {
  send(to: PeerId, message: PeerMessage): void
  progress(from: PeerId): void
  /** Complete, verified and durable beside the old state. */
  staged(from: PeerId, zxid: Zxid): void
  /** What arrived is not a snapshot. */
  broken(from: PeerId, why: string): void
}

export class SnapshotReceiver {
  readonly #storage: Storage
  readonly #hooks: ReceiverHooks
  #incoming: Incoming | undefined
  #staged: { readonly zxid: Zxid; readonly state: State } | undefined

  constructor(storage: Storage, hooks: ReceiverHooks) {
    this.#storage = storage
    this.#hooks = hooks
  }

  /** How much of the snapshot under way is here. */
  get progress(): SnapshotProgress | undefined {
    const read = this.#incoming?.reader.progress
    return read === undefined || this.#incoming === undefined ? undefined : { from: this.#incoming.from, ...read }
  }

  begin(from: PeerId, stream: number, zxid: Zxid): void {
    this.abandon()
    const sink = this.#storage.stageSnapshot(zxid)
    this.#incoming = { from, stream, zxid, sink, reader: new SnapshotReader(), received: 0, acked: 0 }
  }

  chunk(from: PeerId, stream: number, position: number, bytes: Uint8Array): void {
    const incoming = this.#current(from, stream)
    if (incoming === undefined) return
    if (position !== incoming.received) return this.#refuse(incoming, 'a piece of the snapshot is missing')
    try {
      incoming.reader.write(bytes)
    } catch (error) {
      return this.#refuse(incoming, error instanceof Error ? error.message : String(error))
    }
    incoming.sink.write(bytes)
    incoming.received++
    this.#hooks.progress(from)
    this.tick()
  }

  /** Opens the sender's window as far as the disk has kept up. Once per tick, and after every piece. */
  tick(): void {
    const incoming = this.#incoming
    if (incoming === undefined || incoming.acked === incoming.received) return
    if (incoming.sink.queuedBytes() >= QUEUE_BYTES_MAX) return
    incoming.acked = incoming.received
    this.#hooks.send(incoming.from, { type: 'snapshot-ack', stream: incoming.stream, received: incoming.received })
  }

  end(from: PeerId, stream: number, chunks: number): void {
    const incoming = this.#current(from, stream)
    if (incoming === undefined) return
    if (chunks !== incoming.received) return this.#refuse(incoming, 'the snapshot ended early')
    let state: State
    try {
      state = incoming.reader.finish().state
    } catch (error) {
      return this.#refuse(incoming, error instanceof Error ? error.message : String(error))
    }
    incoming.sink.finish(() => {
      if (this.#incoming !== incoming) return
      this.#incoming = undefined
      this.#staged = { zxid: incoming.zxid, state }
      this.#hooks.staged(from, incoming.zxid)
    })
  }

  /** The state the core decided to install. Undefined only if it asks for what was never staged. */
  take(zxid: Zxid): State | undefined {
    const staged = this.#staged
    this.#staged = undefined
    return staged?.zxid === zxid ? staged.state : undefined
  }

  /** The leader changed or its link is gone: forget what came so far. */
  abandon(): void {
    this.#incoming?.sink.abort()
    this.#incoming = undefined
    this.#staged = undefined
  }

  #current(from: PeerId, stream: number): Incoming | undefined {
    const incoming = this.#incoming
    return incoming?.from === from && incoming.stream === stream ? incoming : undefined
  }

  #refuse(incoming: Incoming, why: string): void {
    this.abandon()
    this.#hooks.broken(incoming.from, why)
  }
}
