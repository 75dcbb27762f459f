import { describe, expect, it } from 'vitest'
import { dataRows, textOf } from '../../../src/views/znodes/data-rows.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('data on show', () => {
  it('is JSON where it is JSON, indented', () => {
    expect(dataRows(bytes('{"a":[1,2]}'), 'auto')).toEqual({
      form: 'json',
      rows: ['{', '  "a": [', '    1,', '    2', '  ]', '}'],
    })
  })

  it('is text where it is text, and JSON only when that is wanted or likely', () => {
    expect(dataRows(bytes('one\ntwo\t2'), 'auto')).toEqual({ form: 'text', rows: ['one', 'two 2'] })
    expect(dataRows(bytes('42'), 'auto').form).toBe('text')
    expect(dataRows(bytes('{"a":1}'), 'text')).toEqual({ form: 'text', rows: ['{"a":1}'] })
    expect(dataRows(bytes('{broken'), 'json').form).toBe('text')
  })

  it('is bytes where it is neither, with what can be printed beside them', () => {
    const data = Uint8Array.from([0, 1, 0xff, 0x41, 0x42, ...Array.from({ length: 12 }, () => 0x7a)])
    expect(dataRows(data, 'auto')).toEqual({
      form: 'hex',
      rows: [
        '000000  00 01 ff 41 42 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a  ...ABzzzzzzzzzzz',
        '000010  7a                                               z',
      ],
    })
    expect(dataRows(bytes('plain'), 'hex').rows).toEqual([
      '000000  70 6c 61 69 6e                                   plain',
    ])
  })

  it('never carries a control character to the terminal', () => {
    expect(textOf(bytes('\u001b[2J'))).toBeUndefined()
    expect(dataRows(bytes('a\u001b[31mb'), 'text').form).toBe('hex')
    expect(dataRows(bytes('"\\u001b[2J"'), 'auto').rows.join('')).not.toContain('\u001b')
  })

  it('of a megabyte is its beginning', () => {
    const { rows } = dataRows(new Uint8Array(1 << 20), 'auto')
    expect(rows.length).toBe((64 * 1024) / 16)
  })
})
