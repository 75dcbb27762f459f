/**
 * The log while it runs: puts one record at a time behind the last, syncs it, and keeps a fresh segment ready so that no
 * record ever waits for a file to be made. Nothing on the disk is written twice, and nothing is cut: see entry.ts.
 */
import type { Zxid } from '@quoll/core'
import type { FailStop } from './fail-stop.ts'
import type { FileSystem, OpenFile } from './file-system.ts'
import { segmentName } from './layout.ts'
import type { RecoveredLog, Segment } from './log-recovery.ts'
import { createZeroed } from './new-file.ts'
import type { RecordDraft } from './record-draft.ts'
import { SEGMENT_HEADER_BYTES, segmentHeaderBytes } from './segment.ts'
import type { SyncTimes } from './sync-times.ts'

export type LogOptions = {
  readonly fileSystem: FileSystem
  readonly directory: string
  readonly logId: number
  /** Bytes in the first segment; each next one is twice as large, up to `segmentBytesMax`. */
  readonly segmentBytesMin: number
  readonly segmentBytesMax: number
  /** Milliseconds on a clock that never jumps. */
  readonly now: () => number
}

/** Where the log goes on. */
export type LogEnd = Pick<RecoveredLog, 'segments' | 'end' | 'chain' | 'clean' | 'highestNumber'> & {
  readonly last: Zxid
}

type Fresh = { readonly number: number; readonly path: string; readonly bytes: number; readonly file: OpenFile }

export class WriteAheadLog {
  /** Segments in use, oldest first; the last one is written to. */
  readonly segments: Segment[]
  #position: number
  #chain: number
  #last: Zxid
  #number: number
  /** Open file of the last segment, and where its next record goes; undefined when the next record needs a fresh one. */
  #file: OpenFile | undefined
  #at = 0
  #fresh: Fresh | undefined
  #making = false
  /** What waits for a fresh segment. */
  #waiting: (() => void) | undefined
  readonly #options: LogOptions
  readonly #failStop: FailStop
  readonly #syncTimes: SyncTimes

  constructor(options: LogOptions, end: LogEnd, failStop: FailStop, syncTimes: SyncTimes) {
    this.#options = options
    this.#failStop = failStop
    this.#syncTimes = syncTimes
    this.segments = [...end.segments]
    this.#position = end.end
    this.#chain = end.chain
    this.#last = end.last
    this.#number = end.highestNumber
    const active = this.segments.at(-1)
    if (active !== undefined && end.clean) this.#at = SEGMENT_HEADER_BYTES + end.end - active.start
  }

  /** Bytes of records so far: everything below is durable. */
  get position(): number {
    return this.#position
  }

  /** Bytes of records that are still on the disk. */
  get bytes(): number {
    return this.#position - (this.segments[0]?.start ?? 0)
  }

  /** Opens the last segment, or makes the first one. Nothing is written before `done`. */
  open(done: () => void): void {
    const active = this.segments.at(-1)
    if (active === undefined) this.#begin(done)
    else if (this.#at === 0) this.#makeFresh(done)
    else {
      const opened = this.#failStop.afterValue<OpenFile>(`open ${active.path}`, (file) => {
        this.#file = file
        done()
      })
      this.#options.fileSystem.open(active.path, 'write-through', opened)
    }
  }

  /** Writes the draft as one record, and syncs it. One at a time. The draft is free again at `done`. */
  append(draft: RecordDraft, done: () => void): void {
    const active = this.segments.at(-1)
    const { bytes, crc } = draft.seal(this.#options.logId, this.#chain, this.#position)
    const fits = active !== undefined && this.#at + bytes.length <= active.bytes
    if (this.#file === undefined || !fits) {
      this.#whenFresh((fresh) => this.#roll(fresh, bytes, () => this.#appended(draft, bytes.length, crc, done)))
      return
    }
    this.#write(this.#file, [bytes], this.#at, () => this.#appended(draft, bytes.length, crc, done))
  }

  /** Forgets the oldest segment; the caller removes its file. */
  dropOldest(): void {
    this.segments.shift()
  }

  #appended(draft: RecordDraft, bytes: number, crc: number, done: () => void): void {
    this.#at += bytes
    this.#position += bytes
    this.#chain = crc
    this.#last = draft.last
    const active = this.segments.at(-1)!
    if (this.#at > active.bytes / 2 && this.#fresh === undefined && !this.#making) this.#makeFresh(() => {})
    done()
  }

  #write(file: OpenFile, parts: readonly Uint8Array[], at: number, done: () => void): void {
    const began = this.#options.now()
    const durable = this.#failStop.after('write and sync the log', () => {
      this.#syncTimes.add(this.#options.now() - began)
      done()
    })
    file.write(parts, at, durable)
  }

  /** The first record of a segment takes the header along: until both are durable, the segment counts as unused. */
  #roll({ number, path, bytes, file }: Fresh, record: Uint8Array, done: () => void): void {
    const full = this.#file
    const header = segmentHeaderBytes({
      logId: this.#options.logId,
      chain: this.#chain,
      start: this.#position,
      before: this.#last,
    })
    this.#write(file, [header, record], 0, () => {
      this.segments.push({ number, path, bytes, start: this.#position, before: this.#last, chain: this.#chain })
      this.#file = file
      this.#at = SEGMENT_HEADER_BYTES
      full?.close(this.#failStop.after('close a full segment', () => {}))
      done()
    })
  }

  /** The very first segment gets its header at once: from then on a directory without a log is one that lost it. */
  #begin(done: () => void): void {
    const { logId } = this.#options
    this.#makeFresh(() => {
      const { number, path, bytes, file } = this.#takeFresh()
      const header = segmentHeaderBytes({ logId, chain: this.#chain, start: this.#position, before: this.#last })
      this.#write(file, [header], 0, () => {
        this.segments.push({ number, path, bytes, start: this.#position, before: this.#last, chain: this.#chain })
        this.#file = file
        this.#at = SEGMENT_HEADER_BYTES
        done()
      })
    })
  }

  #whenFresh(use: (fresh: Fresh) => void): void {
    const take = () => use(this.#takeFresh())
    if (this.#fresh !== undefined) take()
    else if (this.#making) this.#waiting = take
    else this.#makeFresh(take)
  }

  #takeFresh(): Fresh {
    const fresh = this.#fresh!
    this.#fresh = undefined
    return fresh
  }

  #makeFresh(done: () => void): void {
    this.#making = true
    this.#number++
    const { fileSystem, directory, segmentBytesMin, segmentBytesMax } = this.#options
    const number = this.#number
    const path = `${directory}/${segmentName(number)}`
    const bytes = Math.min(segmentBytesMax, Math.max(segmentBytesMin, 2 * (this.segments.at(-1)?.bytes ?? 0)))
    const opened = this.#failStop.afterValue<OpenFile>(`open ${path}`, (file) => {
      this.#making = false
      this.#fresh = { number, path, bytes, file }
      const waiting = this.#waiting
      this.#waiting = undefined
      waiting?.()
      done()
    })
    createZeroed({ fileSystem, failStop: this.#failStop }, path, bytes, () =>
      fileSystem.open(path, 'write-through', opened),
    )
  }
}
