import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeUtf8, encodeUtf8, utf8Length } from '../src/index.ts'

// The platform's own, which the types of a pure package do not know.
declare const TextEncoder: new () => { encode(text: string): Uint8Array }
declare const TextDecoder: new (label: string, options: object) => { decode(bytes: Uint8Array): string }

// Any sequence of UTF-16 units, lone surrogates among them, and lengths beyond one chunk of the decoder.
const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 }).map((units) => String.fromCharCode(...units)),
  fc.tuple(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(6000)).map(([text, times]) => text.repeat(times)),
)

// Mostly bytes that mean something in UTF-8, so that sequences get far before they break.
const anyBytes = fc
  .uint8Array({ maxLength: 40 })
  .chain((bytes) =>
    fc
      .array(fc.constantFrom(0x41, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5))
      .map((telling) => Uint8Array.from([...telling, ...bytes])),
  )

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

test('encodes as the platform does, and knows the length beforehand', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const bytes = encodeUtf8(text)
      expect(bytes).toEqual(new Uint8Array(new TextEncoder().encode(text)))
      expect(utf8Length(text)).toBe(bytes.length)
    }),
  )
})

test('decodes any bytes as the platform does', () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      expect(decodeUtf8(bytes)).toBe(decoder.decode(bytes))
    }),
    { numRuns: 2000 },
  )
})

test('what is well formed comes back as it was', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(decodeUtf8(encodeUtf8(text))).toBe(decoder.decode(new TextEncoder().encode(text)))
    }),
  )
})

test.each([
  ['overlong slash', [0xc0, 0xaf], '\ufffd\ufffd'],
  ['a surrogate on its own', [0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'],
  ['a sequence cut short', [0xf0, 0x9f, 0xa6, 0x41], '\ufffdA'],
  ['beyond the last code point', [0xf4, 0x90, 0x80, 0x80], '\ufffd\ufffd\ufffd\ufffd'],
  ['a byte order mark, kept', [0xef, 0xbb, 0xbf], '\ufeff'],
])('%s', (_, bytes, text) => {
  expect(decodeUtf8(Uint8Array.from(bytes))).toBe(text)
})

test('a part of an array is decoded and its neighbours are left alone', () => {
  const bytes = encodeUtf8('xx/päth')
  expect(decodeUtf8(bytes, 2, 5)).toBe('/p\ufffd')
  expect(decodeUtf8(bytes, 2)).toBe('/päth')
  expect(decodeUtf8(bytes, 2, 2)).toBe('')
})
