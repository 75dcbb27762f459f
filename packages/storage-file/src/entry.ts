/**
 * An entry is one change of the log, as the core asked for it. A truncation is an entry like any other: the log only
 * ever grows, nothing on the disk is written twice, and a crash can never resurrect a tail that was cut (1489, 1156).
 *
 *      0        4        8                 16
 *     ┌────────┬────────┬─────────────────┬──────────────────────────┬──────────────────────────┐
 *     │ kind 1 │ count  │ first zxid      │ count × bytes of payload │ the payloads             │   append
 *     │ kind 2 │ 0      │ last that stays │                                                         truncate
 *     │ kind 3 │ 0      │ zxid of base    │ everything before is void, an installed snapshot counts restart
 *     └────────┴────────┴─────────────────┘
 */
import { isZxid, type TxnBatch, type Zxid } from '@quoll/core'
import { getLong, setLong, viewOf } from './long.ts'

export type Entry =
  | { readonly type: 'append'; readonly batch: TxnBatch }
  | { readonly type: 'truncate'; readonly to: Zxid }
  | { readonly type: 'restart'; readonly base: Zxid }

const KINDS = { append: 1, truncate: 2, restart: 3 } as const
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
  setLong(view, at + 8, entry.type === 'append' ? entry.batch.first : entry.type === 'truncate' ? entry.to : entry.base)
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

/** The entries of a record's body, or undefined when it does not hold exactly `count`. Payloads are views into `body`. */
export function readEntries(body: Uint8Array, count: number): readonly Entry[] | undefined {
  const view = viewOf(body)
  const entries: Entry[] = []
  let at = 0
  for (let left = count; left > 0; left--) {
    if (at + FIXED_BYTES > body.length) return undefined
    const entry = readEntry(body, view, at)
    if (entry === undefined) return undefined
    entries.push(entry)
    at += entryBytes(entry)
  }
  return entries
}

function readEntry(body: Uint8Array, view: DataView, at: number): Entry | undefined {
  const zxid = getLong(view, at + 8)
  if (!isZxid(zxid)) return undefined
  switch (view.getUint32(at, true)) {
    case KINDS.append: {
      const payloads = readPayloads(body, view, at + FIXED_BYTES, view.getUint32(at + 4, true))
      return payloads && { type: 'append', batch: { first: zxid, payloads } }
    }
    case KINDS.truncate:
      return { type: 'truncate', to: zxid }
    case KINDS.restart:
      return { type: 'restart', base: zxid }
    default:
      return undefined
  }
}

function readPayloads(body: Uint8Array, view: DataView, at: number, count: number): Uint8Array[] | undefined {
  let payloadAt = at + 4 * count
  if (count === 0 || payloadAt > body.length) return undefined
  const payloads: Uint8Array[] = []
  for (let lengthAt = at; payloads.length < count; lengthAt += 4) {
    const length = view.getUint32(lengthAt, true)
    if (length > body.length - payloadAt) return undefined
    payloads.push(body.subarray(payloadAt, payloadAt + length))
    payloadAt += length
  }
  return payloads
}
