/**
 * Writes a trace into a file, compressed where its name ends in `.gz`. What was told a few seconds ago can be read already, and
 * stays readable when the writer is killed.
 */
import { createWriteStream, type WriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { constants, createGzip, type Gzip } from 'node:zlib'
import { encodeHeader, encodeRecord, type TraceHeader, type TraceRecord } from '@quoll/trace'

/** What may wait for the disk, bytes; what comes then is left out, and counted. */
const WAITING_BYTES_MAX = 64 * 1024 * 1024
const FLUSH_MS = 2000

export type TraceFigures = {
  readonly records: number
  /** On the disk. */
  readonly bytes: number
  readonly leftOut: number
}

export class TraceWriter {
  readonly #file: WriteStream
  readonly #gzip: Gzip | undefined
  readonly #flushing: NodeJS.Timeout | undefined
  readonly #written: Promise<void>
  #records = 0
  #leftOut = 0
  #ended = false

  private constructor(file: WriteStream, gzip: Gzip | undefined, onFailed: (error: Error) => void) {
    this.#file = file
    this.#gzip = gzip
    this.#written = new Promise((resolve, reject) => {
      file.once('close', resolve)
      file.on('error', (error) => {
        this.#ended = true
        clearInterval(this.#flushing)
        reject(error)
        onFailed(error)
      })
    })
    this.#written.catch(() => {})
    if (gzip === undefined) return
    gzip.pipe(file)
    gzip.on('error', (error) => file.destroy(error))
    this.#flushing = setInterval(() => gzip.flush(constants.Z_SYNC_FLUSH), FLUSH_MS).unref()
  }

  /** What the file held before is gone. `onFailed`: the disk is full, or worse. Rejects when it cannot be written at all. */
  static async open(path: string, header: TraceHeader, onFailed: (error: Error) => void): Promise<TraceWriter> {
    const file = createWriteStream(path)
    await new Promise<void>((opened, failed) => file.once('open', () => opened()).once('error', failed))
    const writer = new TraceWriter(file, path.endsWith('.gz') ? createGzip() : undefined, onFailed)
    writer.#sink.write(`${encodeHeader(header)}\n`)
    return writer
  }

  get figures(): TraceFigures {
    return { records: this.#records, bytes: this.#file.bytesWritten, leftOut: this.#leftOut }
  }

  write(record: TraceRecord): void {
    if (this.#ended) return
    if (this.#sink.writableLength + this.#file.writableLength > WAITING_BYTES_MAX) {
      this.#leftOut++
      return
    }
    this.#records++
    this.#sink.write(`${encodeRecord(record)}\n`)
  }

  /** Resolves when all of it is in the file. Rejects with what went wrong, now or before. */
  end(): Promise<void> {
    clearInterval(this.#flushing)
    if (!this.#ended) this.#sink.end()
    this.#ended = true
    return this.#written
  }

  get #sink(): Writable {
    return this.#gzip ?? this.#file
  }
}
