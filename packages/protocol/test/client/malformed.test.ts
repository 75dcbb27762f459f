/** What ZooKeeper answers with -5, and the nulls it does not. */
import { ByteWriter, DecodeError } from '@quoll/bytes'
import { expect, test } from 'vitest'
import { type CreateRequest, decodeRequest, encodeRequest, OpCode, splitRequest } from '../../src/client/index.ts'

type Part = { readonly type: number; readonly write: (writer: ByteWriter) => void }

function body(write: (writer: ByteWriter) => void): Uint8Array {
  const writer = new ByteWriter()
  write(writer)
  return writer.take()
}

function multi(...parts: readonly Part[]): Uint8Array {
  return body((writer) => {
    for (const { type, write } of parts) {
      writer.i32(type)
      writer.boolean(false)
      writer.i32(-1)
      write(writer)
    }
    writer.i32(-1)
    writer.boolean(true)
    writer.i32(-1)
  })
}

function create(type: number, flags: number): Part {
  return {
    type,
    write: (writer) => {
      writer.string('/c')
      writer.buffer(undefined)
      writer.i32(0)
      writer.i32(flags)
      if (type === OpCode.createTtl) writer.i53(1000)
    },
  }
}

const getData: Part = {
  type: OpCode.getData,
  write: (writer) => {
    writer.string('/a')
    writer.boolean(false)
  },
}
const remove: Part = {
  type: OpCode.delete,
  write: (writer) => {
    writer.string('/a')
    writer.i32(-1)
  },
}

test('a multi of writes and reads is malformed, on either side', () => {
  expect(() => decodeRequest(OpCode.multi, multi(remove, getData))).toThrow(DecodeError)
  expect(() => decodeRequest(OpCode.multi, multi(getData))).toThrow(DecodeError)
  expect(() => decodeRequest(OpCode.multiRead, multi(getData, remove))).toThrow(DecodeError)
  expect(() => decodeRequest(OpCode.multiRead, multi(remove))).toThrow(DecodeError)
})

test.each([OpCode.exists, OpCode.getAcl, OpCode.setAcl, OpCode.sync, OpCode.getChildren2, 0, 999])(
  'operation %s cannot be part of a multi',
  (type) => {
    expect(() => decodeRequest(OpCode.multi, multi({ ...remove, type }))).toThrow(DecodeError)
  },
)

test('a multi without its terminator is malformed, an empty one is not', () => {
  const whole = multi(remove)
  expect(() => decodeRequest(OpCode.multi, whole.subarray(0, whole.length - 9))).toThrow(DecodeError)
  expect(decodeRequest(OpCode.multi, multi())).toEqual({ type: 'multi', operations: [] })
  expect(decodeRequest(OpCode.multiRead, multi())).toEqual({ type: 'multi-read', operations: [] })
})

test.each<
  [asked: 'create' | 'create2' | 'createContainer' | 'createTtl', flags: number, becomes: CreateRequest['operation']]
>([
  ['create', 0, 'create'],
  ['create', 3, 'create'],
  ['create2', 1, 'create2'],
  ['create', 4, 'createContainer'],
  ['create2', 4, 'createContainer'],
  ['createContainer', 2, 'createContainer'],
  ['createContainer', 4, 'createContainer'],
  ['createTtl', 0, 'create'],
  ['createTtl', 3, 'create'],
  ['createTtl', 4, 'createContainer'],
  ['createTtl', 5, 'createTtl'],
  ['createTtl', 6, 'createTtl'],
])('in a multi, %s with flags %i becomes %s', (asked, flags, becomes) => {
  const request = decodeRequest(OpCode.multi, multi(create(OpCode[asked], flags)))
  const ttlMs = becomes === 'createTtl' ? 1000 : undefined
  expect(request).toMatchObject({ operations: [{ operation: becomes, flags, ttlMs }] })
})

test.each([
  ['create', 5],
  ['create2', 6],
  ['createContainer', 5],
  ['create', 7],
  ['create', -1],
  ['createTtl', 7],
] as const)('in a multi, %s with flags %i is malformed', (asked, flags) => {
  expect(() => decodeRequest(OpCode.multi, multi(create(OpCode[asked], flags)))).toThrow(DecodeError)
})

test('at the top level any flags are handed on: judging them is not the codec’s', () => {
  expect(decodeRequest(OpCode.create, body(create(OpCode.create, 77).write))).toMatchObject({ flags: 77 })
})

test.each([
  ['exists', OpCode.exists],
  ['getData', OpCode.getData],
  ['getAcl', OpCode.getAcl],
  ['getAllChildrenNumber', OpCode.getAllChildrenNumber],
  ['addWatch', OpCode.addWatch],
  ['removeWatches', OpCode.removeWatches],
])('%s of a null path is malformed', (_, opCode) => {
  const nullPath = body((writer) => {
    writer.string(undefined)
    writer.i32(1)
  })
  expect(() => decodeRequest(opCode, nullPath)).toThrow(DecodeError)
})

test('the path of a write may be null, of a sync too: that is answered elsewhere', () => {
  const nullPath = body((writer) => {
    writer.string(undefined)
    writer.i32(-1)
  })
  expect(decodeRequest(OpCode.delete, nullPath)).toEqual({ type: 'delete', path: undefined, version: -1 })
  expect(decodeRequest(OpCode.sync, nullPath)).toEqual({ type: 'sync', path: undefined })
  expect(decodeRequest(OpCode.getEphemerals, nullPath)).toEqual({ type: 'get-ephemerals', prefix: undefined })
})

test('numbers that name no watch are malformed', () => {
  const watch = (number: number) =>
    body((writer) => {
      writer.string('/a')
      writer.i32(number)
    })
  for (const mode of [-1, 2]) expect(() => decodeRequest(OpCode.addWatch, watch(mode))).toThrow(DecodeError)
  for (const type of [0, 6, -1]) expect(() => decodeRequest(OpCode.removeWatches, watch(type))).toThrow(DecodeError)
  expect(decodeRequest(OpCode.checkWatches, watch(5))).toMatchObject({ watcherType: 'persistent-recursive' })
})

test('setWatches needs its lists, and other negative counts than -1 are empty ones', () => {
  const lists = (count: number) =>
    body((writer) => {
      writer.i53(7)
      for (let list = 0; list < 3; list++) writer.i32(count)
    })
  expect(() => decodeRequest(OpCode.setWatches, lists(-1))).toThrow(DecodeError)
  expect(decodeRequest(OpCode.setWatches, lists(-5))).toMatchObject({
    relativeZxid: 7,
    data: [],
    exists: [],
    child: [],
  })
})

test('a count of more elements than could follow is refused before anything is made of it', () => {
  const acl = body((writer) => {
    writer.string('/a')
    writer.i32(0x7fff_ffff)
  })
  expect(() => decodeRequest(OpCode.setAcl, acl)).toThrow(/elements/)
})

test('malformed UTF-8 in a path becomes U+FFFD, which no legal path contains', () => {
  const path = body((writer) => {
    writer.i32(3)
    writer.bytes(Uint8Array.of(0x2f, 0xff, 0x61))
    writer.boolean(false)
  })
  expect(decodeRequest(OpCode.exists, path)).toMatchObject({ path: '/\ufffda' })
})

test('what a client may not ask for is unknown, not malformed', () => {
  for (const opCode of [0, -1, -10, 10, 20, 999])
    expect(decodeRequest(opCode, new Uint8Array(0))).toEqual({ type: 'unknown', opCode })
})

test('a frame shorter than a header is no request', () => {
  expect(() => splitRequest(encodeRequest(1, { type: 'ping' }).subarray(0, 7))).toThrow(DecodeError)
})
