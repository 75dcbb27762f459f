import { expect, test } from 'vitest'
import { sparkline } from '../../src/view/sparkline.ts'

test('newest at the right, zero is a line, little is more than zero', () => {
  expect(sparkline([0, 1, 400, 800], 6, 1)).toEqual(['  ▁▂▄█'])
})

test('a gap is a gap', () => {
  expect(sparkline([8, undefined, 8], 3, 1)).toEqual(['█ █'])
})

test('several rows make one bar', () => {
  expect(sparkline([8, 24, 12], 3, 3)).toEqual([' █ ', ' █▄', '███'])
})

test('what does not fit is old', () => {
  expect(sparkline([9, 0, 0], 2, 1)).toEqual(['▁▁'])
  expect(sparkline([9], 0, 1)).toEqual([''])
})
