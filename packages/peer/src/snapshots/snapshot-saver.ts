/**
 * Writes a point-in-time snapshot of the applied state to our own disk, a slice per turn, while requests go on. Older
 * snapshots and log are retired by the storage once it is complete.
 */
import type { Zxid } from '@quoll/core'
import { pieceWriter, SnapshotWriter, type State } from '@quoll/state-machine'
import type { Clock } from '../ports/clock.ts'
import type { SnapshotSink, Storage } from '../ports/storage.ts'

const SLICE_BYTES = 64 * 1024
/** Pause while this much waits for the disk. */
const QUEUE_BYTES_MAX = 1024 * 1024

type Saving = {
  readonly writer: SnapshotWriter
  /** One for all slices: fresh memory for each would stay with the process until the collector comes by. */
  readonly slices: ReturnType<typeof pieceWriter>
  readonly sink: SnapshotSink
  paused: boolean
}

export class SnapshotSaver {
  readonly #storage: Storage
  readonly #clock: Clock
  #saving: Saving | undefined
  #completed = 0

  constructor(storage: Storage, clock: Clock) {
    this.#storage = storage
    this.#clock = clock
  }

  get busy(): boolean {
    return this.#saving !== undefined
  }

  /** Snapshots saved to their end. */
  get completed(): number {
    return this.#completed
  }

  begin(state: State, zxid: Zxid): void {
    this.cancel()
    const sink = this.#storage.saveSnapshot(zxid)
    this.#saving = { writer: new SnapshotWriter(state, zxid), slices: pieceWriter(SLICE_BYTES), sink, paused: false }
    this.#slice(this.#saving)
  }

  /** Once per tick: goes on when the disk has caught up. */
  tick(): void {
    const saving = this.#saving
    if (saving?.paused !== true || saving.sink.queuedBytes() >= QUEUE_BYTES_MAX) return
    saving.paused = false
    this.#slice(saving)
  }

  /** The state it was taken from is gone (a snapshot from the leader replaced it), or the peer stops. */
  cancel(): void {
    this.#saving?.writer.cancel()
    this.#saving?.sink.abort()
    this.#saving = undefined
  }

  #slice(saving: Saving): void {
    if (this.#saving !== saving) return
    const bytes = saving.writer.next(SLICE_BYTES, saving.slices)
    if (bytes === undefined) return this.#finish(saving)
    saving.sink.write(bytes)
    if (saving.sink.queuedBytes() >= QUEUE_BYTES_MAX) saving.paused = true
    else this.#clock.afterTurn(() => this.#slice(saving))
  }

  #finish(saving: Saving): void {
    saving.sink.finish(() => {
      if (this.#saving !== saving) return
      this.#saving = undefined
      this.#completed++
    })
  }
}
