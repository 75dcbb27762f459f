/** Writes the epoch file: promises with a sync, the watermark without one. The format stands in epoch-record.ts. */
import type { Epoch } from '@quoll/core'
import {
  EPOCH_FILE_BYTES,
  type EpochRecord,
  epochSlotAt,
  epochSlotBytes,
  WATERMARK_AT,
  watermarkBytes,
} from './epoch-record.ts'
import type { FailStop } from './fail-stop.ts'
import type { FileSystem, OpenFile } from './file-system.ts'

export class EpochFile {
  #newest: EpochRecord
  #file: OpenFile | undefined
  #markUnderWay = false
  #marked = 0
  readonly #fileSystem: FileSystem
  readonly #path: string
  readonly #failStop: FailStop

  constructor(fileSystem: FileSystem, path: string, newest: EpochRecord, failStop: FailStop) {
    this.#fileSystem = fileSystem
    this.#path = path
    this.#newest = newest
    this.#failStop = failStop
  }

  /** Opens the file; `done` when it can be written. */
  open(done: () => void): void {
    const opened = this.#failStop.afterValue<OpenFile>(`open ${this.#path}`, (file) => {
      this.#file = file
      done()
    })
    this.#fileSystem.open(this.#path, 'write', opened)
  }

  /** Writes the next generation into the slot that does not count, and syncs. */
  write(epochs: { accepted: Epoch; current: Epoch; watermark: number; vouched?: boolean }, done: () => void): void {
    const vouched = epochs.vouched ?? this.#newest.vouched
    const next: EpochRecord = { ...this.#newest, ...epochs, vouched, generation: this.#newest.generation + 1 }
    const file = this.#file!
    const written = this.#failStop.after(`write ${this.#path}`, () => file.sync(synced))
    const synced = this.#failStop.after(`sync ${this.#path}`, () => {
      this.#newest = next
      done()
    })
    file.write([epochSlotBytes(next)], epochSlotAt(next.generation), written)
  }

  /** Writes both slots anew with what they say, so that no damaged copy is left. */
  rewrite(watermark: number, vouched: boolean, done: () => void): void {
    const { accepted, current } = this.#newest
    this.write({ accepted, current, watermark, vouched }, () =>
      this.write({ accepted, current, watermark, vouched }, done),
    )
  }

  /** The position that the watermark names, or soon will. */
  get marked(): number {
    return this.#marked
  }

  /** Notes, without a sync, how far the log is durable. Skipped while the note before is under way. */
  markWatermark(position: number): void {
    if (this.#markUnderWay || this.#marked === position || this.#file === undefined) return
    this.#markUnderWay = true
    this.#marked = position
    const marked = this.#failStop.after(`write ${this.#path}`, () => {
      this.#markUnderWay = false
    })
    this.#file.write([watermarkBytes(this.#newest.logId, position)], WATERMARK_AT, marked)
  }
}

/** A whole new epoch file: both slots with the same contents, no watermark. */
export function newEpochFile(record: Omit<EpochRecord, 'generation'>): Uint8Array {
  const bytes = new Uint8Array(EPOCH_FILE_BYTES)
  for (const generation of [0, 1]) {
    bytes.set(epochSlotBytes({ ...record, generation }), epochSlotAt(generation))
  }
  return bytes
}
