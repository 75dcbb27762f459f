import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { HISTORY_LINES_MAX, HistoryFile, historyPath } from '../../src/shell/history-file.ts'

const directory = mkdtempSync(join(tmpdir(), 'quoll-history-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

test('lines are kept over sessions, by their owner only', () => {
  const path = join(directory, 'new', 'quoll', 'shell-history')
  const [one, other] = [new HistoryFile(path), new HistoryFile(path)]
  one.add('ls /')
  other.add('get /app')
  expect(new HistoryFile(path).lines).toEqual(['ls /', 'get /app'])
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700)
})

test('rights that were too wide are taken away', () => {
  const path = join(directory, 'wide')
  writeFileSync(path, 'ls /\n', { mode: 0o644 })
  new HistoryFile(path).add('get /app')
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test.each(['addauth digest ada:secret', '  ADDAUTH digest ada:secret', '', '   ', `set /a ${'x'.repeat(5000)}`])(
  '"%.40s" is not written down',
  (line) => {
    const path = join(directory, 'secrets')
    new HistoryFile(path).add('ls /')
    new HistoryFile(path).add(line)
    expect(readFileSync(path, 'utf8')).toMatch(/^(?:ls \/\n)+$/)
  },
)

test('it does not grow for ever', () => {
  const path = join(directory, 'long')
  writeFileSync(path, Array.from({ length: 2 * HISTORY_LINES_MAX }, (_, i) => `get /${i}\n`).join(''))
  const history = new HistoryFile(path)
  expect(history.lines).toHaveLength(HISTORY_LINES_MAX)
  history.add('get /last')
  expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(HISTORY_LINES_MAX + 1)
  expect(new HistoryFile(path).lines.at(-1)).toBe('get /last')
})

test('a place where nothing can be written is no reason not to work', () => {
  const history = new HistoryFile(join(directory, 'wide', 'below-a-file'))
  history.add('ls /')
  expect(history.lines).toEqual([])
})

test('where it lies', () => {
  expect(historyPath({ XDG_STATE_HOME: '/state' })).toBe('/state/quoll/shell-history')
  const usual = join(homedir(), '.local/state/quoll/shell-history')
  expect(historyPath({})).toBe(usual)
  expect(historyPath({ XDG_STATE_HOME: 'relative' })).toBe(usual)
})
