/**
 * What peers say to each other beside ZAB. Sessions are 64 bits without a sign.
 *
 * ```
 * forward          u32 request · u64 session · i32 xid · i32 opCode · u32 count · count times: string scheme, id · u32 length, body
 * open-session     u32 request · u64 session · u32 timeout     sync, sync-done  u32 request
 * revalidate       u64 session · u32 timeout                   revalidated      u64 session · u8 valid
 * touch            u32 count · count times: u64 session
 * snapshot-begin   u32 stream · zxid                           snapshot-chunk   u32 stream · u32 index · u32 length, bytes
 * snapshot-end     u32 stream · u32 chunks                     snapshot-ack     u32 stream · u32 received
 * ```
 */
import type { ByteReader } from '@quoll/bytes'
import { readCount, readFlag, readPayload, readText, readZxid } from './fields.ts'
import type { PeerMessage } from './messages.ts'
import type { PartWriter } from './part-writer.ts'
import { Tag } from './tags.ts'

export type HostMessage = Exclude<PeerMessage, { type: 'zab' }>
type Forward = Extract<PeerMessage, { type: 'forward' }>

/** Two lengths. */
const AUTH_BYTES_MIN = 8
const SESSION_BYTES = 8

/**
 * The list read last. Most clients prove nothing and come from a few hosts, so the next list is nearly always the same, and
 * telling that takes less than reading it.
 */
let known: { readonly bytes: Uint8Array; readonly auth: Forward['auth'] } = {
  bytes: Uint8Array.of(0, 0, 0, 0),
  auth: [],
}
const KNOWN_BYTES_MAX = 256

export function writeHost(target: PartWriter, message: HostMessage): void {
  const { fields } = target
  fields.u8(Tag[message.type])
  switch (message.type) {
    case 'forward':
      writeForward(target, message)
      return
    case 'open-session':
      fields.u32(message.request)
      fields.i64(message.session)
      fields.u32(message.timeoutMs)
      return
    case 'sync':
    case 'sync-done':
      fields.u32(message.request)
      return
    case 'revalidate':
      fields.i64(message.session)
      fields.u32(message.timeoutMs)
      return
    case 'revalidated':
      fields.i64(message.session)
      fields.boolean(message.valid)
      return
    case 'touch':
      fields.u32(message.sessions.length)
      for (const session of message.sessions) fields.i64(session)
      return
    case 'snapshot-begin':
      fields.u32(message.stream)
      fields.i53(message.zxid)
      return
    case 'snapshot-chunk':
      fields.u32(message.stream)
      fields.u32(message.index)
      target.payload(message.bytes)
      return
    case 'snapshot-end':
      fields.u32(message.stream)
      fields.u32(message.chunks)
      return
    case 'snapshot-ack':
      fields.u32(message.stream)
      fields.u32(message.received)
      return
    default:
      message satisfies never
  }
}

/** Reads behind the tag; undefined when the tag is none of these. */
export function readHost(tag: number, reader: ByteReader): HostMessage | undefined {
  switch (tag) {
    case Tag.forward:
      return readForward(reader)
    case Tag['open-session']: {
      const [request, session] = [reader.u32(), reader.u64()]
      return { type: 'open-session', request, session, timeoutMs: reader.u32() }
    }
    case Tag.sync:
      return { type: 'sync', request: reader.u32() }
    case Tag['sync-done']:
      return { type: 'sync-done', request: reader.u32() }
    case Tag.revalidate:
      return { type: 'revalidate', session: reader.u64(), timeoutMs: reader.u32() }
    case Tag.revalidated:
      return { type: 'revalidated', session: reader.u64(), valid: readFlag(reader) }
    case Tag.touch:
      return { type: 'touch', sessions: readSessions(reader) }
    case Tag['snapshot-begin']:
      return { type: 'snapshot-begin', stream: reader.u32(), zxid: readZxid(reader) }
    case Tag['snapshot-chunk']: {
      const [stream, index] = [reader.u32(), reader.u32()]
      return { type: 'snapshot-chunk', stream, index, bytes: readPayload(reader) }
    }
    case Tag['snapshot-end']:
      return { type: 'snapshot-end', stream: reader.u32(), chunks: reader.u32() }
    case Tag['snapshot-ack']:
      return { type: 'snapshot-ack', stream: reader.u32(), received: reader.u32() }
    default:
      return undefined
  }
}

function writeForward(target: PartWriter, message: Forward): void {
  const { fields } = target
  fields.u32(message.request)
  fields.i64(message.session)
  fields.i32(message.xid)
  fields.i32(message.opCode)
  fields.u32(message.auth.length)
  for (const { scheme, id } of message.auth) {
    fields.string(scheme)
    fields.string(id)
  }
  target.payload(message.body)
}

function readForward(reader: ByteReader): Forward {
  const [request, session, xid, opCode] = [reader.u32(), reader.u64(), reader.i32(), reader.i32()]
  const auth = reader.skipIf(known.bytes) ? known.auth : readAuth(reader)
  return { type: 'forward', request, session, xid, opCode, auth, body: readPayload(reader) }
}

function readAuth(reader: ByteReader): Forward['auth'] {
  const start = reader.offset
  const auth: { readonly scheme: string; readonly id: string }[] = []
  for (let left = readCount(reader, AUTH_BYTES_MIN); left > 0; left--)
    auth.push({ scheme: readText(reader), id: readText(reader) })
  const bytes = reader.since(start)
  if (bytes.length <= KNOWN_BYTES_MAX) known = { bytes: bytes.slice(), auth }
  return auth
}

function readSessions(reader: ByteReader): bigint[] {
  const sessions: bigint[] = []
  for (let left = readCount(reader, SESSION_BYTES); left > 0; left--) sessions.push(reader.u64())
  return sessions
}
