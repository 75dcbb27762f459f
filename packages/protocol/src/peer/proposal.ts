/**
 * The message that nearly all bytes between peers belong to.
 *
 * ```
 * proposal   u8 tag · u32 epoch · u64 prev · u64 first · u32 count · count times: u32 length, payload
 * ```
 *
 * A leader says the same to every learner that is up to date, and the core gives all of them the same message: it is
 * encoded for the first and repeated for the others.
 */
import { type ByteReader, DecodeError } from '@quoll/bytes'
import { epochOf, isZxid, type ZabMessage, type Zxid, zxidPlus } from '@quoll/core'
import { readCount, readEpoch, readPayload, readZxid } from './fields.ts'
import { PartWriter } from './part-writer.ts'
import { Tag } from './tags.ts'

type Proposal = Extract<ZabMessage, { type: 'proposal' }>

const mill = new PartWriter(64 * 1024)
let last: { readonly message: Proposal; readonly parts: readonly Uint8Array[] } | undefined

export function writeProposal(target: PartWriter, message: Proposal): void {
  if (last?.message !== message) last = { message, parts: encode(message) }
  for (const part of last.parts) target.bytes(part)
}

/** Reads behind the tag. */
export function readProposal(reader: ByteReader): Proposal {
  const epoch = readEpoch(reader)
  const prev = readZxid(reader)
  const first = readZxid(reader)
  const count = readCount(reader, 4)
  if (count === 0) throw new DecodeError('a proposal without transactions')
  if (!isWithinOneEpoch(first, count)) throw new DecodeError('the transactions of a proposal belong to one epoch')
  const payloads = new Array<Uint8Array>(count)
  for (let at = 0; at < count; at++) payloads[at] = readPayload(reader)
  return { type: 'proposal', epoch, prev, batch: { first, payloads } }
}

function encode({ epoch, prev, batch: { first, payloads } }: Proposal): readonly Uint8Array[] {
  mill.take() // what a call that threw may have left
  const { fields } = mill
  fields.u8(Tag.proposal)
  fields.u32(epoch)
  fields.i53(prev)
  fields.i53(first)
  fields.u32(payloads.length)
  for (const payload of payloads) mill.payload(payload)
  return mill.take()
}

function isWithinOneEpoch(first: Zxid, count: number): boolean {
  const end = zxidPlus(first, count - 1)
  return isZxid(end) && epochOf(end) === epochOf(first)
}
