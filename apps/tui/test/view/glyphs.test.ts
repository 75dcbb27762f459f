import { expect, test } from 'vitest'
import { EIGHTHS, GLYPHS, inAscii } from '../../src/view/glyphs.ts'
import { cells, lineText, span } from '../../src/view/line.ts'

const ascii = (text: string): string => lineText(inAscii([span(text)]))

test.each([...Object.entries(GLYPHS), ...EIGHTHS.map((block, i) => [`${i} eighths`, block] as const)])(
  '%s has a stand-in as wide as itself',
  (_, glyph) => {
    expect(ascii(glyph)).toMatch(/^[ -~]+$/)
    expect(ascii(glyph)).not.toBe('?')
    expect(cells(ascii(glyph))).toBe(cells(glyph))
  },
)

test('bars stay in order of height', () => {
  expect(new Set(EIGHTHS.map(ascii)).size).toBe(EIGHTHS.length)
})

test('dots become denser, and text of others keeps its width', () => {
  expect([...'\u2800\u2801\u281f\u28ff'].map(ascii).join('')).toBe(' .+#')
  expect(ascii('/app/größe/日本')).toBe('/app/gr??e/????')
})
