/**
 * Both epochs in one record, never one without the other (ZOOKEEPER-2307, 4269). The file has two slots that take turns,
 * so that a write never touches the record that still counts; and each slot holds its record twice, so that one damaged
 * sector cannot make this peer forget a promise.
 *
 *     byte 0       slot 0, first copy  ┐ even generations       each copy in a page of 4096 bytes of its own
 *          4096    slot 0, second copy ┘
 *          8192    slot 1, first copy  ┐ odd generations
 *          12288   slot 1, second copy ┘
 *          16384   watermark: a hint, written without a sync
 *
 *      0      4        8            16         20        24       28        32          40      60       64
 *     ┌──────┬────────┬────────────┬──────────┬─────────┬────────┬─────────┬───────────┬───────┬────────┐
 *     │ crc  │version │ generation │ accepted │ current │ id of  │ vouched │ watermark │ zeros │ Q E P O│
 *     │      │ 1      │            │ epoch    │ epoch   │ log    │ 0 or 1  │           │       │        │
 *     └──────┴────────┴────────────┴──────────┴─────────┴────────┴─────────┴───────────┴───────┴────────┘
 *
 * The watermark is the position up to which the log was durable when this was written: if the log ends below it, the log
 * has lost something that was acknowledged.
 */
import { crc32c } from '@quoll/bytes'
import { type Epoch, isEpoch } from '@quoll/core'
import { CorruptEpochsError } from './errors.ts'
import { getLong, setLong, viewOf } from './long.ts'
import { isZero, signature } from './sectors.ts'

export const EPOCH_PAGE_BYTES = 4096
export const EPOCH_SLOT_BYTES: number = 2 * EPOCH_PAGE_BYTES
export const WATERMARK_AT: number = 2 * EPOCH_SLOT_BYTES
export const EPOCH_FILE_BYTES: number = WATERMARK_AT + EPOCH_PAGE_BYTES
const RECORD_BYTES = 64
const WATERMARK_BYTES = 16
const VERSION = 1
const MARK = signature('QEPO')

export type EpochRecord = {
  readonly generation: number
  readonly accepted: Epoch
  readonly current: Epoch
  readonly logId: number
  /** Somebody vouched that this directory was empty because it is new, not because it was wiped. */
  readonly vouched: boolean
  readonly watermark: number
}

export type FoundEpochs = EpochRecord & {
  /** A copy was damaged, and the other one served: both slots should be written anew. */
  readonly needsRepair: boolean
  readonly notes: readonly string[]
}

/** One slot: the record, twice. */
export function epochSlotBytes(record: EpochRecord): Uint8Array {
  const slot = new Uint8Array(EPOCH_SLOT_BYTES)
  const bytes = slot.subarray(0, RECORD_BYTES)
  const view = viewOf(bytes)
  view.setUint32(4, VERSION, true)
  setLong(view, 8, record.generation)
  view.setUint32(16, record.accepted, true)
  view.setUint32(20, record.current, true)
  view.setUint32(24, record.logId, true)
  view.setUint32(28, record.vouched ? 1 : 0, true)
  setLong(view, 32, record.watermark)
  bytes.set(MARK, RECORD_BYTES - MARK.length)
  view.setUint32(0, crc32c(bytes.subarray(4)), true)
  slot.copyWithin(EPOCH_PAGE_BYTES, 0, RECORD_BYTES)
  return slot
}

/** Where the slot of a generation starts. */
export function epochSlotAt(generation: number): number {
  return (generation % 2) * EPOCH_SLOT_BYTES
}

export function watermarkBytes(logId: number, position: number): Uint8Array {
  const bytes = new Uint8Array(WATERMARK_BYTES)
  const view = viewOf(bytes)
  setLong(view, 8, position)
  view.setUint32(0, crc32c(bytes.subarray(4), logId), true)
  return bytes
}

/** The newest record of the file. @throws CorruptEpochsError when a slot has no readable copy. */
export function readEpochs(path: string, file: Uint8Array): FoundEpochs {
  const slots = [0, EPOCH_SLOT_BYTES].map((at) => [at, at + EPOCH_PAGE_BYTES].map((copy) => readCopy(file, copy)))
  const readable = slots.map((copies) => copies.filter((copy) => copy !== undefined))
  if (readable.some((copies) => copies.length === 0)) {
    throw new CorruptEpochsError(path, 'both copies of the epochs in one slot are damaged')
  }
  const all = readable.flat()
  const newest = all.reduce((best, record) => (record.generation > best.generation ? record : best))
  const needsRepair = all.length < 4
  const hint = readWatermark(file, newest.logId)
  const notes = needsRepair ? [`${path}: a copy of the epochs is damaged; the other copy is whole and is used`] : []
  if (hint === undefined) notes.push(`${path}: the watermark is damaged; it is a hint, and the log was read without it`)
  const watermark = Math.max(hint ?? 0, ...all.map((record) => record.watermark))
  return { ...newest, watermark, needsRepair, notes }
}

function readCopy(file: Uint8Array, at: number): EpochRecord | undefined {
  if (at + RECORD_BYTES > file.length) return undefined
  const bytes = file.subarray(at, at + RECORD_BYTES)
  const view = viewOf(bytes)
  const accepted = view.getUint32(16, true)
  const current = view.getUint32(20, true)
  const isWhole = view.getUint32(0, true) === crc32c(bytes.subarray(4)) && view.getUint32(4, true) === VERSION
  if (!isWhole || !isEpoch(accepted) || !isEpoch(current) || current > accepted) return undefined
  const logId = view.getUint32(24, true)
  const vouched = view.getUint32(28, true) === 1
  return { generation: getLong(view, 8), accepted, current, logId, vouched, watermark: getLong(view, 32) }
}

/** Zero when it was never written, undefined when it is damaged. */
function readWatermark(file: Uint8Array, logId: number): number | undefined {
  const bytes = file.subarray(WATERMARK_AT, WATERMARK_AT + WATERMARK_BYTES)
  if (isZero(bytes, 0, bytes.length)) return 0
  if (bytes.length < WATERMARK_BYTES) return undefined
  const view = viewOf(bytes)
  return view.getUint32(0, true) === crc32c(bytes.subarray(4), logId) ? getLong(view, 8) : undefined
}
