import { expect, test } from 'vitest'
import { UsageError } from '../src/errors.ts'
import { drawTable, formatMix, Op, parseMix } from '../src/mix.ts'

test('parts, with weights or without', () => {
  expect(parseMix('set=70, get=30')).toEqual([
    { operation: 'set', weight: 70 },
    { operation: 'get', weight: 30 },
  ])
  expect(formatMix(parseMix('get'))).toBe('get')
  expect(formatMix(parseMix('set,get=0.5'))).toBe('set=1,get=0.5')
})

test.each(['', 'fly', 'set=', 'set=0', 'set=-1', 'set=x', 'set=1=2', 'set,', 'set,set=2', 'ephDelete'])(
  '"%s" is refused',
  (text) => expect(() => parseMix(text)).toThrow(UsageError),
)

test('operations are drawn as often as they weigh, and the rarest at least sometimes', () => {
  const table = drawTable(parseMix('set=70,get=30,sync=0.0001'))
  const share = (op: number) => table.filter((one) => one === op).length / table.length
  expect(share(Op.set)).toBeCloseTo(0.7, 2)
  expect(share(Op.get)).toBeCloseTo(0.3, 2)
  expect(share(Op.sync)).toBeGreaterThan(0)
})
