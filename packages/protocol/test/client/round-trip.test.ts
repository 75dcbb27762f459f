import { DecodeError } from '@quoll/bytes'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  decodeConnectRequest,
  decodeConnectResponse,
  decodeNotification,
  decodeReply,
  decodeRequest,
  encodeNotification,
  encodeReply,
  encodeRequest,
  OpCode,
  opCodeOf,
  splitRequest,
} from '../../src/client/index.ts'
import { anyRequest, replyTo } from './arbitraries.ts'

const anyXid = fc.integer()
const anyZxid = fc.oneof(fc.constant(-1), fc.maxSafeNat())

test('a request is decoded to what was encoded', () => {
  fc.assert(
    fc.property(anyXid, anyRequest, (xid, request) => {
      const split = splitRequest(encodeRequest(xid, request))
      expect(split).toMatchObject({ xid, opCode: opCodeOf(request) })
      expect(decodeRequest(split.opCode, split.body)).toEqual(request)
    }),
    { numRuns: 1000 },
  )
})

test('a reply is decoded to what was encoded, by the request it answers', () => {
  const anyExchange = anyRequest.chain((request) => fc.tuple(fc.constant(request), replyTo(request)))
  fc.assert(
    fc.property(anyXid, anyZxid, anyExchange, (xid, zxid, [request, reply]) => {
      expect(decodeReply(request, encodeReply(xid, zxid, reply))).toEqual({ xid, zxid, error: 0, reply })
    }),
    { numRuns: 1000 },
  )
})

test('a reply with an error has no body, whatever was asked', () => {
  fc.assert(
    fc.property(anyRequest, fc.integer({ min: -127, max: -1 }), (request, code) => {
      const frame = encodeReply(1, 2, { type: 'error', code })
      expect(frame).toHaveLength(16)
      expect(decodeReply(request, frame).reply).toEqual({ type: 'error', code })
    }),
  )
})

test('bytes behind a record are ignored', () => {
  fc.assert(
    fc.property(anyRequest, fc.uint8Array({ maxLength: 10 }), (request, surplus) => {
      const { opCode, body } = splitRequest(encodeRequest(1, request))
      expect(decodeRequest(opCode, Uint8Array.from([...body, ...surplus]))).toEqual(request)
    }),
  )
})

const anyOpCode = fc.oneof(fc.constantFrom(...Object.values(OpCode)), fc.integer())

/** Bytes that begin like something real and go wrong later: much deeper than noise gets. */
const anyDamagedBody = fc
  .tuple(anyRequest, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }), fc.nat())
  .map(([request, changes, cut]) => {
    const { body } = splitRequest(encodeRequest(1, request))
    const damaged = body.slice(0, cut % (body.length + 1))
    for (const [at, byte] of changes) if (damaged.length > 0) damaged[at % damaged.length] = byte
    return damaged
  })

function onlyDecodeErrors(decode: () => unknown): void {
  try {
    decode()
  } catch (error) {
    expect(error).toBeInstanceOf(DecodeError)
  }
}

test('arbitrary and damaged bytes give a request or a DecodeError', () => {
  fc.assert(
    fc.property(anyOpCode, fc.oneof(fc.uint8Array({ maxLength: 80 }), anyDamagedBody), (opCode, body) => {
      onlyDecodeErrors(() => decodeRequest(opCode, body))
    }),
    { numRuns: 3000 },
  )
})

test('arbitrary bytes give a reply, a handshake, a notification, a header or a DecodeError', () => {
  fc.assert(
    fc.property(anyRequest, fc.uint8Array({ maxLength: 120 }), (request, bytes) => {
      if (bytes.length > 16) bytes.fill(0, 12, 16) // else nearly every reply were an error
      onlyDecodeErrors(() => decodeReply(request, bytes))
      onlyDecodeErrors(() => decodeNotification(bytes))
      onlyDecodeErrors(() => decodeConnectRequest(bytes))
      onlyDecodeErrors(() => decodeConnectResponse(bytes))
      onlyDecodeErrors(() => splitRequest(bytes))
    }),
    { numRuns: 1000 },
  )
})

test('a notification is decoded to what was encoded, and nothing else is taken for one', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const),
      fc.string(),
      anyZxid,
      (type, path, zxid) => {
        expect(decodeNotification(encodeNotification(type, path, zxid))).toEqual({ type, path, zxid })
      },
    ),
  )
  expect(() => decodeNotification(encodeReply(1, 1, { type: 'path', path: '/a' }))).toThrow(DecodeError)
})

test('a frame that was handed out does not change when others are made, large ones neither', () => {
  const frames = [1, 100_000, 1, 9000, 1].map((length, at) => {
    const path = String(at).repeat(length)
    return { path, frame: encodeReply(at, at, { type: 'path', path }) }
  })
  for (const [at, { path, frame }] of frames.entries()) {
    expect(frame).toEqual(encodeReply(at, at, { type: 'path', path }))
    expect(frame).toHaveLength(16 + 4 + path.length)
  }
})
