import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SlotTable } from '../src/store/slot-table.ts'

function slotsUnder(table: SlotTable, hash: number): number[] {
  const slots: number[] = []
  for (let place = table.first(hash); table.slotAt(place) !== 0; place = table.next(place, hash))
    slots.push(table.slotAt(place))
  return slots
}

test('whoever announces more than he brings gets room for a million, not for that', () => {
  const table = new SlotTable()
  table.reserve(0xffff_ffff)
  table.add(7, 1)
  expect(slotsUnder(table, 7)).toEqual([1])
})

/** Few hashes, some of them at the end of the table, so that chains run into each other and around the corner. */
const hash = fc.oneof(fc.constantFrom(0, 1, 2, 62, 63, -1, -2, 64, 127), fc.integer())

test('agrees with a map, through growth and removals', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(hash, fc.boolean()), { maxLength: 300 }), fc.nat(400), (steps, expected) => {
      const table = new SlotTable()
      table.reserve(expected)
      const model = new Map<number, number>()
      let next = 1
      for (const [hash, isRemoval] of steps) {
        const [slot] = slotsUnder(table, hash)
        if (isRemoval && slot !== undefined) {
          table.remove(hash, slot)
          model.delete(slot)
        } else {
          table.add(hash, next)
          model.set(next++, hash)
        }
      }
      expect(table.size).toBe(model.size)
      const all = [...model]
      for (const [, hash] of all) {
        const expected = all.filter((entry) => entry[1] === hash).map(([slot]) => slot)
        expect(slotsUnder(table, hash).sort((a, b) => a - b)).toEqual(expected)
      }
    }),
    { numRuns: 300 },
  )
})
