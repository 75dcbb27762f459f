import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ReplyStream } from '../src/wire/reply-stream.ts'

const frames = fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { maxLength: 20 })

test('frames come out as they went in, however the bytes were cut', () => {
  fc.assert(
    fc.property(frames, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (wanted, cuts) => {
      const bytes = wanted.flatMap((frame) => [0, 0, 0, frame.length, ...frame])
      const got: Uint8Array[] = []
      const stream = new ReplyStream((chunk, start, end) => got.push(chunk.slice(start, end)))
      // One buffer for every read, as in life.
      const buffer = new Uint8Array(64)
      for (let at = 0, cut = 0; at < bytes.length; cut++) {
        const piece = bytes.slice(at, at + cuts[cut % cuts.length]!)
        buffer.fill(0xee)
        buffer.set(piece)
        expect(stream.push(buffer, piece.length)).toBe(true)
        at += piece.length
      }
      expect(got).toEqual(wanted)
    }),
  )
})

test.each([
  ['an empty frame', [0, 0, 0, 0]],
  ['a negative length', [0xff, 0xff, 0xff, 0xff]],
  ['more than any reply', [0x7f, 0, 0, 0]],
])('%s ends the connection', (_, bytes) => {
  const chunk = Uint8Array.from(bytes)
  expect(new ReplyStream(() => {}).push(chunk, chunk.length)).toBe(false)
})
