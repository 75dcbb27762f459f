import { expect, test } from 'vitest'
import { readable } from '../src/log.ts'

test('a line for people has the time, the peer and the sentence', () => {
  const line = { level: 30, time: '2026-11-22T19:02:11.031Z', peer: 2, msg: 'leading' }
  expect(readable(JSON.stringify(line))).toBe('19:02:11.031 peer 2  leading\n')
  expect(readable(JSON.stringify({ ...line, level: 40, code: 'X' }))).toBe(
    '19:02:11.031 peer 2  warning: leading {"code":"X"}\n',
  )
})
