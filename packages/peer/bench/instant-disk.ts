/** A disk that remembers nothing and says it did, once a turn: what is left is what the peer costs. */
import { type DurableWrite, type WriteId, ZXID_ZERO } from '@quoll/core'
import type { Recovered, SnapshotSink, Storage, StorageListener, StorageStats } from '@quoll/peer'

export class InstantDisk implements Storage {
  readonly recovered: Recovered = {
    acceptedEpoch: 0 as Recovered['acceptedEpoch'],
    currentEpoch: 0 as Recovered['currentEpoch'],
    base: ZXID_ZERO,
    committed: ZXID_ZERO,
    logAbove: () => [],
    trusted: true,
    snapshot: undefined,
    notes: [],
  }
  readonly stats: StorageStats = { syncs: 0, syncMs: [], logBytes: 0, snapshotZxid: ZXID_ZERO, snapshotBytes: 0 }
  #listener: StorageListener | undefined
  #written: WriteId | undefined
  #done: (() => void)[] = []

  start(listener: StorageListener): void {
    this.#listener = listener
  }

  write(id: WriteId, _: DurableWrite): void {
    this.#written = id
  }

  saveSnapshot(): SnapshotSink {
    return {
      write: () => {},
      queuedBytes: () => 0,
      finish: (done) => this.#done.push(done),
      abort: () => {},
    }
  }

  stageSnapshot(): SnapshotSink {
    return this.saveSnapshot()
  }

  close(done: () => void): void {
    this.#done.push(done)
  }

  /** Reports everything that was asked for. Returns whether there was anything. */
  sync(): boolean {
    const written = this.#written
    const done = this.#done
    this.#written = undefined
    this.#done = []
    if (written !== undefined) this.#listener?.onPersisted(written)
    for (const each of done) each()
    return written !== undefined || done.length > 0
  }
}
