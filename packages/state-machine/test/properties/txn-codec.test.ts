import { DecodeError } from '@quoll/bytes'
import { peerId } from '@quoll/core'
import { apply, decodeTxn, digestOf, emptyState, encodeTxn, type Txn } from '@quoll/state-machine'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ALICE, World } from '../fixtures/world.ts'
import { calls } from './requests.ts'

function txnsOf(all: Parameters<typeof run>[0]): readonly Txn[] {
  return run(all).txns
}

function run(all: typeof calls extends fc.Arbitrary<infer T> ? T : never): { world: World; txns: readonly Txn[] } {
  const world = new World()
  const txns = all.map(({ request, asking }) => {
    const txn = world.propose(request, asking)
    world.deliver()
    return txn
  })
  return { world, txns }
}

test('what is written is read', () => {
  fc.assert(
    fc.property(calls, (all) => {
      for (const txn of txnsOf(all)) {
        expect(decodeTxn(encodeTxn(txn))).toEqual(txn)
      }
    }),
    { numRuns: 100 },
  )
})

test('headers at the ends of their ranges', () => {
  for (const session of [0n, 0xffff_ffff_ffff_ffffn] as (typeof ALICE)[])
    for (const xid of [-0x8000_0000, 0x7fff_ffff])
      for (const request of [0, 0xffff_ffff])
        for (const timeMs of [0, -1, Number.MAX_SAFE_INTEGER]) {
          const header = { session, xid, request, timeMs, origin: peerId(254) }
          const txn: Txn = { ...header, operation: { type: 'multi-error', failed: 2, count: 3, code: -101 } }
          expect(decodeTxn(encodeTxn(txn))).toEqual(txn)
        }
})

test('a replica that reads the bytes ends where the leader is', () => {
  fc.assert(
    fc.property(calls, (all) => {
      const { world, txns } = run(all)
      const replica = emptyState()
      let zxid = world.last - txns.length
      for (const txn of txns) apply(replica, ++zxid as typeof world.last, decodeTxn(encodeTxn(txn)))
      expect(digestOf(replica)).toBe(digestOf(world.state))
    }),
    { numRuns: 100 },
  )
})

describe('bytes that are no transaction', () => {
  const good = (): Uint8Array =>
    encodeTxn({
      session: ALICE,
      xid: 1,
      origin: peerId(1),
      request: 1,
      timeMs: 1,
      operation: { type: 'delete', path: '/abc' },
    })

  test('any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(refusalOf(bytes)).toBeInstanceOf(DecodeError)
      }),
    )
  })

  test('a byte that changed is refused, or is another transaction', () => {
    fc.assert(
      fc.property(calls, fc.nat(), fc.integer({ min: 1, max: 255 }), (all, position, flip) => {
        for (const txn of txnsOf(all).slice(3)) {
          const payload = encodeTxn(txn).slice()
          payload[position % payload.length]! ^= flip
          const refusal = refusalOf(payload)
          if (refusal !== undefined) expect(refusal).toBeInstanceOf(DecodeError)
        }
      }),
      { numRuns: 100 },
    )
  })

  test('too short and too long', () => {
    const whole = good()
    for (let length = 0; length < whole.length; length++)
      expect(refusalOf(whole.subarray(0, length))).toBeInstanceOf(DecodeError)
    expect(refusalOf(Uint8Array.from([...whole, 0]))).toBeInstanceOf(DecodeError)
  })

  test.each<[string, number, number]>([
    ['another format', 0, 2],
    ['peer 0', 13, 0],
    ['peer 255', 13, 255],
    ['operation 0', 26, 0],
    ['operation 11', 26, 11],
  ])('%s', (_, at, byte) => {
    const bytes = good().slice()
    bytes[at] = byte
    expect(refusalOf(bytes)).toBeInstanceOf(DecodeError)
  })

  test('a multi inside a multi', () => {
    const inner: Txn['operation'] = { type: 'multi', operations: [{ type: 'check', version: 1 }] }
    const header = { session: ALICE, xid: 1, origin: peerId(1), request: 1, timeMs: 1 }
    const bytes = encodeTxn({ ...header, operation: { type: 'multi', operations: [inner] } })
    expect(refusalOf(bytes)).toBeInstanceOf(DecodeError)
  })

  test('a list that claims to be longer than the bytes', () => {
    const header = { session: ALICE, xid: 1, origin: peerId(1), request: 1, timeMs: 1 }
    const bytes = encodeTxn({ ...header, operation: { type: 'close-session', paths: ['/a'] } }).slice()
    bytes.set([0xff, 0xff, 0xff, 0xff], 27)
    expect(refusalOf(bytes)).toBeInstanceOf(DecodeError)
  })
})

function refusalOf(payload: Uint8Array): unknown {
  try {
    decodeTxn(payload)
    return undefined
  } catch (error) {
    return error
  }
}
