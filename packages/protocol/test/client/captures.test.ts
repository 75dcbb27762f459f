/**
 * Conversations recorded between stock clients and ZooKeeper 3.9.5. Every frame is decoded and encoded again, in whichever
 * direction it went, and must come out byte for byte.
 */
import { expect, test } from 'vitest'
import {
  type ClientRequest,
  decodeConnectRequest,
  decodeConnectResponse,
  decodeNotification,
  decodeReply,
  decodeRequest,
  EventType,
  encodeConnectRequest,
  encodeConnectResponse,
  encodeNotification,
  encodeReply,
  encodeRequest,
  type Reply,
  splitRequest,
} from '../../src/client/index.ts'
import { bytesOf, hexOf, payloadOf } from '../hex.ts'

const OPEN = [{ perms: 31, scheme: 'world', id: 'anyone' }]
const HI = bytesOf('6869')
const SESSION = 0x0100_0023_4b11_0000n

const STAT_OF_SEQUENTIAL = {
  czxid: 3,
  mzxid: 3,
  ctime: 0x1a2027ff68c,
  mtime: 0x1a2027ff68c,
  version: 0,
  cversion: 0,
  aversion: 0,
  ephemeralOwner: SESSION,
  dataLength: 0,
  numChildren: 0,
  pzxid: 3,
}
const STAT_OF_PARENT = {
  ...STAT_OF_SEQUENTIAL,
  czxid: 2,
  mzxid: 2,
  ctime: 0x1a2027ff67e,
  mtime: 0x1a2027ff67e,
  cversion: 1,
  ephemeralOwner: undefined,
  dataLength: 2,
  numChildren: 1,
}

const CREATE: ClientRequest = {
  type: 'create',
  operation: 'create',
  path: '/a',
  data: HI,
  acl: OPEN,
  flags: 0,
  ttlMs: undefined,
}
const GET_DATA: ClientRequest = { type: 'get-data', path: '/a', watch: true }
const MULTI: ClientRequest = {
  type: 'multi',
  operations: [
    {
      type: 'create',
      operation: 'create',
      path: '/m',
      data: new Uint8Array(0),
      acl: OPEN,
      flags: 0,
      ttlMs: undefined,
    },
    { type: 'check', path: '/nope', version: -1 },
  ],
}
const AUTH: ClientRequest = { type: 'auth', scheme: 'digest', credentials: bytesOf('626f623a626f62736563726574') }
const SET_WATCHES: ClientRequest = {
  type: 'set-watches',
  relativeZxid: 1,
  data: ['/a'],
  exists: [],
  child: [],
  persistent: [],
  persistentRecursive: [],
}

const requests: readonly [name: string, xid: number, request: ClientRequest, hex: string][] = [
  [
    'create',
    1,
    CREATE,
    '000000330000000100000001000000022f61000000026869000000010000001f00000005776f726c6400000006616e796f6e6500000000',
  ],
  [
    'create2 of an ephemeral sequential znode',
    2,
    {
      type: 'create',
      operation: 'create2',
      path: '/a/s-',
      data: new Uint8Array(0),
      acl: OPEN,
      flags: 3,
      ttlMs: undefined,
    },
    '00000034000000020000000f000000052f612f732d00000000000000010000001f00000005776f726c6400000006616e796f6e6500000003',
  ],
  ['getData with a watch', 3, GET_DATA, '0000000f0000000300000004000000022f6101'],
  [
    'setData',
    4,
    { type: 'set-data', path: '/a', data: bytesOf('78'), version: 0 },
    '000000170000000400000005000000022f61000000017800000000',
  ],
  [
    'multi',
    9,
    MULTI,
    '00000059000000090000000e0000000100ffffffff000000022f6d00000000000000010000001f00000005776f726c6400000006616e796f6e65000000000000000d00ffffffff000000052f6e6f7065ffffffffffffffff01ffffffff',
  ],
  ['ping', -2, { type: 'ping' }, '00000008 fffffffe 0000000b'],
  ['auth', -4, AUTH, '00000027 fffffffc 00000064 00000000 00000006 646967657374 0000000d 626f623a626f62736563726574'],
  [
    'addWatch',
    11,
    { type: 'add-watch', path: '/', mode: 'persistent-recursive' },
    '00000011 0000000b 0000006a 00000001 2f 00000001',
  ],
  [
    'setWatches',
    -8,
    SET_WATCHES,
    '00000022 fffffff8 00000065 0000000000000001 00000001 00000002 2f61 00000000 00000000',
  ],
  ['closeSession', 1, { type: 'close-session' }, '00000008 00000001 fffffff5'],
]

test.each(requests)('request: %s', (_, xid, request, hex) => {
  const frame = payloadOf(hex)
  const { xid: decodedXid, opCode, body } = splitRequest(frame)
  expect({ xid: decodedXid, request: decodeRequest(opCode, body) }).toEqual({ xid, request })
  expect(hexOf(encodeRequest(xid, request))).toBe(hexOf(frame))
})

const replies: readonly [name: string, to: ClientRequest, xid: number, zxid: number, reply: Reply, hex: string][] = [
  ['create', CREATE, 1, 2, { type: 'path', path: '/a' }, '00000016 00000001 0000000000000002 00000000 00000002 2f61'],
  [
    'create2',
    { ...CREATE, operation: 'create2' },
    2,
    3,
    { type: 'path-and-stat', path: '/a/s-0000000000', stat: STAT_OF_SEQUENTIAL },
    '00000067000000020000000000000003000000000000000f2f612f732d3030303030303030303000000000000000030000000000000003000001a2027ff68c000001a2027ff68c000000000000000000000000010000234b11000000000000000000000000000000000003',
  ],
  [
    'getData',
    GET_DATA,
    3,
    3,
    { type: 'data', data: HI, stat: { ...STAT_OF_PARENT, pzxid: 3 } },
    '0000005a0000000300000000000000030000000000000002686900000000000000020000000000000002000001a2027ff67e000001a2027ff67e000000000000000100000000000000000000000000000002000000010000000000000003',
  ],
  [
    'exists, not there',
    { type: 'exists', path: '/nope', watch: true },
    5,
    4,
    { type: 'error', code: -101 },
    '00000010 00000005 0000000000000004 ffffff9b',
  ],
  [
    'multi that failed',
    MULTI,
    9,
    5,
    {
      type: 'multi',
      results: [
        { type: 'error', code: 0 },
        { type: 'error', code: -101 },
      ],
    },
    '0000003300000009000000000000000500000000 ffffffff 00 00000000 00000000 ffffffff 00 ffffff9b ffffff9b ffffffff 01 ffffffff',
  ],
  ['ping', { type: 'ping' }, -2, 6, { type: 'done' }, '00000010 fffffffe 0000000000000006 00000000'],
  ['auth', AUTH, -4, 0, { type: 'done' }, '00000010 fffffffc 0000000000000000 00000000'],
  [
    'addWatch',
    { type: 'add-watch', path: '/', mode: 'persistent-recursive' },
    11,
    6,
    { type: 'watch-added' },
    '00000014 0000000b 0000000000000006 00000000 00000000',
  ],
  ['setWatches', SET_WATCHES, -8, 6, { type: 'done' }, '00000010 fffffff8 0000000000000006 00000000'],
  [
    'an unknown operation',
    { type: 'unknown', opCode: 999 },
    13,
    -1,
    { type: 'error', code: -6 },
    '00000010 0000000d ffffffffffffffff fffffffa',
  ],
  ['closeSession', { type: 'close-session' }, 1, 8, { type: 'done' }, '00000010 00000001 0000000000000008 00000000'],
]

test.each(replies)('reply: %s', (_, request, xid, zxid, reply, hex) => {
  const frame = payloadOf(hex)
  const error = reply.type === 'error' ? reply.code : 0
  expect(decodeReply(request, frame)).toEqual({ xid, zxid, error, reply })
  expect(hexOf(encodeReply(xid, zxid, reply))).toBe(hexOf(frame))
})

test('reply: multi that went through, a stat in it', () => {
  const stat = { ...STAT_OF_SEQUENTIAL, ephemeralOwner: undefined }
  const statHex =
    '0000000000000003 0000000000000003 000001a2027ff68c 000001a2027ff68c 00000000 00000000 00000000 0000000000000000 00000000 00000000 0000000000000003'
  const frame = payloadOf(
    `000000750000000a000000000000000600000000 00000001 00 00000000 00000002 2f6d 00000005 00 00000000 ${statHex} ffffffff 01 ffffffff`,
  )
  const reply: Reply = {
    type: 'multi',
    results: [
      { type: 'create', path: '/m' },
      { type: 'set-data', stat },
    ],
  }
  expect(decodeReply(MULTI, frame)).toEqual({ xid: 10, zxid: 6, error: 0, reply })
  expect(hexOf(encodeReply(10, 6, reply))).toBe(hexOf(frame))
})

test.each([
  ['of a change', 4, '0000001e ffffffff 0000000000000004 00000000 00000003 00000003 00000002 2f61'],
  ['of what setWatches found', -1, '0000001e ffffffff ffffffffffffffff 00000000 00000003 00000003 00000002 2f61'],
])('notification: %s', (_, zxid, hex) => {
  const frame = payloadOf(hex)
  expect(decodeNotification(frame)).toEqual({ zxid, type: EventType.dataChanged, path: '/a' })
  expect(hexOf(encodeNotification(EventType.dataChanged, '/a', zxid))).toBe(hexOf(frame))
})

const CONNECT_REQUEST =
  '0000002d 00000000 0000000000000000 00002710 0000000000000000 00000010 00000000000000000000000000000000 00'
const CONNECT_RESPONSE = '00000025 00000000 00002710 010000234b110000 00000010 5570d35abe63e4b3bbf7032937c54827 00'

test('handshake: the request, with the flag and without', () => {
  const frame = payloadOf(CONNECT_REQUEST)
  const request = { lastZxidSeen: 0, timeoutMs: 10_000, sessionId: 0n, password: new Uint8Array(16), readOnly: false }
  expect(decodeConnectRequest(frame)).toEqual(request)
  expect(hexOf(encodeConnectRequest(request))).toBe(hexOf(frame))

  const old = { ...request, readOnly: undefined }
  expect(decodeConnectRequest(frame.subarray(0, 44))).toEqual(old)
  expect(hexOf(encodeConnectRequest(old))).toBe(hexOf(frame.subarray(0, 44)))
})

test('handshake: the response, with the flag and without', () => {
  const frame = payloadOf(CONNECT_RESPONSE)
  const password = bytesOf('5570d35abe63e4b3bbf7032937c54827')
  const response = { timeoutMs: 10_000, sessionId: SESSION, password, readOnly: false }
  expect(decodeConnectResponse(frame)).toEqual(response)
  expect(hexOf(encodeConnectResponse(response))).toBe(hexOf(frame))

  const old = { ...response, readOnly: undefined }
  expect(decodeConnectResponse(frame.subarray(0, 36))).toEqual(old)
  expect(encodeConnectResponse(old)).toHaveLength(36)
})
