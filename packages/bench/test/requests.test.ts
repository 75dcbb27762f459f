/** Requests that were encoded once and written over say what they ought to, to the codec of a server. */
import { decodeRequest, FrameDecoder, splitRequest } from '@quoll/protocol/client'
import { expect, test } from 'vitest'
import { KeyVersions } from '../src/load/key-versions.ts'
import { ephemeralPath, keyPath, sequentialPrefix, uniquePath } from '../src/load/paths.ts'
import { RequestWriter } from '../src/load/request-writer.ts'
import { isValue } from '../src/load/values.ts'
import { DEFAULT_LOAD } from '../src/suites.ts'
import { Outbox } from '../src/wire/outbox.ts'

const ROOT = '/quoll-bench-12345678'
const CONNECTION = 12_345
const VALUE_BYTES = 300
const load = { ...DEFAULT_LOAD, valueBytes: VALUE_BYTES, multi: 3 }

function written(write: (writer: RequestWriter) => void): { xid: number; request: ReturnType<typeof decodeRequest> }[] {
  const outbox = new Outbox()
  write(new RequestWriter(outbox, ROOT, load))
  const decoder = new FrameDecoder({ fourLetterWords: false })
  decoder.push(outbox.bytes.subarray(0, outbox.length))
  const requests = []
  for (let next = decoder.next(); next !== undefined; next = decoder.next()) {
    if (next.type !== 'frame') throw new Error(next.type)
    const { xid, opCode, body } = splitRequest(next.frame)
    requests.push({ xid, request: decodeRequest(opCode, body) })
  }
  return requests
}

test('one after the other, each with its xid and its path', () => {
  const requests = written((writer) => {
    writer.get(1, CONNECTION, 42)
    writer.exists(2, 0, 9_999_999)
    writer.create(3, CONNECTION, 123_456_789)
    writer.ephemeral(4, CONNECTION, 7)
    writer.delete(5, CONNECTION, 7)
    writer.sequential(6, CONNECTION)
    writer.children(7)
    writer.sync(0x7fff_ffff)
  })
  expect(requests.map(({ xid, request }) => [xid, request.type, 'path' in request ? request.path : ''])).toEqual([
    [1, 'get-data', keyPath(ROOT, CONNECTION, 42)],
    [2, 'exists', keyPath(ROOT, 0, 9_999_999)],
    [3, 'create', uniquePath(ROOT, CONNECTION, 123_456_789)],
    [4, 'create', ephemeralPath(ROOT, CONNECTION, 7)],
    [5, 'delete', ephemeralPath(ROOT, CONNECTION, 7)],
    [6, 'create', sequentialPrefix(ROOT, CONNECTION)],
    [7, 'get-children', `${ROOT}/m`],
    [0x7fff_ffff, 'sync', ROOT],
  ])
  expect(requests.map(({ request }) => ('flags' in request ? request.flags : undefined))).toEqual([
    undefined,
    undefined,
    0,
    1,
    undefined,
    2,
    undefined,
    undefined,
  ])
})

test('a set writes the value of its connection, key and version', () => {
  const [first] = written((writer) => writer.set(9, CONNECTION, 77, 5))
  expect(first?.request).toMatchObject({ type: 'set-data', path: keyPath(ROOT, CONNECTION, 77), version: -1 })
  const data = first?.request.type === 'set-data' ? first.request.data : undefined
  expect(data).toHaveLength(VALUE_BYTES)
  const owner = { connection: CONNECTION, key: 77, version: 5 }
  expect(isValue(data!, 0, VALUE_BYTES, owner)).toBe(true)
  for (const other of [{ connection: 1 }, { key: 1 }, { version: 6 }])
    expect(isValue(data!, 0, VALUE_BYTES, { ...owner, ...other })).toBe(false)
  data![VALUE_BYTES - 1]! ^= 1
  expect(isValue(data!, 0, VALUE_BYTES, owner)).toBe(false)
})

test('a multi sets keys that follow each other, round the end, each in its next version', () => {
  const versions = new KeyVersions(4)
  versions.write(3)
  const [first] = written((writer) => writer.multi(1, CONNECTION, 3, versions))
  const operations = first?.request.type === 'multi' ? first.request.operations : []
  expect(operations.map(({ path }) => path)).toEqual([3, 0, 1].map((key) => keyPath(ROOT, CONNECTION, key)))
  const versionsWritten = operations.map((operation, part) => {
    const key = (3 + part) % 4
    const data = operation.type === 'set-data' ? operation.data! : new Uint8Array(0)
    return [1, 2].find((version) => isValue(data, 0, VALUE_BYTES, { connection: CONNECTION, key, version }))
  })
  expect(versionsWritten).toEqual([2, 1, 1])
})

test('a turn with more than the outbox holds', () => {
  const requests = written((writer) => {
    for (let xid = 1; xid <= 2000; xid++) writer.set(xid, 1, xid, xid)
  })
  expect(requests.map(({ xid }) => xid)).toEqual(Array.from({ length: 2000 }, (_, at) => at + 1))
})
