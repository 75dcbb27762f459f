/** Whatever stops a peer: three parts, and the exit code that goes with its cause. */
import { CorruptLogError, DirectoryInUseError, DiskFailedError } from '@quoll/storage-file'
import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../src/config/index.ts'
import {
  complaintLines,
  complaintSentence,
  EXIT,
  EXIT_CODES,
  explain,
  explainHalt,
  SYSTEM_ERRORS,
} from '../../src/errors/index.ts'

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: it said no`), { code })
}

describe('exit codes', () => {
  test('each has its line in the table, once', () => {
    expect(EXIT_CODES.map(({ code }) => code)).toEqual(Object.values(EXIT))
  })

  test.each([
    [new CorruptLogError('/data/log', 'torn'), EXIT.diskFailed],
    [new DiskFailedError('sync /data', systemError('ENOSPC')), EXIT.diskFailed],
    [systemError('EROFS'), EXIT.diskFailed],
    [new DirectoryInUseError('/data', 'process 7'), EXIT.failed],
    [new ConfigError('zoo.cfg', [{ line: 1, what: 'wrong' }]), EXIT.usage],
    [systemError('EADDRINUSE'), EXIT.failed],
    [new Error('unheard of'), EXIT.failed],
    ['not even an error', EXIT.failed],
  ])('%s', (error, exit) => {
    const explained = explain(error)
    expect(explained.exit).toBe(exit)
    for (const part of [explained.what, explained.means, explained.next]) expect(part.length).toBeGreaterThan(5)
  })

  test.each([
    ['disk', EXIT.diskFailed],
    ['history', EXIT.failed],
    ['port', EXIT.failed],
    ['bug', EXIT.failed],
  ] as const)('a peer that stopped: %s', (cause, exit) => {
    // The wording says nothing about the code.
    expect(explainHalt('the disk failed, or so it says', cause).exit).toBe(exit)
  })
})

test.each(Object.entries(SYSTEM_ERRORS))('%s is explained', (code, { means, next }) => {
  expect(explain(systemError(code))).toMatchObject({ what: `${code}: it said no`, means, next })
  expect(`${means} ${next}`).toMatch(/^[A-Z].+\. .+\.$/)
})

test('in lines for a terminal, in one sentence for a log', () => {
  const complaint = explain(new DirectoryInUseError('/data', 'process 7'))
  expect(complaintLines(complaint)).toEqual([
    '/data is in use by process 7',
    '  Two peers on one directory would destroy it.',
    '  Stop the other one, or give this one a directory of its own.',
  ])
  expect(complaintSentence(complaint)).toBe(new DirectoryInUseError('/data', 'process 7').message)
})
