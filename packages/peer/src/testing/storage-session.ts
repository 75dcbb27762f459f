/** One disk through several lives of a peer, and what is written to it and found on it, as short as the storage suite needs it. */
import {
  assert,
  type DurableWrite,
  type Epoch,
  type TxnBatch,
  type WriteId,
  ZXID_ZERO,
  type Zxid,
  zxid,
} from '@quoll/core'
import type { Recovered, SnapshotSink, Storage } from '../ports/storage.ts'

/** One disk, and the storages opened on it one after the other. */
export type StorageUnderTest = {
  /** Opens what the disk holds. The storage opened before was closed, or crashed. The empty disk is trusted. */
  open(): Storage
  /** The process dies and what was not durable may be lost. Absent where that cannot be played. */
  readonly crash?: () => void
  /** Lets the disk work until `happened`. Rejects when it never does. */
  until(happened: () => boolean): Promise<void>
  dispose(): void
}

/** One peer's way of using a disk through several lives. */
export class Session {
  storage: Storage
  /** What the storage showed before it was started. */
  recovered: Recovered
  reports: number[] = []
  #nextId = 1
  #failure: Error | undefined
  readonly #disk: StorageUnderTest

  constructor(disk: StorageUnderTest) {
    this.#disk = disk
    this.storage = disk.open()
    this.recovered = this.storage.recovered
    this.#start()
  }

  get canCrash(): boolean {
    return this.#disk.crash !== undefined
  }

  write(write: DurableWrite): void {
    this.storage.write(this.#nextId as WriteId, write)
    this.#nextId++
  }

  /** For writes that must be refused: the id is not used up. */
  attempt(write: DurableWrite): void {
    this.storage.write(this.#nextId as WriteId, write)
  }

  /** Writes and waits until all of it is durable. */
  async lives(...writes: readonly DurableWrite[]): Promise<void> {
    for (const write of writes) this.write(write)
    await this.settled()
  }

  async settled(): Promise<void> {
    await this.#disk.until(() => this.#failure !== undefined || (this.reports.at(-1) ?? 0) === this.#nextId - 1)
    if (this.#failure !== undefined) throw this.#failure
  }

  saves(at: Zxid, ...chunks: readonly string[]): Promise<void> {
    return this.#fill(this.storage.saveSnapshot(at), chunks)
  }

  stages(at: Zxid, ...chunks: readonly string[]): Promise<void> {
    return this.#fill(this.storage.stageSnapshot(at), chunks)
  }

  async restart(): Promise<void> {
    let closed = false
    this.storage.close(() => {
      closed = true
    })
    await this.#disk.until(() => closed)
    this.#reopen()
  }

  crash(): void {
    this.#disk.crash?.()
    this.#reopen()
  }

  #reopen(): void {
    this.storage = this.#disk.open()
    this.recovered = this.storage.recovered
    this.#start()
  }

  async #fill(sink: SnapshotSink, chunks: readonly string[]): Promise<void> {
    let finished = false
    for (const chunk of chunks) sink.write(bytes(chunk))
    sink.finish(() => {
      finished = true
    })
    assert(!finished, 'a snapshot is never finished from inside the call')
    await this.#disk.until(() => finished)
  }

  #start(): void {
    this.#nextId = 1
    this.reports = []
    this.storage.start({
      onPersisted: (upTo) => this.reports.push(upTo),
      onFailed: (error) => {
        this.#failure = error
      },
    })
  }
}

export function append(epoch: number, counter: number, ...payloads: readonly string[]): DurableWrite {
  const batch: TxnBatch = { first: zxid(epoch, counter), payloads: payloads.map(bytes) }
  return { type: 'append', batch, committed: ZXID_ZERO }
}

export function appendKnowing(committed: Zxid, write: DurableWrite): DurableWrite {
  return write.type === 'append' ? { ...write, committed } : write
}

export function truncate(to: Zxid): DurableWrite {
  return { type: 'truncate', to }
}

export function epochs(accepted: number, current: number): DurableWrite {
  return { type: 'epochs', accepted: accepted as Epoch, current: current as Epoch }
}

/** Texts in the tests are ASCII. */
export function bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

function text(found: Uint8Array): string {
  let result = ''
  for (const byte of found) result += String.fromCharCode(byte)
  return result
}

export function texts(recovered: Recovered, from: Zxid = recovered.base): string[] {
  return Array.from(recovered.logAbove(from)).flatMap((batch) =>
    batch.payloads.map((payload, at) => {
      const found = batch.first + at
      return `${Math.floor(found / 2 ** 32)}:${found % 2 ** 32} ${text(payload)}`
    }),
  )
}

export function pieces(recovered: Recovered): string[] | undefined {
  return recovered.snapshot === undefined ? undefined : Array.from(recovered.snapshot, text)
}
