/**
 * The catalogue of what goes wrong for a person, walked: every entry is brought about by its own producer, and says what
 * happened, what it means and what to do next. What is refused changes nothing.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ZooKeeperError, type ZooKeeperErrorCode } from '@quoll/client'
import { ConfigError, readConfig } from '@quoll/server'
import { EXIT, type Explained, explain, explainHalt, SYSTEM_ERRORS } from '@quoll/server/errors'
import { DirectoryInUseError, type FileSystem, nodeFileSystem, openStorage } from '@quoll/storage-file'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { explained } from '../../src/explained.ts'
import { EXPLANATIONS } from '../../src/shell/explain.ts'
import { quoll } from '../quoll.ts'

const PATIENCE_MS = 30_000
let directory: string
let taken: Server
let port: number

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'quoll-errors-'))
  mkdirSync(join(directory, 'empty'))
  mkdirSync(join(directory, 'used'))
  writeFileSync(join(directory, 'used/epochs'), '')
  writeFileSync(join(directory, 'text'), 'no configuration')
  taken = createServer((socket) => socket.destroy())
  await new Promise<void>((listening) => taken.listen(0, '127.0.0.1', listening))
  const address = taken.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
  writeFileSync(join(directory, 'taken.cfg'), `dataDir=${directory}/taken\nclientPort=${port}\n`)
  writeFileSync(join(directory, 'below.cfg'), `dataDir=${directory}/text/data\nclientPort=1\n`)
})
afterAll(async () => {
  await new Promise((closed) => taken.close(closed))
  rmSync(directory, { recursive: true, force: true })
})

/** Sentences with a beginning and an end; a command to type may be the end. */
function expectThreeParts({ what, means, next }: Pick<Explained, 'what' | 'means' | 'next'>): void {
  for (const part of [what, means, next]) expect(part.trim().length).toBeGreaterThan(5)
  for (const part of [means, next]) expect(part).toMatch(/^(?:[A-Z0-9-]|[a-z]+[A-Z]|quoll|srvr|chmod|getAcl)/)
  expect(new Set([what, means, next]).size).toBe(3)
}

/** As a terminal shows it: what happened, and two indented lines below it. */
function partsOf(stderr: string): Pick<Explained, 'what' | 'means' | 'next'> {
  const lines = stderr.trimEnd().split('\n')
  const below = lines.findIndex((line) => line.startsWith('  '))
  return {
    what: lines.slice(0, below).join('\n'),
    means: (lines[below] ?? '').trim(),
    next: lines
      .slice(below + 1)
      .join(' ')
      .trim(),
  }
}

/** What is typed, the exit code, and what the first line names. DIR and PORT are filled in. */
const TYPED: readonly (readonly [line: string, code: number, names: string])[] = [
  ['nonsense', EXIT.usage, 'nonsense'],
  ['statsu', EXIT.usage, 'statsu'],
  ['serve', EXIT.usage, '--config'],
  ['serve --config DIR/none', EXIT.usage, 'DIR/none'],
  ['serve --config DIR/text', EXIT.usage, 'dataDir is missing'],
  ['serve --config DIR', EXIT.usage, 'cannot be read'],
  ['up --peers 0', EXIT.usage, 'whole number from 1 to 9'],
  ['up --client-port PORT --headless', EXIT.usage, 'port PORT is taken'],
  ['up --data DIR/text/x --headless', EXIT.failed, 'not a directory'],
  ['status', EXIT.usage, '--connect'],
  ['status --connect a:b', EXIT.usage, '"a:b"'],
  ['status --connect a:1 --bogus', EXIT.usage, '--bogus'],
  ['health often', EXIT.usage, 'often'],
  ['health --peer a:1 --http b:1', EXIT.usage, '--peer'],
  ['health --peer a:1,b:1', EXIT.usage, '--peer'],
  ['logs DIR/none', EXIT.failed, 'DIR/none'],
  ['logs DIR/empty', EXIT.failed, 'no log for people'],
  ['logs DIR/used', EXIT.failed, 'no log for people'],
  ['logs DIR/text --peer one', EXIT.usage, '"one"'],
  ['logs DIR/text --since soon', EXIT.usage, '"soon"'],
  ['logs DIR/text --level loud', EXIT.usage, 'loud'],
  ['logs --connect 127.0.0.1:1', EXIT.failed, 'nobody there tells'],
  ['logs DIR/text --connect a:1', EXIT.usage, '--connect'],
  ['logs txns', EXIT.usage, 'directory'],
  ['logs txns DIR/empty', EXIT.failed, 'not the data directory'],
  ['logs txns DIR/text', EXIT.failed, 'is a file'],
  ['logs txns DIR/used --from 1', EXIT.usage, '"1"'],
  ['logs snapshot DIR/used', EXIT.failed, 'no whole snapshot'],
  ['logs snapshot DIR/text', EXIT.failed, 'no whole snapshot'],
  ['doctor', EXIT.usage, 'nothing to look at'],
  ['explain gibberish', EXIT.usage, 'gibberish'],
  ['explain quorum many', EXIT.usage, 'many'],
  ['explain quorum 3 --connect a:1', EXIT.usage, 'three ways'],
  ['explain election now', EXIT.usage, '"now"'],
  ['completion tcsh', EXIT.usage, 'tcsh'],
  ['shell --connect a:b ls /', EXIT.usage, '"a:b"'],
  ['shell --timeout 1 ls /', EXIT.usage, 'whole number'],
  ['shell fly', EXIT.usage, 'fly'],
  ['shell --timeout 1000 --connect 127.0.0.1:1 ls /', EXIT.failed, '127.0.0.1:1'],
  ['shell --timeout 1000 --connect 127.0.0.1:PORT ls /', EXIT.failed, 'PORT'],
  ['sim --bogus', EXIT.usage, '--bogus'],
  ['sim --faults flood', EXIT.usage, 'flood'],
  ['bench', EXIT.usage, '--connect'],
  ['bench --connect 127.0.0.1:1 --duration 1', EXIT.noQuorum, '127.0.0.1:1'],
]

describe('typed', () => {
  const filled = (text: string) => text.replaceAll('DIR', directory).replaceAll('PORT', String(port))

  test.each(TYPED)(
    'quoll %s',
    async (line, code, names) => {
      const { code: ended, stderr } = await quoll(...filled(line).split(' '))
      expect([ended, stderr]).toEqual([code, expect.stringContaining(filled(names))])
      expectThreeParts(partsOf(stderr))
      expect(stderr).not.toMatch(/\n {4}at /)
    },
    PATIENCE_MS,
  )

  test.each([
    ['taken.cfg', EXIT.failed, 'EADDRINUSE'],
    ['below.cfg', EXIT.failed, 'ENOTDIR'],
  ])(
    'quoll serve --config %s: in the log, in one sentence',
    async (config, code, names) => {
      const { code: ended, stderr } = await quoll('serve', '--config', join(directory, config))
      const last = JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '{}') as { level: number; msg: string }
      expect([ended, last.level, last.msg]).toEqual([code, 60, expect.stringContaining(names)])
      const { means, next } = SYSTEM_ERRORS[names] ?? { means: '?', next: '?' }
      expect(last.msg.endsWith(`${means} ${next}`)).toBe(true)
    },
    PATIENCE_MS,
  )
})

describe('a data directory that cannot be trusted', () => {
  const open = (name: string, fileSystem: FileSystem = nodeFileSystem()): void => {
    const now = () => performance.now()
    openStorage({ fileSystem, directory: join(directory, name), allowEmpty: true, now, random: Math.random }).close(
      () => {},
    )
  }
  const caught = (name: string, fileSystem?: FileSystem): unknown => {
    try {
      open(name, fileSystem)
    } catch (error) {
      return error
    }
    throw new Error(`${name} was opened`)
  }

  test.each([
    ['a log without epochs', 'snapshot.0000000100000001', '', 'CORRUPT_EPOCHS'],
    ['epochs that cannot be read', 'epochs', 'nonsense', 'CORRUPT_EPOCHS'],
    ['another version', 'format', 'quoll storage 99\n', 'UNKNOWN_FORMAT'],
  ])('%s', (name, file, contents, code) => {
    mkdirSync(join(directory, code + file), { recursive: true })
    writeFileSync(join(directory, code + file, file), contents)
    const error = caught(code + file)
    expect(error).toMatchObject({ code })
    expect(explain(error).exit).toBe(EXIT.diskFailed)
    expectThreeParts(explain(error))
    expect(name).not.toBe('')
    expect(readFileSync(join(directory, code + file, file), 'utf8')).toBe(contents)
  })

  test('in use', () => {
    const error = new DirectoryInUseError('/data', 'process 7')
    expect(explain(error).exit).toBe(EXIT.failed)
    expectThreeParts(explain(error))
  })

  test.each(['ENOSPC', 'EIO', 'EROFS', 'EDQUOT'])('the disk says %s', (code) => {
    const failing: FileSystem = {
      ...nodeFileSystem(),
      makeDirectory: () => {
        throw Object.assign(new Error(`${code}: it said no`), { code })
      },
    }
    const explainedError = explain(caught(code, failing))
    expect(explainedError.exit).toBe(EXIT.diskFailed)
    expectThreeParts(explainedError)
  })
})

test('a configuration: every problem, and what to do', () => {
  try {
    readConfig(join(directory, 'text'))
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    expectThreeParts(explain(error))
    expect(explain(error).exit).toBe(EXIT.usage)
    return
  }
  throw new Error('it was accepted')
})

test.each(['disk', 'history', 'port', 'bug'] as const)('a peer that stops by itself: %s', (cause) => {
  expectThreeParts(explainHalt('why it stopped', cause))
})

test.each(Object.keys(SYSTEM_ERRORS))('the operating system says %s', (code) => {
  expectThreeParts(explain(Object.assign(new Error(`${code}: it said no`), { code })))
})

test.each(Object.keys(EXPLANATIONS) as ZooKeeperErrorCode[])('a client is told %s', async (code) => {
  expectThreeParts(await explained(new ZooKeeperError(code, 'this went wrong', {})))
})

test('what nobody has thought of is called a fault of ours, with where it comes from', async () => {
  const told = await explained(new RangeError('out of range'))
  expect(told.what).toContain('out of range')
  expectThreeParts(told)
})
