/**
 * Retires what is not needed any more, in the background: snapshots beyond the number to keep, and log segments that
 * lie wholly at or below the oldest one kept. Only verified snapshots count towards that number (ZOOKEEPER-3231), so
 * there is always a second way back when the newest turns out to be damaged.
 */
import type { Zxid } from '@quoll/core'
import type { FailStop } from './fail-stop.ts'
import type { FileSystem } from './file-system.ts'
import type { Layout } from './layout.ts'
import { verifySnapshot } from './snapshot-verification.ts'
import type { WriteAheadLog } from './write-ahead-log.ts'

export type KnownSnapshot = {
  readonly zxid: Zxid
  readonly path: string
  readonly bytes: number
  readonly verified: boolean
}

export type RetentionOptions = {
  readonly fileSystem: FileSystem
  readonly failStop: FailStop
  readonly layout: Layout
  readonly log: WriteAheadLog
  /** Verified snapshots to keep. */
  readonly snapshotsKept: number
}

export class SnapshotRetention {
  /** Newest first. */
  #snapshots: KnownSnapshot[]
  #busy = false
  #again = false
  /** What lies below is not part of the history on the disk. */
  #floor: Zxid
  readonly #options: RetentionOptions

  constructor(options: RetentionOptions, floor: Zxid, snapshots: readonly KnownSnapshot[]) {
    this.#options = options
    this.#floor = floor
    this.#snapshots = [...snapshots]
  }

  get newest(): KnownSnapshot | undefined {
    return this.#snapshots[0]
  }

  /** A snapshot is in its place. Retiring starts by itself. */
  add(snapshot: KnownSnapshot): void {
    const others = this.#snapshots.filter(({ zxid }) => zxid !== snapshot.zxid)
    this.#snapshots = [snapshot, ...others].sort((a, b) => b.zxid - a.zxid)
    this.run()
  }

  /** An installed snapshot is the base, durably: what was before it is void. */
  install(snapshot: KnownSnapshot): void {
    this.#floor = snapshot.zxid
    this.add(snapshot)
  }

  /** Takes the next step towards keeping no more than is needed. */
  run(): void {
    if (this.#busy) {
      this.#again = true
      return
    }
    this.#busy = true
    this.#step()
  }

  #step(): void {
    const { snapshotsKept } = this.#options
    const voided = this.#snapshots.find(({ zxid }) => zxid < this.#floor)
    const wanted = this.#snapshots.slice(0, snapshotsKept)
    const unverified = wanted.find(({ verified }) => !verified)
    const surplus = this.#snapshots[snapshotsKept]
    if (voided !== undefined) this.#retire(voided)
    else if (unverified !== undefined) this.#verify(unverified)
    else if (surplus !== undefined) this.#retire(surplus)
    else this.#shortenLog(wanted.length < snapshotsKept ? this.#floor : wanted.at(-1)!.zxid)
  }

  /** A newer file may have taken its name in the meantime: then the verdict is about nothing. */
  #verify(snapshot: KnownSnapshot): void {
    const { fileSystem, failStop } = this.#options
    verifySnapshot(fileSystem, snapshot.path, failStop, (isWhole) => {
      if (!isWhole && this.#snapshots.includes(snapshot)) {
        this.#retire(snapshot)
        return
      }
      this.#snapshots = this.#snapshots.map((known) => (known === snapshot ? { ...known, verified: true } : known))
      this.#step()
    })
  }

  #retire(snapshot: KnownSnapshot): void {
    const { fileSystem, failStop } = this.#options
    this.#snapshots = this.#snapshots.filter((known) => known !== snapshot)
    const removed = failStop.after(`remove ${snapshot.path}`, () => this.#step())
    fileSystem.unlink(snapshot.path, removed)
  }

  /**
   * Removes the oldest segment while the one after it still reaches back to `needed`. One at a time, each removal durable
   * before the next, so that a crash never leaves a hole between segments.
   */
  #shortenLog(needed: Zxid): void {
    const { fileSystem, failStop, layout, log } = this.#options
    const [oldest, next] = log.segments
    if (oldest === undefined || next === undefined || next.before > needed) {
      this.#rest()
      return
    }
    const removed = failStop.after(`sync ${layout.logDirectory}`, () => {
      log.dropOldest()
      this.#step()
    })
    const unlinked = failStop.after(`remove ${oldest.path}`, () =>
      fileSystem.syncDirectory(layout.logDirectory, removed),
    )
    fileSystem.unlink(oldest.path, unlinked)
  }

  #rest(): void {
    this.#busy = false
    if (!this.#again) return
    this.#again = false
    this.run()
  }
}
