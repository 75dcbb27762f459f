import { ByteWriter, encodeUtf8 } from '@quoll/bytes'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TextHeap, textLength } from '../src/store/text-heap.ts'

const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 40 }),
  fc.string({ minLength: 1, maxLength: 40, unit: 'binary' }),
  fc.integer({ min: 1, max: 20_000 }).map((length) => '/path'.repeat(length).slice(0, length)),
  fc.integer({ min: 1, max: 9000 }).map((length) => '/日本'.repeat(length).slice(0, length)),
)

test('texts come back as they were, and are equal to themselves only', () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 10 }), (texts) => {
      const heap = new TextHeap()
      const stored = texts.map((each) => ({ text: each, address: heap.put(each), length: textLength(each) }))
      for (const { text, address, length } of stored) {
        expect(heap.get(address, length)).toBe(text)
        for (const other of texts) expect(heap.equals(address, length, other)).toBe(other === text)
      }
    }),
  )
})

test('a text is written as the string is', () => {
  fc.assert(
    fc.property(text, (text) => {
      const heap = new TextHeap()
      const [direct, string] = [new ByteWriter(), new ByteWriter()]
      for (const writer of [direct, string]) writer.string('before')
      heap.write(direct, heap.put(text), textLength(text))
      string.string(text)
      expect(direct.finish()).toEqual(string.finish())
    }),
  )
})

test('a text of ASCII characters is the same whether it came as a string or as bytes', () => {
  const ascii = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(ascii, ascii, (text, other) => {
      const heap = new TextHeap()
      const bytes = encodeUtf8(`--${text}--`)
      const end = bytes.length - 2
      const fromBytes = heap.putAscii(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 2, end)
      const fromString = heap.put(text)
      expect(heap.get(fromBytes, text.length)).toBe(text)
      expect(heap.equals(fromBytes, text.length, text)).toBe(true)
      expect(heap.equalsAscii(fromString, text.length, bytes, 2, end)).toBe(true)
      expect(heap.equalsAscii(heap.put(other), other.length, bytes, 2, end)).toBe(other === text)
    }),
  )
})

test('a released place is used again', () => {
  const heap = new TextHeap()
  const address = heap.put('/日本')
  heap.release(address, textLength('/日本'))
  expect(heap.put('/a')).toBe(address)
})
