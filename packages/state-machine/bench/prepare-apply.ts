/**
 * What one write costs the leader, and what a million znodes cost in memory. Run from the root of the repository:
 *
 *     node --conditions=source --expose-gc packages/state-machine/bench/prepare-apply.ts
 *
 * Every setData goes the whole way: prepare, encode, decode, apply, delivered; up to `depth` are outstanding at a time.
 */

import { peerId, type Zxid, zxid, zxidPlus } from '@quoll/core'
import {
  apply,
  type CreateRequest,
  decodeTxn,
  digestOf,
  emptyState,
  encodeTxn,
  OPEN_ACL,
  Preparer,
  type SetDataRequest,
  SnapshotReader,
  SnapshotWriter,
  type State,
  sessionId,
  type TxnHeader,
  type WriteRequest,
} from '@quoll/state-machine'

const SESSION = sessionId(0x0100_0000_0000_0001n)
const MEBIBYTE = 1024 * 1024

class Leader {
  readonly state: State = emptyState()
  readonly #preparer = new Preparer(this.state, { extendedTypes: false })
  #last: Zxid = zxid(1, 0)

  constructor() {
    this.run([{ type: 'create-session', timeoutMs: 4000 }])
  }

  /** All of one batch are prepared before the first is applied. */
  run(batch: readonly WriteRequest[]): void {
    const payloads = batch.map((request, at) => {
      const header: TxnHeader = { session: SESSION, xid: at, origin: peerId(1), request: at, timeMs: 1_700_000_000_000 }
      return encodeTxn(this.#preparer.prepare({ header, auth: [], request }))
    })
    for (const payload of payloads) {
      const txn = decodeTxn(payload)
      this.#last = zxidPlus(this.#last, 1)
      apply(this.state, this.#last, txn)
      this.#preparer.delivered(txn)
    }
  }

  get last(): Zxid {
    return this.#last
  }
}

function create(path: string, bytes: number): CreateRequest {
  const data = new Uint8Array(bytes).fill(path.length)
  return { type: 'create', operation: 'create', path, data, acl: OPEN_ACL, flags: 0, ttlMs: undefined }
}

function report(what: string, count: number, startMs: number): void {
  const ms = performance.now() - startMs
  print(what, Math.round((count / ms) * 1000).toLocaleString('en'), '/s')
}

function print(what: string, value: string, unit: string): void {
  console.log(`${what.padEnd(44)} ${value.padStart(12)} ${unit}`)
}

function benchSetData(bytes: number, depth: number): void {
  const leader = new Leader()
  const paths = Array.from({ length: 1000 }, (_, at) => `/bench/key-${String(at).padStart(10, '0')}`)
  leader.run([create('/bench', 0), ...paths.map((path) => create(path, bytes))])
  const data = new Uint8Array(bytes).fill(7)
  const requests = paths.map((path): SetDataRequest => ({ type: 'set-data', path, data, version: -1 }))
  const rounds = (count: number): void => {
    for (let done = 0; done < count; done += depth) {
      const first = done % requests.length
      leader.run(requests.slice(first, first + depth))
    }
  }
  rounds(200_000)
  const startMs = performance.now()
  rounds(1_000_000)
  report(`setData of ${bytes} bytes, ${depth} outstanding`, 1_000_000, startMs)
}

function benchMillion(): void {
  const before = liveBytes()
  const leader = new Leader()
  const count = 1_000_000
  let longestMs = 0
  const startMs = performance.now()
  for (let at = 0; at < 100; at++) leader.run([create(`/directory-${at}`, 0)])
  for (let at = 0; at < count; at += 50) {
    const batchMs = performance.now()
    leader.run(Array.from({ length: 50 }, (_, i) => create(`/directory-${at % 100}/znode-${at + i}`, 100)))
    longestMs = Math.max(longestMs, performance.now() - batchMs)
  }
  report('create of 100 bytes, a million', count, startMs)
  print('longest batch of 50', longestMs.toFixed(1), 'ms')
  print('a million znodes of 100 bytes, live', ((liveBytes() - before) / MEBIBYTE).toFixed(0), 'MiB')
  benchSnapshot(leader)
}

/** What is in use after a collection: objects and buffers. */
function liveBytes(): number {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

function benchSnapshot({ state, last }: Leader): void {
  const writer = new SnapshotWriter(state, last)
  const pieces: Uint8Array[] = []
  let longestMs = 0
  const startMs = performance.now()
  for (;;) {
    const sliceMs = performance.now()
    const piece = writer.next(64 * 1024)
    longestMs = Math.max(longestMs, performance.now() - sliceMs)
    if (piece === undefined) break
    pieces.push(piece)
  }
  report('snapshot of it, znodes written', state.znodeCount, startMs)
  print('longest slice of 64 KiB', longestMs.toFixed(1), 'ms')
  const readMs = performance.now()
  const reader = new SnapshotReader()
  for (const piece of pieces) reader.write(piece)
  const restored = reader.finish().state
  report('snapshot of it, znodes read', state.znodeCount, readMs)
  if (digestOf(restored) !== digestOf(state)) throw new Error('the restored state differs')
}

benchSetData(100, 1)
benchSetData(100, 50)
benchSetData(1000, 50)
benchMillion()
