/**
 * An entry is one change of the log, as the core asked for it. A truncation is an entry like any other: the log only
 * ever grows, nothing on the disk is written twice, and a crash can never resurrect a tail that was cut (1489, 1156).
 *
 *      0        4        8                 16
 *     ┌────────┬────────┬─────────────────┬──────────────────────────┬──────────────────────────┐
 *     │ kind 1 │ count  │ first zxid      │ count × bytes of payload │ the payloads             │   append
 *     │ kind 2 │ 0      │ last that stays │                                                         truncate
 *     │ kind 3 │ 0      │ zxid of base    │ everything before is void, an installed snapshot counts restart
 *     │ kind 4 │ 0      │ zxid            │ up to here it was known to be committed                 committed
 *     └────────┴────────┴─────────────────┘
 */
import { isZxid, type TxnBatch, unreachable, type Zxid, zxidPlus } from '@quoll/core'
import { getLong, setLong, viewOf } from './long.ts'

export type Entry =
  | { readonly type: 'append'; readonly batch: TxnBatch }
  | { readonly type: 'truncate'; readonly to: Zxid }
  | { readonly type: 'restart'; readonly base: Zxid }
  | { readonly type: 'committed'; readonly upTo: Zxid }

/** An entry as it stands in a record. */
export type StoredEntry = StoredAppend | Exclude<Entry, { type: 'append' }>

/** Does less of what stands before it count from here on? */
export function isCut(entry: StoredEntry): entry is Extract<Entry, { type: 'truncate' | 'restart' }> {
  return entry.type === 'truncate' || entry.type === 'restart'
}

/** Most readers want to know only which transactions there are: payloads are looked up when they are asked for. */
export class StoredAppend {
  readonly type = 'append'
  readonly first: Zxid
  readonly count: number
  /** Where the next entry of the body begins. */
  readonly end: number
  readonly #body: Uint8Array
  readonly #lengthsAt: number

  constructor(first: Zxid, count: number, place: { body: Uint8Array; lengthsAt: number; end: number }) {
    this.first = first
    this.count = count
    this.end = place.end
    this.#body = place.body
    this.#lengthsAt = place.lengthsAt
  }

  get last(): Zxid {
    return zxidPlus(this.first, this.count - 1)
  }

  /** Payloads are views into the body of the record. */
  get batch(): TxnBatch {
    const view = viewOf(this.#body)
    const payloads: Uint8Array[] = []
    let at = this.#lengthsAt + 4 * this.count
    for (let txn = 0; txn < this.count; txn += 1) {
      const end = at + view.getUint32(this.#lengthsAt + 4 * txn, true)
      payloads.push(this.#body.subarray(at, end))
      at = end
    }
    return { first: this.first, payloads }
  }
}

const KINDS = { append: 1, truncate: 2, restart: 3, committed: 4 } as const
const FIXED_BYTES = 16

export function entryBytes(entry: Entry): number {
  if (entry.type !== 'append') return FIXED_BYTES
  let bytes = FIXED_BYTES + 4 * entry.batch.payloads.length
  for (const payload of entry.batch.payloads) bytes += payload.length
  return bytes
}

/** Writes the entry at `at`; there is room for `entryBytes`. */
export function writeEntry(bytes: Uint8Array, view: DataView, at: number, entry: Entry): void {
  view.setUint32(at, KINDS[entry.type], true)
  view.setUint32(at + 4, entry.type === 'append' ? entry.batch.payloads.length : 0, true)
  setLong(view, at + 8, zxidOf(entry))
  if (entry.type !== 'append') return
  let lengthAt = at + FIXED_BYTES
  let payloadAt = lengthAt + 4 * entry.batch.payloads.length
  for (const payload of entry.batch.payloads) {
    view.setUint32(lengthAt, payload.length, true)
    bytes.set(payload, payloadAt)
    lengthAt += 4
    payloadAt += payload.length
  }
}

function zxidOf(entry: Entry): Zxid {
  switch (entry.type) {
    case 'append':
      return entry.batch.first
    case 'truncate':
      return entry.to
    case 'restart':
      return entry.base
    case 'committed':
      return entry.upTo
    default:
      return unreachable(entry)
  }
}

/** The entries of a record's body, or undefined when it does not hold exactly `count`. */
export function readEntries(body: Uint8Array, count: number): readonly StoredEntry[] | undefined {
  const view = viewOf(body)
  const entries: StoredEntry[] = []
  let at = 0
  for (let left = count; left > 0; left--) {
    if (at + FIXED_BYTES > body.length) return undefined
    const entry = readEntry(body, view, at)
    if (entry === undefined) return undefined
    entries.push(entry)
    at = entry.type === 'append' ? entry.end : at + FIXED_BYTES
  }
  return entries
}

function readEntry(body: Uint8Array, view: DataView, at: number): StoredEntry | undefined {
  const zxid = getLong(view, at + 8)
  if (!isZxid(zxid)) return undefined
  switch (view.getUint32(at, true)) {
    case KINDS.append: {
      const count = view.getUint32(at + 4, true)
      const lengthsAt = at + FIXED_BYTES
      const end = endOfPayloads(view, lengthsAt, count)
      return end === undefined ? undefined : new StoredAppend(zxid, count, { body, lengthsAt, end })
    }
    case KINDS.truncate:
      return { type: 'truncate', to: zxid }
    case KINDS.restart:
      return { type: 'restart', base: zxid }
    case KINDS.committed:
      return { type: 'committed', upTo: zxid }
    default:
      return undefined
  }
}

/** Undefined when there are none, or not all of them fit. */
function endOfPayloads(view: DataView, lengthsAt: number, count: number): number | undefined {
  let end = lengthsAt + 4 * count
  if (count === 0 || end > view.byteLength) return undefined
  for (let lengthAt = lengthsAt; lengthAt < lengthsAt + 4 * count; lengthAt += 4) {
    end += view.getUint32(lengthAt, true)
    if (end > view.byteLength) return undefined
  }
  return end
}
