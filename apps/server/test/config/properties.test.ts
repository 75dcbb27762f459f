import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseProperties } from '../../src/config/properties.ts'

test.each([
  ['a=b', [['a', 'b', 1]]],
  ['  a = b  ', [['a', 'b', 1]]],
  ['a: b', [['a', 'b', 1]]],
  ['a b c', [['a', 'b c', 1]]],
  ['a', [['a', '', 1]]],
  ['# a=b\n! c=d\n\ne=f', [['e', 'f', 4]]],
  ['a=b=c', [['a', 'b=c', 1]]],
  [
    'a=b\\\n   c\nd=e',
    [
      ['a', 'bc', 1],
      ['d', 'e', 3],
    ],
  ],
  [
    'a=b\\\\\nc=d',
    [
      ['a', 'b\\', 1],
      ['c', 'd', 2],
    ],
  ],
  ['a\\=b=c\\u0041\\td', [['a=b', 'cA\td', 1]]],
  [
    'a=b\r\nc=d',
    [
      ['a', 'b', 1],
      ['c', 'd', 2],
    ],
  ],
  ['a=x\\', [['a', 'x', 1]]],
])('%j', (text, expected) => {
  expect(parseProperties(text).map(({ key, value, line }) => [key, value, line])).toEqual(expected)
})

test('any text is taken apart without a complaint', () => {
  const anyText = fc.string({
    unit: fc.constantFrom('a', '=', ':', ' ', '\\', 'u', '0', '\n', '\r', '#', '\u0000', 'é'),
    maxLength: 60,
  })
  fc.assert(
    fc.property(anyText, (text) => parseProperties(text).every(({ line }) => line <= text.split(/\r\n|\n|\r/).length)),
  )
})
