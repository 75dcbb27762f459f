import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ByteReader, ByteWriter, DecodeError } from '../src/index.ts'

type Field =
  | { readonly type: 'u8'; readonly value: number }
  | { readonly type: 'i32'; readonly value: number }
  | { readonly type: 'u32'; readonly value: number }
  | { readonly type: 'i53'; readonly value: number }
  | { readonly type: 'i64'; readonly value: bigint }
  | { readonly type: 'u64'; readonly value: bigint }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'buffer'; readonly value: Uint8Array | undefined }
  | { readonly type: 'string'; readonly value: string | undefined }

const anyField: fc.Arbitrary<Field> = fc.oneof(
  fc.record({ type: fc.constant('u8' as const), value: fc.integer({ min: 0, max: 255 }) }),
  fc.record({ type: fc.constant('i32' as const), value: fc.integer() }),
  fc.record({ type: fc.constant('u32' as const), value: fc.integer({ min: 0, max: 0xffff_ffff }) }),
  fc.record({ type: fc.constant('i53' as const), value: fc.maxSafeInteger() }),
  fc.record({ type: fc.constant('i64' as const), value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) }),
  fc.record({ type: fc.constant('u64' as const), value: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) }),
  fc.record({ type: fc.constant('boolean' as const), value: fc.boolean() }),
  fc.record({
    type: fc.constant('buffer' as const),
    value: fc.option(fc.uint8Array({ maxLength: 600 }), { nil: undefined }),
  }),
  fc.record({
    type: fc.constant('string' as const),
    value: fc.option(fc.string({ unit: 'grapheme', maxLength: 400 }), { nil: undefined }),
  }),
)

function write(writer: ByteWriter, field: Field): void {
  if (field.type === 'boolean') writer.boolean(field.value)
  else if (field.type === 'buffer') writer.buffer(field.value)
  else if (field.type === 'string') writer.string(field.value)
  else if (field.type === 'i64' || field.type === 'u64') writer.i64(field.value)
  else writer[field.type](field.value)
}

function encode(fields: readonly Field[], writer: ByteWriter = new ByteWriter(1)): Uint8Array {
  for (const field of fields) write(writer, field)
  return writer.take()
}

test('what was written is read', () => {
  fc.assert(
    fc.property(fc.array(anyField), (fields) => {
      const reader = new ByteReader(encode(fields))
      for (const { type, value } of fields) expect(reader[type]()).toEqual(value)
      expect(reader.remaining).toBe(0)
    }),
  )
})

test('records cut from one writer do not disturb each other', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(anyField, { maxLength: 5 })),
      fc.integer({ min: 1, max: 64 }),
      (records, capacity) => {
        const writer = new ByteWriter(capacity)
        const taken = records.map((fields) => encode(fields, writer))
        expect(taken).toEqual(records.map((fields) => encode(fields)))
      },
    ),
  )
})

test('arbitrary bytes, read as anything, give a value or a DecodeError', () => {
  const anyReading = fc.constantFrom('u8', 'i32', 'u32', 'i53', 'i64', 'u64', 'boolean', 'buffer', 'string')
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.array(anyReading, { minLength: 1 }), (bytes, readings) => {
      const reader = new ByteReader(bytes)
      try {
        for (const type of readings) reader[type]()
      } catch (error) {
        expect(error).toBeInstanceOf(DecodeError)
      }
      expect(reader.offset).toBeLessThanOrEqual(bytes.length)
    }),
    { numRuns: 1000 },
  )
})

test('numbers are big-endian and negatives have their two’s complement', () => {
  const writer = new ByteWriter()
  writer.i32(-2)
  writer.i53(-1)
  writer.i53(5 * 2 ** 32 + 17)
  writer.i64(0x0100_00cd_fe00_0000n)
  expect(hex(writer.finish())).toBe('fffffffe ffffffff ffffffff 00000005 00000011 010000cd fe000000')
})

test('undefined and empty are different', () => {
  const writer = new ByteWriter()
  writer.string(undefined)
  writer.string('')
  writer.buffer(undefined)
  writer.buffer(new Uint8Array(0))
  expect(hex(writer.finish())).toBe('ffffffff 00000000 ffffffff 00000000')
})

test('a length is believed only as far as there are bytes', () => {
  const read = (word: number, field: 'string' | 'buffer') => {
    const writer = new ByteWriter()
    writer.i32(word)
    writer.u8(0)
    return () => new ByteReader(writer.finish())[field]()
  }
  expect(read(0x7fff_ffff, 'string')).toThrow(DecodeError)
  expect(read(0x7fff_ffff, 'buffer')).toThrow(DecodeError)
  expect(read(-2, 'string')).toThrow(DecodeError)
  expect(read(-2, 'buffer')).toThrow(DecodeError)
  expect(read(1, 'buffer')()).toEqual(new Uint8Array(1))
  expect(() => new ByteReader(new Uint8Array(4)).bytes(-1)).toThrow(DecodeError)
})

test('a number beyond 53 bits is refused where it must be exact, and rounded where it is only compared', () => {
  const high = Uint8Array.of(0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)
  expect(() => new ByteReader(high).i53()).toThrow(DecodeError)
  expect(new ByteReader(high).i64Rounded()).toBe(2 ** 63)
})

test('the bytes of a reading are the frame’s own, and a reader keeps to its part', () => {
  const frame = Uint8Array.of(0, 1, 2, 3, 4)
  const reader = new ByteReader(frame, 1, 4)
  const bytes = reader.bytes(2)
  expect(bytes.buffer).toBe(frame.buffer)
  expect(reader.offset).toBe(3)
  reader.skip(1)
  expect(() => reader.u8()).toThrow(DecodeError)
})

test('finish may be read until reset, and a patched length is in it', () => {
  const writer = new ByteWriter(4)
  writer.i32(0)
  writer.string('abc')
  writer.i32At(0, writer.length)
  expect(hex(writer.finish())).toBe('0000000b 00000003 616263')
  writer.reset()
  expect(writer.length).toBe(0)
  writer.u32(0xffff_ffff)
  expect(hex(writer.finish())).toBe('ffffffff')
})

test('a patched length goes to its own record, not to the first in the buffer', () => {
  const writer = new ByteWriter(64)
  writer.i32(1)
  const first = writer.take()
  writer.i32(2)
  writer.i32At(0, 7)
  expect([hex(first), hex(writer.take())]).toEqual(['00000001', '00000007'])
})

test('small records share a buffer, a large one keeps its own', () => {
  const writer = new ByteWriter(64)
  const taken = [8, 8, 1000, 8].map((length) => {
    writer.bytes(new Uint8Array(length).fill(length))
    return writer.take()
  })
  expect(taken.map((record) => record.length)).toEqual([8, 8, 1000, 8])
  const [first, second, large, last] = taken.map((record) => record.buffer)
  expect(second).toBe(first)
  expect(large).not.toBe(first)
  expect(last).not.toBe(large)
  expect(last!.byteLength).toBe(64)
})

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte, at) => (at > 0 && at % 4 === 0 ? ' ' : '') + byte.toString(16).padStart(2, '0')).join('')
}

test('a part of an array is written as a view of it would be', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600, size: 'max' }), fc.nat(600), fc.nat(600), (bytes, from, count) => {
      const start = Math.min(from, bytes.length)
      const part = bytes.subarray(start, start + count)
      const [parted, viewed] = [new ByteWriter(64), new ByteWriter(64)]
      parted.bufferFrom(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), start, part.length)
      viewed.buffer(part)
      expect(parted.finish()).toEqual(viewed.finish())
    }),
  )
})

test('a reader steps over what was expected, and over nothing else', () => {
  const reader = new ByteReader(Uint8Array.of(1, 2, 3, 4), 1)
  expect(reader.skipIf(Uint8Array.of(2, 4))).toBe(false)
  expect(reader.skipIf(Uint8Array.of(2, 3, 4, 5))).toBe(false)
  expect(reader.offset).toBe(1)
  expect(reader.skipIf(Uint8Array.of(2, 3))).toBe(true)
  expect(reader.since(1)).toEqual(Uint8Array.of(2, 3))
  expect(reader.skipIf(new Uint8Array(0))).toBe(true)
  expect(reader.remaining).toBe(1)
})
