/**
 * A disk in memory whose hands a test holds: nothing becomes durable, and no callback comes, before `sync()`; `crash()`
 * loses what was not synced. It keeps every promise of the storage port (the suite beside it runs on it), and it is
 * stricter than a disk where that finds bugs: a write that no correct peer could make is refused at once.
 */
import {
  assert,
  type DurableWrite,
  EPOCH_ZERO,
  type Epoch,
  epochOf,
  follows,
  formatZxid,
  lastOf,
  type TxnBatch,
  unreachable,
  type WriteId,
  ZXID_ZERO,
  type Zxid,
  zxidPlus,
} from '@quoll/core'
import type { Recovered, SnapshotSink, Storage, StorageListener, StorageStats } from '../ports/storage.ts'

export type MemoryStorageOptions = {
  /** Somebody vouches that the empty disk was never used. Default true. */
  readonly trusted?: boolean
}

type Entry = { readonly zxid: Zxid; readonly payload: Uint8Array }
type Snapshot = { readonly zxid: Zxid; readonly pieces: readonly Uint8Array[] }

/** What the platters hold. Values are replaced, never changed, so that a copy is a reference. */
type Platter = {
  readonly accepted: Epoch
  readonly current: Epoch
  readonly floor: Zxid
  readonly entries: readonly Entry[]
  readonly committed: Zxid
  readonly snapshot: Snapshot | undefined
  readonly vouched: boolean
}

type Pending =
  | { readonly type: 'write'; readonly id: WriteId; readonly write: DurableWrite }
  | { readonly type: 'save' | 'stage'; readonly snapshot: Snapshot; readonly done: () => void }

export class MemoryStorage implements Storage {
  recovered: Recovered
  /** Writes taken since the last `sync()`, for tests that look. */
  pending: Pending[] = []
  #durable: Platter
  #taken: Platter
  #staged: Snapshot | undefined
  /** A staged snapshot whose install was taken but not synced. */
  #installing: Snapshot | undefined
  #listener: StorageListener | undefined
  #lastId = 0
  #syncs = 0
  #failure: Error | undefined
  #over = false

  constructor(platter: Platter) {
    this.#durable = platter
    this.#taken = platter
    this.recovered = recoveredFrom(platter)
  }

  start(listener: StorageListener): void {
    assert(this.#listener === undefined, 'a storage is started once')
    this.#listener = listener
    this.recovered = { ...this.recovered, logAbove: () => [], snapshot: undefined }
  }

  write(id: WriteId, write: DurableWrite): void {
    assert(this.#listener !== undefined, 'a storage is started before it is written')
    assert(id === this.#lastId + 1, `write ids have no gaps: ${id} does not follow ${this.#lastId}`)
    if (write.type === 'install-snapshot') {
      assert(this.#staged?.zxid === write.zxid, `a snapshot at ${formatZxid(write.zxid)} is staged`)
      this.#installing = this.#staged
      this.#staged = undefined
    }
    this.#taken = written(this.#taken, write, this.#installing)
    this.#lastId = id
    if (!this.#over) this.pending.push({ type: 'write', id, write })
  }

  saveSnapshot(zxid: Zxid): SnapshotSink {
    return new MemorySink((pieces, done) => this.pending.push({ type: 'save', snapshot: { zxid, pieces }, done }))
  }

  stageSnapshot(zxid: Zxid): SnapshotSink {
    this.#staged = undefined
    this.pending = this.pending.filter((pending) => pending.type !== 'stage')
    return new MemorySink((pieces, done) => this.pending.push({ type: 'stage', snapshot: { zxid, pieces }, done }))
  }

  /** Makes everything that was taken durable and reports it, as one sync of the disk. Does nothing after a crash or a failure. */
  sync(): void {
    if (this.#over || this.#listener === undefined) return
    if (this.#failure !== undefined) {
      this.#over = true
      this.#listener.onFailed(this.#failure)
      return
    }
    const taken = this.pending
    this.pending = []
    if (taken.length > 0) this.#syncs++
    let upTo: WriteId | undefined
    for (const pending of taken) {
      if (pending.type !== 'write') continue
      this.#durable = written(this.#durable, pending.write, this.#installing)
      upTo = pending.id
    }
    if (upTo !== undefined) this.#listener.onPersisted(upTo)
    for (const pending of taken) {
      if (pending.type !== 'write' && !this.#over) this.#place(pending.type, pending.snapshot, pending.done)
    }
  }

  /** The next `sync()` fails with `error`, and the disk is dead from then on. */
  failNextSync(error: Error): void {
    this.#failure = error
  }

  /** The process dies: nothing more is reported here. Returns the disk, opened by the next process. */
  crash(): MemoryStorage {
    this.#over = true
    this.pending = []
    return new MemoryStorage(this.#durable)
  }

  close(done: () => void): void {
    this.sync()
    this.#over = true
    done()
  }

  get stats(): StorageStats {
    const { entries, snapshot } = this.#durable
    return {
      syncs: this.#syncs,
      syncMs: Array.from({ length: Math.min(this.#syncs, 1024) }, () => 0),
      logBytes: entries.reduce((sum, entry) => sum + entry.payload.length, 0),
      snapshotZxid: snapshot?.zxid ?? ZXID_ZERO,
      snapshotBytes: snapshot?.pieces.reduce((sum, piece) => sum + piece.length, 0) ?? 0,
    }
  }

  #place(type: 'save' | 'stage', snapshot: Snapshot, done: () => void): void {
    if (type === 'stage') this.#staged = snapshot
    else {
      this.#durable = saved(this.#durable, snapshot)
      this.#taken = saved(this.#taken, snapshot)
    }
    done()
  }
}

/** A new, empty disk. */
export function memoryStorage(options: MemoryStorageOptions = {}): MemoryStorage {
  return new MemoryStorage({
    accepted: EPOCH_ZERO,
    current: EPOCH_ZERO,
    floor: ZXID_ZERO,
    entries: [],
    committed: ZXID_ZERO,
    snapshot: undefined,
    vouched: options.trusted ?? true,
  })
}

class MemorySink implements SnapshotSink {
  #pieces: Uint8Array[] = []
  #ended = false
  readonly #finish: (pieces: readonly Uint8Array[], done: () => void) => void

  constructor(finish: (pieces: readonly Uint8Array[], done: () => void) => void) {
    this.#finish = finish
  }

  write(chunk: Uint8Array): void {
    assert(!this.#ended, 'a snapshot that was finished or aborted takes no more')
    this.#pieces.push(chunk.slice())
  }

  queuedBytes(): number {
    return 0
  }

  finish(done: () => void): void {
    assert(!this.#ended, 'a snapshot is finished once')
    this.#ended = true
    this.#finish(this.#pieces, done)
  }

  abort(): void {
    this.#ended = true
    this.#pieces = []
  }
}

function written(platter: Platter, write: DurableWrite, installing: Snapshot | undefined): Platter {
  switch (write.type) {
    case 'append':
      return appended(platter, write.batch, write.committed)
    case 'truncate': {
      const known = write.to === platter.floor || platter.entries.some((entry) => entry.zxid === write.to)
      assert(known, `truncation goes to a transaction of the log, not to ${formatZxid(write.to)}`)
      assert(write.to >= platter.committed, 'what is committed is never cut')
      return { ...platter, entries: platter.entries.filter((entry) => entry.zxid <= write.to) }
    }
    case 'epochs':
      assert(write.accepted >= platter.accepted && write.current >= platter.current, 'epochs never go down')
      assert(write.current <= write.accepted, 'the current epoch is never above the accepted one')
      return { ...platter, accepted: write.accepted, current: write.current }
    case 'install-snapshot':
      return {
        ...platter,
        floor: write.zxid,
        entries: [],
        committed: write.zxid,
        snapshot: installing ?? platter.snapshot,
      }
    default:
      return unreachable(write)
  }
}

function appended(platter: Platter, batch: TxnBatch, committed: Zxid): Platter {
  const last = platter.entries.at(-1)?.zxid ?? platter.floor
  assert(batch.payloads.length > 0, 'a batch is never empty')
  assert(follows(last, batch.first), `the log has no gaps: ${formatZxid(batch.first)} after ${formatZxid(last)}`)
  assert(epochOf(lastOf(batch)) <= platter.accepted, 'an epoch is accepted before its transactions are logged')
  const entries = batch.payloads.map((payload, at) => ({ zxid: zxidPlus(batch.first, at), payload }))
  assert(committed <= last, `committed is what was appended, not ${formatZxid(committed)}`)
  return {
    ...platter,
    entries: [...platter.entries, ...entries],
    committed: Math.max(platter.committed, committed) as Zxid,
  }
}

/** The log below a snapshot of our own is forgotten; a snapshot older than the base changes nothing. */
function saved(platter: Platter, snapshot: Snapshot): Platter {
  if (snapshot.zxid < platter.floor) return platter
  const known = snapshot.zxid === platter.floor || platter.entries.some((entry) => entry.zxid === snapshot.zxid)
  assert(known, `a snapshot is of a transaction of the log, not of ${formatZxid(snapshot.zxid)}`)
  const entries = platter.entries.filter((entry) => entry.zxid > snapshot.zxid)
  const committed = Math.max(platter.committed, snapshot.zxid) as Zxid
  return { ...platter, floor: snapshot.zxid, entries, committed, snapshot }
}

function recoveredFrom(platter: Platter): Recovered {
  return {
    acceptedEpoch: platter.accepted,
    currentEpoch: platter.current,
    base: platter.floor,
    committed: platter.committed,
    logAbove: (zxid) => batches(platter.entries.filter((entry) => entry.zxid > zxid)),
    trusted: platter.vouched || platter.current > EPOCH_ZERO,
    snapshot: platter.snapshot?.pieces,
    notes: [],
  }
}

function batches(entries: readonly Entry[]): TxnBatch[] {
  const found: { first: Zxid; payloads: Uint8Array[] }[] = []
  for (const { zxid, payload } of entries) {
    const open = found.at(-1)
    if (open !== undefined && zxid === zxidPlus(open.first, open.payloads.length)) open.payloads.push(payload)
    else found.push({ first: zxid, payloads: [payload] })
  }
  return found
}
