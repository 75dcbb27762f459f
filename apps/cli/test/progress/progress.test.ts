import { describe, expect, test } from 'vitest'
import { startProgress } from '../../src/progress/progress.ts'
import { doneText, durationText, progressText } from '../../src/progress/progress-text.ts'

const base = { label: 'export', unit: 'znodes', total: undefined, elapsedMs: 2000, done: 1200 }

describe('the line', () => {
  test.each([
    [{}, 'export  1,200 znodes  600/s'],
    [{ total: 5000 }, 'export  1,200 of 5,000 znodes  24%  600/s  6 s left'],
    [{ total: 1200 }, 'export  1,200 of 1,200 znodes  100%  600/s'],
    [{ elapsedMs: 10 }, 'export  1,200 znodes'],
    [{ done: 0, total: 0 }, 'export  0 of 0 znodes'],
    [{ done: 3, total: 1000 }, 'export  3 of 1,000 znodes  0%  1.5/s  11 min 05 s left'],
  ])('%j', (change, text) => expect(progressText({ ...base, ...change })).toBe(text))

  test.each([
    [850, '850 ms'],
    [12_400, '12 s'],
    [185_000, '3 min 05 s'],
    [7_800_000, '2 h 10 min'],
  ])('%i ms are %s', (ms, text) => expect(durationText(ms)).toBe(text))

  test('at the end', () => expect(doneText(base)).toBe('export  1,200 znodes in 2 s'))
})

describe('a sink', () => {
  const written = (
    isTTY: boolean,
    columns = 80,
  ): { text: string; at: number; begin(): ReturnType<typeof startProgress> } => {
    const seen = {
      text: '',
      at: 0,
      begin: () =>
        startProgress({
          ...{ label: 'import', unit: 'znodes', total: 100, now: () => seen.at },
          sink: { isTTY, columns, write: (text: string) => (seen.text += text) },
        }),
    }
    return seen
  }

  test('a terminal sees one line, redrawn ten times a second at most, and taken away', () => {
    const seen = written(true)
    const progress = seen.begin()
    for (seen.at = 1; seen.at <= 1000; seen.at++) progress.advance(0.1)
    expect(seen.text.split('\r\x1b[K')).toHaveLength(9)
    expect(seen.text).toContain('import  100 of 100 znodes')
    expect(seen.text).not.toContain('\n')
    progress.end()
    expect(seen.text.endsWith('\r\x1b[K')).toBe(true)
  })

  test('a line longer than the terminal is cut', () => {
    const seen = written(true, 20)
    const progress = seen.begin()
    seen.at = 400
    progress.advance(50)
    expect(seen.text).toBe('\r\x1b[Kimport  50 of 100 z')
  })

  test('a file sees a line every five seconds, and one at the end', () => {
    const seen = written(false)
    const progress = seen.begin()
    for (seen.at = 1000; seen.at <= 11_000; seen.at += 1000) progress.advance(5)
    progress.end()
    expect(seen.text.split('\n')).toEqual([
      'import  25 of 100 znodes  25%  5.0/s  15 s left',
      'import  50 of 100 znodes  50%  5.0/s  10 s left',
      'import  55 znodes in 12 s',
      '',
    ])
  })

  test.each([true, false])('short work says nothing (terminal: %s)', (isTTY) => {
    const seen = written(isTTY)
    const progress = seen.begin()
    seen.at = 100
    progress.advance(100)
    progress.end()
    expect(seen.text).toBe('')
  })
})
