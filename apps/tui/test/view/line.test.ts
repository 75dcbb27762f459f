import { expect, test } from 'vitest'
import { cells, clip, fit, lineText, span, spread, wrap } from '../../src/view/line.ts'

test.each([
  ['abc', 3],
  ['▸ ↑↓ ─', 6],
  ['日本', 4],
  ['e\u0301', 1],
  ['👍', 2],
])('%s takes %i cells', (text, width) => {
  expect(cells(text)).toBe(width)
})

test('fitting fills or cuts, to the cell', () => {
  expect(fit('ab', 4)).toBe('ab  ')
  expect(fit('ab', 4, 'right')).toBe('  ab')
  expect(fit('abcdef', 4)).toBe('abc…')
  expect(fit('日本語', 4)).toBe('日… ')
  expect(fit('abc', 0)).toBe('')
})

test('the right side gives way to the left', () => {
  expect(lineText(spread([span('left')], [span('right')], 12))).toBe('left   right')
  expect(lineText(spread([span('left')], [span('right')], 9))).toBe('left')
  expect(lineText(clip([span('one'), span('two')], 4))).toBe('one…')
  expect(lineText(clip([span('one'), span('two')], 5))).toBe('onet…')
})

test('wrapping keeps words whole where it can, and loses none', () => {
  expect(wrap('to be or not to be', 8)).toEqual(['to be or', 'not to', 'be'])
  expect(wrap('abcdefgh ij', 3)).toEqual(['abc', 'def', 'gh', 'ij'])
  expect(wrap('', 8)).toEqual([])
})
