import { encodeUtf8 } from '@quoll/bytes'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isValidPath, parentPathOf } from '../src/path.ts'
import { AsciiPath } from '../src/store/ascii-path.ts'
import { hashText } from '../src/store/mix.ts'

const unit = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', '/', '.') },
  { weight: 1, arbitrary: fc.constantFrom('\0', '\u001f', ' ', '~', '\u007f', '\u0080', 'é', '日') },
)
const path = fc.string({ unit, maxLength: 12 }).map((rest) => `/${rest}`)
const text = fc.oneof({ weight: 9, arbitrary: path }, { weight: 1, arbitrary: fc.string({ unit, maxLength: 5 }) })

const isAscii = (text: string): boolean => [...text].every((each) => each.charCodeAt(0) < 0x80)

/** With bytes of others before and behind. */
function taken(text: string): AsciiPath | undefined {
  const bytes = encodeUtf8(`/x${text}/y`)
  const path = new AsciiPath()
  return path.take(bytes, 2, bytes.length - 2) ? path : undefined
}

test('legal is what is legal as a string', () => {
  fc.assert(
    fc.property(text, (text) => {
      expect(taken(text) !== undefined).toBe(isAscii(text) && isValidPath(text))
    }),
    { numRuns: 2000 },
  )
})

test('hash, parent and name are those of the string', () => {
  fc.assert(
    fc.property(text, (text) => {
      const path = taken(text)
      fc.pre(path !== undefined)
      const parent = parentPathOf(text)
      expect(`${path}`).toBe(text)
      expect(path.hash).toBe(hashText(text))
      expect(path.isRoot).toBe(text === '/')
      expect(path.parentHash).toBe(hashText(parent))
      expect(path.parentEnd - path.start).toBe(parent.length)
    }),
    { numRuns: 2000 },
  )
})
