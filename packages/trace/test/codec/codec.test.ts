import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeHeader,
  decodeRecord,
  encodeHeader,
  encodeRecord,
  LINE_MAX,
  LineSplitter,
  TraceFormatError,
} from '../../src/index.ts'
import { anyHeader, anyRecord } from './any-record.ts'

const lost = { type: 'lost', atMs: 7, peer: 2, why: 'nothing heard for 1 s' } as const

describe('a trace as text', () => {
  it('comes back as it was', () => {
    fc.assert(fc.property(anyRecord, (record) => void expect(decodeRecord(encodeRecord(record), 2)).toEqual(record)))
    fc.assert(fc.property(anyHeader, (header) => void expect(decodeHeader(encodeHeader(header))).toEqual(header)))
  })

  it('is one line a record, whatever the texts hold', () => {
    fc.assert(fc.property(anyRecord, (record) => void expect(encodeRecord(record)).not.toMatch(/[\r\n]/)))
  })

  it('is not believed: whatever a line says, it is a record, of no known type, or an error that names the line', () => {
    const garbage = fc.oneof(fc.string(), fc.json(), damaged())
    fc.assert(
      fc.property(garbage, (line) => {
        try {
          const record = decodeRecord(line, 41)
          if (record !== undefined) expect(decodeRecord(encodeRecord(record), 41)).toEqual(record)
        } catch (error) {
          expect(error).toBeInstanceOf(TraceFormatError)
          expect(String(error)).toContain('line 41')
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('passes over what a later version knows', () => {
    expect(decodeRecord('{"type":"telepathy","atMs":1}', 2)).toBeUndefined()
    expect(decodeRecord('{"type":"toString"}', 2)).toBeUndefined()
    expect(decodeRecord(JSON.stringify({ ...lost, mood: 'blue', __proto__: null }), 2)).toEqual(lost)
    expect(decodeRecord('{"type":"lost","atMs":7,"peer":2,"why":"","__proto__":{"a":1}}', 2)).not.toHaveProperty('a')
  })

  it.each([
    ['nothing', '', 'is not JSON'],
    ['no record', '7', 'is not a JSON object'],
    ['no type', '{}', 'no type'],
    ['a field that is missing', '{"type":"lost","atMs":1,"peer":1}', 'line 3.why should be a text and is missing'],
    ['a field of another kind', '{"type":"lost","atMs":"1","peer":1,"why":""}', 'line 3.atMs should be a number'],
    ['a line without an end', 'x'.repeat(LINE_MAX + 1), 'line 3 is longer than'],
    [
      'a list without an end',
      `{"type":"faults","atMs":1,"faults":[${'"",'.repeat(10_000)}""]}`,
      'more than 10000 items',
    ],
  ])('says what is wrong with %s', (_, line, message) => {
    expect(() => decodeRecord(line, 3)).toThrow(message)
  })

  it('begins with a header of a version that is known', () => {
    expect(() => decodeHeader(encodeRecord(lost))).toThrow('line 1 is not the header of a trace')
    expect(() => decodeHeader('{"trace":2}')).toThrow('the trace is of version 2; this program reads version 1')
  })

  it('is not written where nobody could read it', () => {
    expect(() => encodeRecord({ ...lost, why: 'x'.repeat(LINE_MAX) })).toThrow(RangeError)
  })
})

describe('lines out of pieces', () => {
  it('are the same however the pieces fall', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', '\n', 'é') })), (pieces) => {
        const splitter = new LineSplitter()
        const lines = pieces.flatMap((piece) => splitter.push(piece))
        expect([...lines, splitter.rest].join('\n')).toBe(pieces.join(''))
        expect(splitter.lines).toBe(lines.length)
      }),
    )
  })

  it('do not gather without end', () => {
    const splitter = new LineSplitter()
    splitter.push('first\n')
    expect(() => splitter.push('x'.repeat(LINE_MAX + 1))).toThrow('line 2 is longer')
  })
})

/** A record in which something was changed, cut off or taken away. */
function damaged(): fc.Arbitrary<string> {
  return fc.tuple(anyRecord, fc.nat(), fc.anything(), fc.nat()).map(([record, at, value, cut]) => {
    const keys = Object.keys(record)
    const key = keys[at % keys.length] ?? ''
    const line = JSON.stringify({ ...record, [key]: jsonable(value) }) ?? ''
    return cut % 3 === 0 ? line.slice(0, cut % (line.length + 1)) : line
  })
}

function jsonable(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null')
  } catch {
    return null
  }
}
