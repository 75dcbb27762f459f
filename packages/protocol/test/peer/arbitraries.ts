/** Messages of every kind, as peers may send them. */
import { EPOCH_LIMIT, type Epoch, PEER_ID_MAX, peerId, type ZabMessage, type Zxid, zxid } from '@quoll/core'
import fc from 'fast-check'
import type { PeerMessage } from '../../src/peer/index.ts'

const u32 = fc.integer({ min: 0, max: 0xffff_ffff })
const i32 = fc.integer()
const anyEpoch = fc.integer({ min: 0, max: EPOCH_LIMIT - 1 }) as fc.Arbitrary<number> as fc.Arbitrary<Epoch>
const anyZxid: fc.Arbitrary<Zxid> = fc.tuple(anyEpoch, u32).map(([epoch, counter]) => zxid(epoch, counter))
const anyPeer = fc.integer({ min: 1, max: PEER_ID_MAX }).map(peerId)
const anyCounter = fc.maxSafeNat()
const anySession = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const anyText = fc.string({ unit: 'grapheme', maxLength: 40 })
/** Small ones, which are copied, and some that travel as parts of their own. */
const anyPayload = fc.oneof(
  { weight: 5, arbitrary: fc.uint8Array({ maxLength: 30 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1000, max: 1100 }).map((length) => new Uint8Array(length).fill(length)) },
)
const anyBatch = fc
  .tuple(anyEpoch, fc.integer({ min: 1, max: 1000 }), fc.array(anyPayload, { minLength: 1, maxLength: 6 }))
  .map(([epoch, counter, payloads]) => ({ first: zxid(epoch, counter), payloads }))

const is = <T extends string>(type: T): fc.Arbitrary<T> => fc.constant(type)

export const anyZabMessage: fc.Arbitrary<ZabMessage> = fc.oneof(
  fc.record({
    type: is('notification'),
    role: fc.constantFrom('looking' as const, 'leading' as const, 'following' as const, 'observing' as const),
    round: anyCounter,
    vote: fc.record({ leader: anyPeer, zxid: anyZxid, epoch: anyEpoch }),
  }),
  fc.record({ type: is('follower-info'), attempt: anyCounter, acceptedEpoch: anyEpoch, observer: fc.boolean() }),
  fc.record({ type: is('leader-info'), attempt: anyCounter, epoch: anyEpoch }),
  fc.record({
    type: is('ack-epoch'),
    epoch: anyEpoch,
    currentEpoch: fc.option(anyEpoch, { nil: undefined }),
    last: anyZxid,
  }),
  fc.record({
    type: fc.constantFrom('diff' as const, 'snap' as const, 'new-leader' as const, 'ack-new-leader' as const),
    epoch: anyEpoch,
  }),
  fc.record({ type: is('trunc'), epoch: anyEpoch, to: anyZxid }),
  fc.record({ type: is('up-to-date'), epoch: anyEpoch, committed: anyZxid }),
  fc.record({ type: is('proposal'), epoch: anyEpoch, prev: anyZxid, batch: anyBatch }),
  fc.record({ type: is('ack'), epoch: anyEpoch, upTo: anyZxid }),
  fc.record({ type: is('commit'), epoch: anyEpoch, upTo: anyZxid, withYours: anyZxid }),
  fc.record({ type: fc.constantFrom('ping' as const, 'pong' as const), epoch: anyEpoch, sent: anyCounter }),
  fc.record({ type: is('farewell'), attempt: anyCounter, why: anyText }),
)

const anyHostMessage: fc.Arbitrary<PeerMessage> = fc.oneof(
  fc.record({
    type: is('forward'),
    request: u32,
    session: anySession,
    xid: i32,
    opCode: i32,
    auth: fc.array(fc.record({ scheme: anyText, id: anyText }), { maxLength: 3 }),
    body: anyPayload,
  }),
  fc.record({ type: is('open-session'), request: u32, session: anySession, timeoutMs: u32 }),
  fc.record({ type: fc.constantFrom('sync' as const, 'sync-done' as const), request: u32 }),
  fc.record({ type: is('revalidate'), session: anySession, timeoutMs: u32 }),
  fc.record({ type: is('revalidated'), session: anySession, valid: fc.boolean() }),
  fc.record({ type: is('touch'), sessions: fc.array(anySession, { maxLength: 5 }) }),
  fc.record({ type: is('snapshot-begin'), stream: u32, zxid: anyZxid }),
  fc.record({ type: is('snapshot-chunk'), stream: u32, index: u32, bytes: anyPayload }),
  fc.record({ type: is('snapshot-end'), stream: u32, chunks: u32 }),
  fc.record({ type: is('snapshot-ack'), stream: u32, received: u32 }),
)

export const anyMessage: fc.Arbitrary<PeerMessage> = fc.oneof(
  anyZabMessage.map((message) => ({ type: 'zab' as const, message })),
  anyHostMessage,
)
