/**
 * One of every message, byte for byte. Who changes a line here changes what peers of different versions tell each other:
 * PEER_PROTOCOL_VERSION must change with it.
 */
import { type Epoch, type PeerId, type ZabMessage, zxid } from '@quoll/core'
import { expect, test } from 'vitest'
import { decodeFrame, encodeFrame, PEER_PROTOCOL_VERSION, type PeerMessage } from '../../src/peer/index.ts'
import { bytesOf, hexOf } from '../hex.ts'

const epoch = 5 as Epoch
const upTo = zxid(5, 0x11)
const session = 0xfe00_000c_dfe0_0001n
const payloads = [bytesOf('0a0b'), new Uint8Array(0)]

const zab: readonly [ZabMessage, string][] = [
  [
    { type: 'notification', role: 'following', round: 7, vote: { leader: 3 as PeerId, zxid: upTo, epoch } },
    '01 02 0000000000000007 03 0000000500000011 00000005',
  ],
  [{ type: 'follower-info', attempt: 2, acceptedEpoch: epoch, observer: true }, '02 0000000000000002 00000005 01'],
  [{ type: 'leader-info', attempt: 2, epoch }, '03 0000000000000002 00000005'],
  [{ type: 'ack-epoch', epoch, currentEpoch: 4 as Epoch, last: zxid(4, 9) }, '04 00000005 00000004 0000000400000009'],
  [{ type: 'ack-epoch', epoch, currentEpoch: undefined, last: zxid(4, 9) }, '04 00000005 ffffffff 0000000400000009'],
  [{ type: 'diff', epoch }, '05 00000005'],
  [{ type: 'trunc', epoch, to: zxid(4, 9) }, '06 00000005 0000000400000009'],
  [{ type: 'snap', epoch }, '07 00000005'],
  [{ type: 'new-leader', epoch }, '08 00000005'],
  [{ type: 'ack-new-leader', epoch }, '09 00000005'],
  [{ type: 'up-to-date', epoch, committed: upTo }, '0a 00000005 0000000500000011'],
  [
    { type: 'proposal', epoch, prev: zxid(4, 9), batch: { first: zxid(5, 1), payloads } },
    '0b 00000005 0000000400000009 0000000500000001 00000002 00000002 0a0b 00000000',
  ],
  [{ type: 'ack', epoch, upTo }, '0c 00000005 0000000500000011'],
  [{ type: 'commit', epoch, upTo, withYours: upTo }, '0d 00000005 0000000500000011 0000000500000011'],
  [{ type: 'ping', epoch, sent: 1000 }, '0e 00000005 00000000000003e8'],
  [{ type: 'pong', epoch, sent: 1000 }, '0f 00000005 00000000000003e8'],
  [{ type: 'farewell', attempt: 2, why: 'bye' }, '10 0000000000000002 00000003 627965'],
]

const host: readonly [PeerMessage, string][] = [
  [
    {
      type: 'forward',
      request: 0xffff_fffe,
      session,
      xid: -8,
      opCode: 1,
      auth: [{ scheme: 'ip', id: '::1' }],
      body: bytesOf('0a0b'),
    },
    '20 fffffffe fe00000cdfe00001 fffffff8 00000001 00000001 00000002 6970 00000003 3a3a31 00000002 0a0b',
  ],
  [{ type: 'open-session', request: 6, session, timeoutMs: 10_000 }, '21 00000006 fe00000cdfe00001 00002710'],
  [{ type: 'sync', request: 6 }, '22 00000006'],
  [{ type: 'sync-done', request: 6 }, '23 00000006'],
  [{ type: 'revalidate', session, timeoutMs: 10_000 }, '24 fe00000cdfe00001 00002710'],
  [{ type: 'revalidated', session, valid: true }, '25 fe00000cdfe00001 01'],
  [{ type: 'touch', sessions: [session, 1n] }, '26 00000002 fe00000cdfe00001 0000000000000001'],
  [{ type: 'snapshot-begin', stream: 3, zxid: upTo }, '27 00000003 0000000500000011'],
  [{ type: 'snapshot-chunk', stream: 3, index: 1, bytes: bytesOf('0a0b') }, '28 00000003 00000001 00000002 0a0b'],
  [{ type: 'snapshot-end', stream: 3, chunks: 2 }, '29 00000003 00000002'],
  [{ type: 'snapshot-ack', stream: 3, received: 1 }, '2a 00000003 00000001'],
]

const golden: readonly [string, PeerMessage, string][] = [
  ...zab.map(([message, hex]): [string, PeerMessage, string] => [message.type, { type: 'zab', message }, hex]),
  ...host.map(([message, hex]): [string, PeerMessage, string] => [message.type, message, hex]),
]

test('this is version 2 of the frames', () => {
  expect(PEER_PROTOCOL_VERSION).toBe(2)
})

test.each(golden)('%s', (_, message, hex) => {
  expect(encodeFrame([message]).map(hexOf).join('')).toBe(hex.replaceAll(' ', ''))
  expect(decodeFrame(bytesOf(hex))).toEqual([message])
})

test.each([
  ['a tag nobody has', '63'],
  ['an epoch that no zxid can carry', '05 00200000'],
  ['a zxid whose epoch is out of bounds', '0d 00000005 0020000000000000'],
  ['a negative zxid', '0d 00000005 ffffffffffffffff'],
  ['a negative tick', '0e 00000005 ffffffffffffffff'],
  ['a round beyond 53 bits', '03 0020000000000000 00000005'],
  ['a role there is not', '01 04 0000000000000007 03 0000000500000011 00000005'],
  ['the peer 0', '01 02 0000000000000007 00 0000000500000011 00000005'],
  ['the peer 255', '01 02 0000000000000007 ff 0000000500000011 00000005'],
  ['a flag that is neither', '25 fe00000cdfe00001 02'],
  ['a farewell without words', '10 0000000000000002 ffffffff'],
  ['a proposal of nothing', '0b 00000005 0000000400000009 0000000500000001 00000000'],
  [
    'a proposal that runs into the next epoch',
    '0b 00000005 0000000400000009 00000005ffffffff 00000002 00000000 00000000',
  ],
  ['more transactions than bytes', '0b 00000005 0000000400000009 0000000500000001 ffffffff 00000000'],
  ['more sessions than bytes', '26 20000000 fe00000cdfe00001'],
  ['more ids than bytes', '20 fffffffe fe00000cdfe00001 fffffff8 00000001 ffffffff 00000000'],
  ['a chunk longer than the frame', '28 00000003 00000001 ffffffff 0a0b'],
])('refused: %s', (_, hex) => {
  expect(() => decodeFrame(bytesOf(hex))).toThrow(expect.objectContaining({ name: 'DecodeError' }))
})
