/**
 * The records that no recorded conversation shows, spelled out field by field from their declarations: a mistake made alike
 * in encoder and decoder would pass every round trip.
 */
import { expect, test } from 'vitest'
import {
  type ClientRequest,
  decodeReply,
  decodeRequest,
  encodeReply,
  encodeRequest,
  type Reply,
  type StatRecord,
  splitRequest,
} from '../../src/client/index.ts'
import { bytesOf, hexOf } from '../hex.ts'

const PATH = '00000002 2f61'
const ACL = '00000001 0000001f 00000005 776f726c64 00000006 616e796f6e65'
const OPEN = [{ perms: 31, scheme: 'world', id: 'anyone' }]

/** Every field another number, so that none can change places with another unnoticed. */
const stat: StatRecord = {
  czxid: 0x1_0000_0002,
  mzxid: 0x3_0000_0004,
  ctime: 5,
  mtime: 6,
  version: 7,
  cversion: -2,
  aversion: -1,
  ephemeralOwner: 0xfe00_0000_0000_0008n,
  dataLength: 9,
  numChildren: 10,
  pzxid: 11,
}
const STAT =
  '0000000100000002 0000000300000004 0000000000000005 0000000000000006 00000007 fffffffe ffffffff fe00000000000008 00000009 0000000a 000000000000000b'

const watched = { path: '/a', watch: true } as const
const lists = { relativeZxid: -1, data: ['/a'], exists: [], child: ['/a'] }

const requests: readonly [ClientRequest, opCode: number, body: string][] = [
  [{ type: 'delete', path: '/a', version: -1 }, 2, `${PATH} ffffffff`],
  [{ type: 'exists', ...watched }, 3, `${PATH} 01`],
  [{ type: 'get-acl', path: '/a' }, 6, PATH],
  [{ type: 'set-acl', path: '/a', acl: OPEN, version: 3 }, 7, `${PATH} ${ACL} 00000003`],
  [{ type: 'set-acl', path: '/a', acl: undefined, version: 3 }, 7, `${PATH} ffffffff 00000003`],
  [{ type: 'get-children', ...watched }, 8, `${PATH} 01`],
  [{ type: 'sync', path: '/a' }, 9, PATH],
  [{ type: 'get-children2', path: '/a', watch: false }, 12, `${PATH} 00`],
  [{ type: 'check', path: '/a', version: 3 }, 13, `${PATH} 00000003`],
  [
    { type: 'reconfig', joining: undefined, leaving: '3', newMembers: undefined, configVersion: -1 },
    16,
    'ffffffff 00000001 33 ffffffff ffffffffffffffff',
  ],
  [{ type: 'check-watches', path: '/a', watcherType: 'child' }, 17, `${PATH} 00000001`],
  [{ type: 'remove-watches', path: '/a', watcherType: 'data' }, 18, `${PATH} 00000002`],
  [{ type: 'remove-watches', path: '/a', watcherType: 'any' }, 18, `${PATH} 00000003`],
  [{ type: 'remove-watches', path: '/a', watcherType: 'persistent' }, 18, `${PATH} 00000004`],
  [
    {
      type: 'create',
      operation: 'createContainer',
      path: '/a',
      data: undefined,
      acl: OPEN,
      flags: 4,
      ttlMs: undefined,
    },
    19,
    `${PATH} ffffffff ${ACL} 00000004`,
  ],
  [
    { type: 'create', operation: 'createTtl', path: '/a', data: undefined, acl: OPEN, flags: 5, ttlMs: 2 ** 40 - 1 },
    21,
    `${PATH} ffffffff ${ACL} 00000005 000000ffffffffff`,
  ],
  [
    {
      type: 'multi-read',
      operations: [
        { type: 'get-data', ...watched },
        { type: 'get-children', ...watched },
      ],
    },
    22,
    `00000004 00 ffffffff ${PATH} 01 00000008 00 ffffffff ${PATH} 01 ffffffff 01 ffffffff`,
  ],
  [{ type: 'sasl', token: bytesOf('0a0b') }, 102, '00000002 0a0b'],
  [{ type: 'get-ephemerals', prefix: '/a' }, 103, PATH],
  [{ type: 'get-all-children-number', path: '/a' }, 104, PATH],
  [
    { type: 'set-watches2', ...lists, persistent: ['/a'], persistentRecursive: [] },
    105,
    `ffffffffffffffff 00000001 ${PATH} 00000000 00000001 ${PATH} 00000001 ${PATH} 00000000`,
  ],
  [{ type: 'add-watch', path: '/a', mode: 'persistent' }, 106, `${PATH} 00000000`],
  [{ type: 'who-am-i' }, 107, ''],
]

test.each(requests.map(([request, opCode, body]) => ({ type: request.type, request, opCode, body })))(
  'request: $type',
  ({ request, opCode, body }) => {
    const split = splitRequest(encodeRequest(1, request))
    expect(split.opCode).toBe(opCode)
    expect(hexOf(split.body)).toBe(body.replaceAll(' ', ''))
    expect(decodeRequest(opCode, bytesOf(body))).toEqual(request)
  },
)

const getAcl: ClientRequest = { type: 'get-acl', path: '/a' }
const exists: ClientRequest = { type: 'exists', ...watched }
const multiRead: ClientRequest = { type: 'multi-read', operations: [] }

const replies: readonly [to: ClientRequest, Reply, body: string][] = [
  [exists, { type: 'stat', stat }, STAT],
  [getAcl, { type: 'acl', acl: OPEN, stat }, `${ACL} ${STAT}`],
  [
    { type: 'get-children', ...watched },
    { type: 'children', children: ['b', 'cd'] },
    '00000002 00000001 62 00000002 6364',
  ],
  [
    { type: 'get-children2', ...watched },
    { type: 'children-and-stat', children: ['b'], stat },
    `00000001 00000001 62 ${STAT}`,
  ],
  [{ type: 'get-data', ...watched }, { type: 'data', data: undefined, stat }, `ffffffff ${STAT}`],
  [{ type: 'sync', path: '/a' }, { type: 'path', path: '/a' }, PATH],
  [{ type: 'get-ephemerals', prefix: undefined }, { type: 'children', children: ['/a'] }, `00000001 ${PATH}`],
  [{ type: 'get-all-children-number', path: '/' }, { type: 'count', count: 5 }, '00000005'],
  [
    { type: 'who-am-i' },
    { type: 'identities', identities: [{ scheme: 'ip', user: '::1' }] },
    '00000001 00000002 6970 00000003 3a3a31',
  ],
  [{ type: 'sasl', token: undefined }, { type: 'token', token: undefined }, 'ffffffff'],
  [
    multiRead,
    {
      type: 'multi',
      results: [
        { type: 'get-data', data: bytesOf('0a'), stat },
        { type: 'get-children', children: ['b'] },
        { type: 'error', code: -102 },
      ],
    },
    `00000004 00 00000000 00000001 0a ${STAT} 00000008 00 00000000 00000001 00000001 62 ffffffff 00 ffffff9a ffffff9a ffffffff 01 ffffffff`,
  ],
  [
    { type: 'multi', operations: [] },
    { type: 'multi', results: [{ type: 'create2', path: '/a', stat }, { type: 'delete' }, { type: 'check' }] },
    `0000000f 00 00000000 ${PATH} ${STAT} 00000002 00 00000000 0000000d 00 00000000 ffffffff 01 ffffffff`,
  ],
]

test.each(replies.map(([to, reply, body]) => ({ type: to.type, to, reply, body })))(
  'reply to $type',
  ({ to, reply, body }) => {
    const frame = encodeReply(1, 2, reply)
    expect(hexOf(frame)).toBe(`00000001000000000000000200000000${body.replaceAll(' ', '')}`)
    expect(decodeReply(to, frame).reply).toEqual(reply)
  },
)
