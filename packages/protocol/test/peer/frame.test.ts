import { DecodeError } from '@quoll/bytes'
import { type Epoch, type ZabMessage, zxid } from '@quoll/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeFrame, encodeFrame, FrameWriter, type PeerMessage } from '../../src/peer/index.ts'
import { anyMessage } from './arbitraries.ts'

const anyMessages = fc.array(anyMessage, { maxLength: 8 })

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

function proposal(...payloads: readonly Uint8Array[]): PeerMessage & { readonly message: ZabMessage } {
  const message: ZabMessage = {
    type: 'proposal',
    epoch: 5 as Epoch,
    prev: zxid(4, 9),
    batch: { first: zxid(5, 1), payloads },
  }
  return { type: 'zab', message }
}

test('a frame is decoded to the messages it was made of, in their order', () => {
  fc.assert(
    fc.property(anyMessages, (messages) => {
      expect(decodeFrame(joined(encodeFrame(messages)))).toEqual(messages)
    }),
    { numRuns: 1000 },
  )
})

test('one writer makes frame after frame, and none of them changes afterwards', () => {
  fc.assert(
    fc.property(fc.array(anyMessages, { maxLength: 4 }), (turns) => {
      const writer = new FrameWriter()
      const frames = turns.map((messages) => {
        for (const message of messages) writer.add(message)
        const length = writer.length
        const frame = writer.take()
        expect(joined(frame)).toHaveLength(length)
        return frame
      })
      expect(frames.map((frame) => decodeFrame(joined(frame)))).toEqual(turns)
    }),
  )
})

test('nothing to say is no frame', () => {
  expect(new FrameWriter().take()).toEqual([])
  expect(decodeFrame(new Uint8Array(0))).toEqual([])
})

test('a large payload is a part of its own, a small one is copied among the fields', () => {
  const [large, small] = [new Uint8Array(2000), new Uint8Array(20)]
  const parts = encodeFrame([proposal(small, large, small)])
  expect(parts).toHaveLength(3)
  expect(parts[1]).toBe(large)

  const chunk = encodeFrame([{ type: 'snapshot-chunk', stream: 1, index: 0, bytes: large }])
  expect(chunk[1]).toBe(large)
})

test('decoded payloads lie in the frame', () => {
  const frame = joined(encodeFrame([proposal(new Uint8Array(20))]))
  const [decoded] = decodeFrame(frame)
  expect(decoded).toMatchObject({ message: { type: 'proposal' } })
  if (decoded?.type === 'zab' && decoded.message.type === 'proposal')
    expect(decoded.message.batch.payloads[0]?.buffer).toBe(frame.buffer)
})

test('a proposal for two learners is encoded once', () => {
  const payloads = Array.from({ length: 10 }, () => new Uint8Array(300))
  const message = proposal(...payloads)
  const upTo = zxid(4, 9)
  const commit: PeerMessage = { type: 'zab', message: { type: 'commit', epoch: 5 as Epoch, upTo, withYours: upTo } }
  const [first, second] = [encodeFrame([message]), encodeFrame([commit, message])]
  expect(second.at(-1)).toBe(first.at(-1))
  // The batch alone does not make the message: what stands before it may differ.
  const other = { ...message, message: { ...message.message, prev: zxid(4, 8) } }
  expect(decodeFrame(joined(encodeFrame([other])))).toEqual([other])
})

function onlyDecodeErrors(frame: Uint8Array): void {
  try {
    decodeFrame(frame)
  } catch (error) {
    expect(error).toBeInstanceOf(DecodeError)
  }
}

test('arbitrary bytes give messages or a DecodeError', () => {
  const anyFrame = fc
    .tuple(fc.constantFrom(...Array.from({ length: 50 }, (_, tag) => tag)), fc.uint8Array({ maxLength: 100 }))
    .map(([tag, bytes]) => Uint8Array.of(tag, ...bytes))
  fc.assert(fc.property(anyFrame, onlyDecodeErrors), { numRuns: 3000 })
})

test('damaged frames give messages or a DecodeError', () => {
  const anyDamage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(anyMessages, anyDamage, fc.nat(), (messages, damage, cut) => {
      const frame = joined(encodeFrame(messages))
      for (const [at, byte] of damage) if (frame.length > 0) frame[at % frame.length] = byte
      onlyDecodeErrors(frame)
      onlyDecodeErrors(frame.subarray(0, cut % (frame.length + 1)))
    }),
    { numRuns: 2000 },
  )
})

test('a frame cut anywhere within a message is refused', () => {
  fc.assert(
    fc.property(anyMessage, fc.nat(), (message, cut) => {
      const frame = joined(encodeFrame([message]))
      expect(() => decodeFrame(frame.subarray(0, 1 + (cut % (frame.length - 1))))).toThrow(DecodeError)
    }),
  )
})
