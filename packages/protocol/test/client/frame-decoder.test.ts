import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Decoded, FRAME_BYTES_MAX, FrameDecoder, type FrameDecoderOptions } from '../../src/client/index.ts'
import { bytesOf } from '../hex.ts'

const anyFrames = fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 }), { maxLength: 8 })

function framed(frames: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(frames.flatMap((frame) => [0, 0, frame.length >> 8, frame.length & 0xff, ...frame]))
}

function decode(chunks: readonly Uint8Array[], options?: FrameDecoderOptions): Decoded[] {
  const decoder = new FrameDecoder(options)
  const all: Decoded[] = []
  for (const chunk of chunks) {
    decoder.push(chunk)
    for (let decoded = decoder.next(); decoded !== undefined; decoded = decoder.next()) all.push(decoded)
  }
  return all
}

function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
  return ends.map((end, at) => bytes.slice(at === 0 ? 0 : ends[at - 1], end))
}

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

test('the same frames come out, however the bytes are cut', () => {
  fc.assert(
    fc.property(anyFrames, fc.array(fc.nat(2000), { maxLength: 20 }), (frames, places) => {
      const decoded = decode(cutAt(framed(frames), places))
      expect(decoded).toEqual(frames.map((frame) => ({ type: 'frame', frame })))
    }),
  )
})

test('byte by byte, too', () => {
  const frames = [ascii('one'), ascii('three and more')]
  const chunks = [...framed(frames)].map((byte) => Uint8Array.of(byte))
  expect(decode(chunks)).toEqual(frames.map((frame) => ({ type: 'frame', frame })))
})

test('a frame that lies within one chunk is not copied', () => {
  const chunk = framed([ascii('one'), ascii('two')])
  for (const decoded of decode([chunk])) {
    expect(decoded.type).toBe('frame')
    if (decoded.type === 'frame') expect(decoded.frame.buffer).toBe(chunk.buffer)
  }
})

test('chunks may be pushed before the frames of the last one are taken', () => {
  const decoder = new FrameDecoder()
  const bytes = framed([ascii('one'), ascii('two'), ascii('three')])
  decoder.push(bytes.slice(0, 9))
  decoder.push(bytes.slice(9, 16))
  decoder.push(bytes.slice(16))
  expect([decoder.next(), decoder.next(), decoder.next(), decoder.next()]).toEqual([
    { type: 'frame', frame: ascii('one') },
    { type: 'frame', frame: ascii('two') },
    { type: 'frame', frame: ascii('three') },
    undefined,
  ])
})

test.each([
  ['00000000', 0, 'empty'],
  ['ffffffff', -1, 'negative'],
  ['80000000', -0x8000_0000, 'negative'],
  ['00100000', FRAME_BYTES_MAX + 1, 'too-long'],
  ['7fffffff', 0x7fff_ffff, 'too-long'],
] as const)('the length %s is refused before any payload, and nothing is decoded after it', (word, length, why) => {
  const first = framed([ascii('first')])
  const expected = [
    { type: 'frame', frame: ascii('first') },
    { type: 'refused', length, why },
  ]
  expect(decode([first, bytesOf(word), first, first])).toEqual(expected)
  expect(decode([Uint8Array.from([...first, ...bytesOf(word), ...first])])).toEqual(expected)
})

test('the longest frame that is allowed is served', () => {
  const frame = new Uint8Array(FRAME_BYTES_MAX).fill(7)
  const [decoded] = decode([bytesOf('000fffff'), frame.subarray(0, 70_000), frame.subarray(70_000)])
  expect(decoded).toEqual({ type: 'frame', frame })
  expect(decode([bytesOf('00000004')], { frameBytesMax: 3 })).toEqual([{ type: 'refused', length: 4, why: 'too-long' }])
})

test('a long frame is whole, however unequal its pieces', () => {
  const decoder = new FrameDecoder()
  decoder.push(bytesOf('000fffff'))
  expect(decoder.next()).toBeUndefined()
  decoder.push(new Uint8Array(100))
  expect(decoder.next()).toBeUndefined()
  decoder.push(new Uint8Array(FRAME_BYTES_MAX - 101))
  expect(decoder.next()).toBeUndefined()
  decoder.push(new Uint8Array(1))
  const decoded = decoder.next()
  expect(decoded?.type === 'frame' && decoded.frame.length).toBe(FRAME_BYTES_MAX)
})

test('a four-letter word is told apart from a length, whatever follows it', () => {
  const word = { type: 'word', word: 'ruok', argument: new Uint8Array(0) }
  expect(decode([ascii('ruok')])).toEqual([word])
  expect(decode([ascii('ruok\n'), ascii('ruok')])).toEqual([word])
  expect(decode([ascii('ru'), ascii('ok')])).toEqual([word])
})

test('stmk waits for its mask', () => {
  const mask = bytesOf('0000000000000132')
  expect(decode([ascii('stmk'), mask.slice(0, 3)])).toEqual([])
  expect(decode([ascii('stmk'), mask.slice(0, 3), mask.slice(3)])).toEqual([
    { type: 'word', word: 'stmk', argument: mask },
  ])
})

test('a word is one only before the first frame, and only in its own case', () => {
  const refused = (text: string) => ({
    type: 'refused',
    length: new DataView(ascii(text).buffer).getInt32(0),
    why: 'too-long',
  })
  expect(decode([framed([ascii('x')]), ascii('ruok')])).toEqual([{ type: 'frame', frame: ascii('x') }, refused('ruok')])
  expect(decode([ascii('RUOK')])).toEqual([refused('RUOK')])
  expect(decode([ascii('ruok')], { fourLetterWords: false })).toEqual([refused('ruok')])
})
