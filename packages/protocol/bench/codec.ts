/**
 * What the codecs cost: nanoseconds per call, median of several runs. Run it from here:
 *
 *     node --conditions=source bench/codec.ts
 */
import { type Epoch, type ZabMessage, zxid } from '@quoll/core'
import {
  decodeReply,
  decodeRequest,
  encodeNotification,
  encodeReply,
  encodeRequest,
  FrameDecoder,
  type StatRecord,
  splitRequest,
} from '../src/client/index.ts'
import { decodeFrame, FrameWriter, type PeerMessage } from '../src/peer/index.ts'

const RUNS = 7
const CALLS = 50_000

const stat: StatRecord = {
  czxid: zxid(5, 1),
  mzxid: zxid(5, 2),
  ctime: 1_800_000_000_000,
  mtime: 1_800_000_000_000,
  version: 1,
  cversion: 0,
  aversion: 0,
  ephemeralOwner: undefined,
  dataLength: 100,
  numChildren: 0,
  pzxid: zxid(5, 1),
}
const data = new Uint8Array(100).fill(7)
const path = '/quoll/bench/znode-0001'
const acl = [{ perms: 31, scheme: 'world', id: 'anyone' }]
const ip = [{ scheme: 'ip', id: '127.0.0.1' }]

const getData = { type: 'get-data', path, watch: false } as const
const create = { type: 'create', operation: 'create', path, data, acl, flags: 0, ttlMs: undefined } as const
const getFrame = encodeRequest(1, getData)
const createFrame = encodeRequest(1, create)
const dataReply = { type: 'data', data, stat } as const
const replyFrame = encodeReply(1, zxid(5, 2), dataReply)
const decoder = new FrameDecoder()
const stream = Uint8Array.from(Array.from({ length: 16 }, () => [0, 0, 0, createFrame.length, ...createFrame]).flat())

const epoch = 5 as Epoch
const writer = new FrameWriter()
const proposals = (count: number): ZabMessage => ({
  type: 'proposal',
  epoch,
  prev: zxid(5, 1),
  batch: { first: zxid(5, 2), payloads: Array.from({ length: count }, () => new Uint8Array(200)) },
})
const upTo = zxid(5, 2)
const commit: PeerMessage = { type: 'zab', message: { type: 'commit', epoch, upTo, withYours: upTo } }
const forward: PeerMessage = {
  type: 'forward',
  request: 1,
  session: 1n << 56n,
  xid: 1,
  opCode: 1,
  auth: ip,
  body: data,
}

function frameOf(...messages: readonly PeerMessage[]): Uint8Array {
  for (const message of messages) writer.add(message)
  return Uint8Array.from(writer.take().flatMap((part) => [...part]))
}

const single = proposals(1)
const sixtyFour = proposals(64)
const singleFrame = frameOf({ type: 'zab', message: single }, commit)
const sixtyFourFrame = frameOf({ type: 'zab', message: sixtyFour }, commit)
const forwardFrame = frameOf(forward)

function split(frame: Uint8Array): unknown {
  const { opCode, body } = splitRequest(frame)
  return decodeRequest(opCode, body)
}

/** A leader with two learners: the same message for both, as the core gives it. */
function toTwoLearners(message: ZabMessage): unknown {
  const zab: PeerMessage = { type: 'zab', message: { ...message } }
  writer.add(zab)
  writer.add(commit)
  const first = writer.take()
  writer.add(zab)
  writer.add(commit)
  return [first, writer.take()]
}

const cases: readonly [name: string, run: () => unknown][] = [
  ['client: decode getData', () => split(getFrame)],
  ['client: decode create, 100 bytes', () => split(createFrame)],
  ['client: encode getData', () => encodeRequest(1, getData)],
  ['client: encode reply to getData, 100 bytes', () => encodeReply(1, zxid(5, 2), dataReply)],
  ['client: decode reply to getData, 100 bytes', () => decodeReply(getData, replyFrame)],
  ['client: encode notification', () => encodeNotification(3, path, zxid(5, 2))],
  ['client: cut 16 frames out of a chunk', () => cut(stream)],
  ['peer: encode forward', () => frameParts(forward)],
  ['peer: decode forward', () => decodeFrame(forwardFrame)],
  ['peer: encode 1 proposal of 200 bytes and a commit, for two', () => toTwoLearners(single)],
  ['peer: decode 1 proposal and a commit', () => decodeFrame(singleFrame)],
  ['peer: encode 64 proposals and a commit, for two', () => toTwoLearners(sixtyFour)],
  ['peer: decode 64 proposals and a commit', () => decodeFrame(sixtyFourFrame)],
]

function cut(chunk: Uint8Array): number {
  let frames = 0
  decoder.push(chunk)
  while (decoder.next() !== undefined) frames++
  return frames
}

function frameParts(message: PeerMessage): unknown {
  writer.add(message)
  return writer.take()
}

let sink: unknown
for (const [name, run] of cases) {
  const nanoseconds: number[] = []
  for (let round = 0; round < RUNS; round++) {
    const begun = performance.now()
    for (let call = 0; call < CALLS; call++) sink = run()
    nanoseconds.push(((performance.now() - begun) * 1e6) / CALLS)
  }
  const median = nanoseconds.sort((a, b) => a - b)[RUNS >> 1] ?? 0
  console.log(`${Math.round(median).toString().padStart(7)} ns  ${name}${sink === undefined ? ' (nothing)' : ''}`)
}
