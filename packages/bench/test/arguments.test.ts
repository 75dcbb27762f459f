import { expect, test } from 'vitest'
import { readArguments } from '../src/arguments.ts'
import { UsageError } from '../src/errors.ts'

const CONNECT = ['--connect', 'a:1,b']

test('a load: what is said, and the rest as it usually is', () => {
  const { targets, jobs, rounds, json } = readArguments([
    ...CONNECT,
    '--mix',
    'get=3,set',
    '--connections=100',
    '--rate',
    '0.5',
  ])
  expect(targets).toEqual([
    {
      name: 'a:1,b',
      addresses: [
        { host: 'a', port: 1 },
        { host: 'b', port: 2181 },
      ],
    },
  ])
  expect(jobs).toMatchObject([{ type: 'load', load: { connections: 100, window: 1, rate: 0.5, valueBytes: 100 } }])
  expect([rounds, json]).toEqual([1, false])
})

test('two ensembles are compared in three rounds', () => {
  const { targets, rounds } = readArguments([...CONNECT, '--compare', 'c:3', '--names', 'quoll,zookeeper'])
  expect(targets.map(({ name }) => name)).toEqual(['quoll', 'zookeeper'])
  expect(rounds).toBe(3)
})

test('a suite, or some of its rows', () => {
  const rows = (...words: string[]) => readArguments([...CONNECT, '--suite', ...words]).jobs.map(({ name }) => name)
  expect(rows('quick').length).toBeGreaterThan(10)
  expect(rows('quick', '--only', 'multi')).toEqual(['multi of 10, 16'])
  expect(rows('smoke')).toContain('set 128')
})

test('watchers and sessions', () => {
  expect(readArguments([...CONNECT, '--watchers', '10']).jobs).toMatchObject([{ type: 'fan-out', watchers: 10 }])
  expect(readArguments([...CONNECT, '--sessions', '9', '--duration', '2']).jobs).toMatchObject([
    { type: 'sessions', sessions: 9, holdSeconds: 2 },
  ])
})

test.each([
  [[], '--connect says which'],
  [['--connect', 'a:x'], 'Write host:port'],
  [[...CONNECT, 'fast'], 'fast is not an option'],
  [[...CONNECT, '--toString', '1'], '--toString is not an option'],
  [[...CONNECT, '--window'], '--window needs a value'],
  [[...CONNECT, '--window', '1', '--window', '2'], 'twice'],
  [[...CONNECT, '--window', '1.5'], 'whole number from 1 to 10000'],
  [[...CONNECT, '--connections', '999999'], 'from 1 to 20000'],
  [[...CONNECT, '--connections', '10000', '--window', '1000'], 'at most 1000000 requests'],
  [[...CONNECT, '--duration', '0'], 'number from 0.1'],
  [[...CONNECT, '--mix', 'multi', '--multi', '1000', '--value', '1000000'], 'longer than servers take'],
  [[...CONNECT, '--suite', 'slow'], 'there are quick and smoke'],
  [[...CONNECT, '--suite', 'quick', '--only', 'nothing'], 'no row of the suite'],
  [[...CONNECT, '--only', 'set'], '--only chooses rows'],
  [[...CONNECT, '--watchers', '1', '--sessions', '1'], 'one at a time'],
  [[...CONNECT, '--names', 'a,b'], 'one name for each'],
])('%j is refused: %s', (argv, says) => {
  expect(() => readArguments(argv)).toThrow(UsageError)
  expect(() => readArguments(argv)).toThrow(says)
})
