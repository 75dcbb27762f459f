import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Address, ByteHeap } from '../src/store/byte-heap.ts'

const value = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.integer({ min: 0, max: 40_000 }).map((length) => new Uint8Array(length).fill(length)),
)
const step = fc.oneof(
  fc.record({ type: fc.constant('put' as const), value }),
  fc.record({ type: fc.constant('put from' as const), value, start: fc.nat(5) }),
  fc.record({ type: fc.constant('replace' as const), at: fc.nat(), value }),
  fc.record({ type: fc.constant('release' as const), at: fc.nat() }),
)

/** The value behind `start` other bytes, and before others. */
function among(value: Uint8Array, start: number): DataView {
  const bytes = new Uint8Array(start + value.length + 8).fill(0xee)
  bytes.set(value, start)
  return new DataView(bytes.buffer)
}

test('values stay what they are, whatever happens around them', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const heap = new ByteHeap()
      const kept: { address: Address; value: Uint8Array }[] = []
      for (const each of steps) {
        if (each.type === 'put') kept.push({ address: heap.put(each.value), value: each.value })
        if (each.type === 'put from') {
          const address = heap.putFrom(among(each.value, each.start), each.start, each.value.length)
          kept.push({ address, value: each.value })
        }
        const at = 'at' in each ? each.at % Math.max(1, kept.length) : -1
        const old = kept[at]
        if (each.type === 'replace' && old !== undefined)
          kept[at] = { address: heap.replace(old.address, old.value.length, each.value), value: each.value }
        if (each.type === 'release' && old !== undefined) {
          heap.release(old.address, old.value.length)
          kept.splice(at, 1)
        }
      }
      for (const { address, value } of kept)
        if (value.length > 0) expect(heap.view(address, value.length)).toEqual(value)
    }),
    { numRuns: 50 },
  )
})

test('the hash depends on the value only, not on where it lies or what lay there', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), fc.uint8Array({ maxLength: 70 }), (before, value) => {
      const used = new ByteHeap()
      const address = used.replace(used.put(before), before.length, value)
      const fresh = new ByteHeap()
      expect(used.hash(address, value.length)).toBe(fresh.hash(fresh.put(value), value.length))
      const third = fresh.putFrom(among(value, 3), 3, value.length)
      expect(used.hash(address, value.length)).toBe(fresh.hash(third, value.length))
    }),
  )
})

test('freed cells are used again, so that steady change takes no more room', () => {
  const heap = new ByteHeap()
  const addresses = new Set<Address>()
  let address = heap.put(new Uint8Array(100))
  for (let round = 0; round < 1000; round++) {
    address = heap.replace(address, round % 2 === 0 ? 100 : 200, new Uint8Array(round % 2 === 0 ? 200 : 100))
    addresses.add(address)
  }
  expect(addresses.size).toBe(2)
})
