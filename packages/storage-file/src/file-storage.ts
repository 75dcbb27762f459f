/**
 * The storage port on files. One step is under way at a time, in the order the writes came: a record of the log, or the
 * epochs, or putting an installed snapshot in its place; so a later step never becomes durable before an earlier one.
 * Log writes that arrive while a step is under way share one record, and one sync.
 */
import {
  assert,
  type DurableWrite,
  type Epoch,
  epochOf,
  formatZxid,
  unreachable,
  type WriteId,
  ZXID_ZERO,
  type Zxid,
} from '@quoll/core'
import type { Recovered, SnapshotSink, Storage, StorageListener, StorageStats } from '@quoll/peer'
import type { Entry } from './entry.ts'
import { EpochFile } from './epoch-file.ts'
import { FailStop } from './fail-stop.ts'
import type { FileSystem, Lock } from './file-system.ts'
import { furnish } from './furnish.ts'
import { EPOCH_FILE, type Layout } from './layout.ts'
import type { LogHistory } from './log-history.ts'
import type { StorageLimits } from './options.ts'
import { RecordDraft } from './record-draft.ts'
import type { FoundDirectory } from './recovery.ts'
import { SnapshotFiles } from './snapshot-files.ts'
import type { WrittenSnapshot } from './snapshot-writer.ts'
import { SyncTimes } from './sync-times.ts'
import { TrackedFileSystem } from './tracked-file-system.ts'
import { WriteAheadLog } from './write-ahead-log.ts'

export type FileStorageOptions = {
  readonly fileSystem: FileSystem
  readonly layout: Layout
  readonly limits: StorageLimits
  readonly now: () => number
  readonly lock: Lock
}

type Step =
  | { readonly type: 'record'; readonly draft: RecordDraft }
  | { readonly type: 'epochs'; readonly accepted: Epoch; readonly current: Epoch; readonly upTo: WriteId }
  | { readonly type: 'place'; readonly staged: WrittenSnapshot }
  /** Nothing to write: `reached` once everything before is durable. */
  | { readonly type: 'barrier'; readonly reached: () => void }

/** The watermark follows the log by at most this. */
const WATERMARK_DELAY_MS = 100

export class FileStorage implements Storage {
  #recovered: Recovered
  readonly #fileSystem: TrackedFileSystem
  readonly #lock: Lock
  readonly #limits: StorageLimits
  readonly #failStop = new FailStop()
  readonly #syncTimes = new SyncTimes()
  readonly #history: LogHistory
  readonly #log: WriteAheadLog
  readonly #epochs: EpochFile
  readonly #snapshots: SnapshotFiles
  readonly #furnish: (done: () => void) => void
  #listener: StorageListener | undefined
  #steps: Step[] = []
  #idleDrafts: RecordDraft[] = []
  /** Something is under way, or about to be. */
  #running = true
  /** The watermark will be written soon. */
  #marking = false
  #lastId = 0
  #accepted: Epoch
  #current: Epoch
  /** The log says that up to here it is committed. */
  #noted: Zxid
  #closing: (() => void) | undefined

  constructor(options: FileStorageOptions, found: FoundDirectory) {
    const { layout, limits, now } = options
    const fileSystem = new TrackedFileSystem(options.fileSystem)
    const failStop = this.#failStop
    this.#fileSystem = fileSystem
    this.#lock = options.lock
    this.#limits = limits
    this.#recovered = found.recovered
    this.#accepted = found.epochs.accepted
    this.#current = found.epochs.current
    this.#history = found.log.history
    this.#noted = found.log.history.committed
    const log = { fileSystem, directory: layout.logDirectory, logId: found.epochs.logId, ...limits, now }
    this.#log = new WriteAheadLog(log, { ...found.log, last: found.log.history.last }, failStop, this.#syncTimes)
    this.#epochs = new EpochFile(fileSystem, `${layout.directory}/${EPOCH_FILE}`, found.epochs, failStop)
    const whenDurable = (reached: () => void) => this.#barrier(reached)
    const { snapshotsKept } = limits
    const snapshots = { fileSystem, failStop, layout, log: this.#log, snapshotsKept, whenDurable }
    this.#snapshots = new SnapshotFiles(snapshots, found)
    const parts = { fileSystem, failStop, layout, log: this.#log, epochs: this.#epochs }
    this.#furnish = (done) => furnish(parts, found, done)
  }

  get recovered(): Recovered {
    return this.#recovered
  }

  start(listener: StorageListener): void {
    assert(this.#listener === undefined, 'a storage is started once')
    this.#listener = listener
    this.#recovered = { ...this.#recovered, logAbove: () => [], snapshot: undefined }
    this.#failStop.reportTo((error) => {
      listener.onFailed(error)
      this.#closeWhenQuiet()
    })
    this.#furnish(() => {
      this.#snapshots.retire()
      this.#runNext()
    })
  }

  write(id: WriteId, write: DurableWrite): void {
    assert(this.#listener !== undefined, 'a storage is started before it is written')
    assert(this.#closing === undefined, 'a storage that is closing takes no more writes')
    assert(id === this.#lastId + 1, `write ids have no gaps: ${id} does not follow ${this.#lastId}`)
    if (!this.#failStop.failed) this.#take(id, write)
    this.#lastId = id
    this.#kick()
  }

  saveSnapshot(zxid: Zxid): SnapshotSink {
    assert(this.#history.contains(zxid), `a snapshot is of a transaction of the log, not of ${formatZxid(zxid)}`)
    return this.#snapshots.save(zxid)
  }

  stageSnapshot(zxid: Zxid): SnapshotSink {
    return this.#snapshots.stage(zxid)
  }

  get stats(): StorageStats {
    const newest = this.#snapshots.newest
    return {
      syncs: this.#syncTimes.count,
      syncMs: this.#syncTimes.last(),
      logBytes: this.#log.bytes,
      snapshotZxid: newest?.zxid ?? ZXID_ZERO,
      snapshotBytes: newest?.bytes ?? 0,
    }
  }

  /** Makes durable what was taken, finishes snapshots that were finished by their writer, then lets go of the directory. */
  close(done: () => void): void {
    assert(this.#closing === undefined, 'a storage is closed once')
    this.#closing = done
    this.#snapshots.abortUnfinished()
    this.#fileSystem.soon(() => this.#closeWhenQuiet())
  }

  #take(id: WriteId, write: DurableWrite): void {
    switch (write.type) {
      case 'append': {
        const { first, payloads } = write.batch
        assert(epochOf(first) <= this.#accepted, 'an epoch is accepted before its transactions are logged')
        this.#history.commit(write.committed)
        this.#history.append(first, payloads.length)
        this.#draft(id, { type: 'append', batch: write.batch })
        return
      }
      case 'truncate':
        assert(write.to >= (this.#snapshots.newest?.zxid ?? 0), 'what is in a snapshot is committed and never cut')
        this.#history.truncate(write.to)
        this.#draft(id, write)
        return
      case 'epochs':
        assert(write.accepted >= this.#accepted && write.current >= this.#current, 'epochs never go down')
        assert(write.current <= write.accepted, 'the current epoch is never above the accepted one')
        this.#accepted = write.accepted
        this.#current = write.current
        this.#steps.push({ ...write, upTo: id })
        return
      case 'install-snapshot': {
        const staged = this.#snapshots.takeStaged(write.zxid)
        assert(staged !== undefined, `a snapshot at ${formatZxid(write.zxid)} is staged`)
        this.#steps.push({ type: 'place', staged })
        this.#history.restart(write.zxid)
        this.#draft(id, { type: 'restart', base: write.zxid })
        // Only now is the old base past needing: until the record is durable, a crash goes back to it.
        this.#steps.push({ type: 'barrier', reached: () => this.#snapshots.installed(staged) })
        return
      }
      default:
        unreachable(write)
    }
  }

  /** Adds the entry to the record that leaves next. */
  #draft(id: WriteId, entry: Entry): void {
    let next = this.#steps.at(-1)
    if (next?.type !== 'record' || next.draft.bytes >= this.#limits.recordBytesMax) {
      next = { type: 'record', draft: this.#idleDrafts.pop() ?? new RecordDraft() }
      this.#steps.push(next)
      this.#noteCommitted(next.draft, id)
    }
    next.draft.add(entry, id, this.#history.last)
  }

  /** Once per record is often enough: the next start repeats what is known to be committed before it looks for a leader. */
  #noteCommitted(draft: RecordDraft, id: WriteId): void {
    const { committed, last } = this.#history
    if (committed <= this.#noted) return
    this.#noted = committed
    draft.add({ type: 'committed', upTo: committed }, id, last)
  }

  #barrier(reached: () => void): void {
    this.#steps.push({ type: 'barrier', reached })
    this.#kick()
  }

  /** Begins when the caller is done, so that everything it writes shares one sync. */
  #kick(): void {
    if (this.#running) return
    this.#running = true
    this.#fileSystem.soon(() => this.#runNext())
  }

  #runNext(): void {
    if (this.#failStop.failed) return
    const step = this.#steps.shift()
    if (step !== undefined) this.#run(step)
    else {
      this.#running = false
      this.#markWatermarkLater()
      this.#closeWhenQuiet()
    }
  }

  /** A hint that nobody waits for: seldom, so that it costs a lone writer nothing. */
  #markWatermarkLater(): void {
    if (this.#marking || this.#epochs.marked === this.#log.position) return
    this.#marking = true
    this.#fileSystem.later(() => {
      this.#marking = false
      if (this.#failStop.failed) return
      // A busy log needs no hint: the record behind proves the one before.
      if (this.#running) this.#markWatermarkLater()
      else this.#epochs.markWatermark(this.#log.position)
    }, WATERMARK_DELAY_MS)
  }

  #run(step: Step): void {
    switch (step.type) {
      case 'record':
        this.#log.append(step.draft, () => this.#recorded(step.draft))
        return
      case 'epochs': {
        const epochs = { accepted: step.accepted, current: step.current, watermark: this.#log.position }
        this.#epochs.write(epochs, () => this.#persisted(step.upTo))
        return
      }
      case 'place':
        this.#snapshots.place(step.staged, () => this.#runNext())
        return
      case 'barrier':
        step.reached()
        this.#runNext()
        return
      default:
        unreachable(step)
    }
  }

  #recorded(draft: RecordDraft): void {
    const { upTo } = draft
    draft.clear()
    this.#idleDrafts.push(draft)
    this.#persisted(upTo)
  }

  /** The next write is begun before the last one is reported: the disk works while the peer does. */
  #persisted(upTo: WriteId): void {
    const next = this.#steps[0]
    const goesOn = next !== undefined && next.type !== 'barrier'
    if (goesOn) this.#runNext()
    if (!this.#failStop.failed) this.#listener?.onPersisted(upTo)
    if (!goesOn) this.#fileSystem.soon(() => this.#runNext())
  }

  #closeWhenQuiet(): void {
    if (this.#closing === undefined) return
    const isQuiet = !this.#running && !this.#snapshots.isWriting
    if (this.#listener !== undefined && !this.#failStop.failed && !isQuiet) {
      this.#snapshots.whenWritten(() => this.#closeWhenQuiet())
      return
    }
    const done = this.#closing
    this.#closing = undefined
    if (!this.#failStop.failed) this.#epochs.markWatermark(this.#log.position)
    this.#failStop.stop()
    this.#fileSystem.closeAll(() => {
      this.#lock.release()
      done()
    })
  }
}
