import { expect, test } from 'vitest'
import { UsageError } from '../../src/errors.ts'
import { argumentsOf } from '../../src/shell/arguments.ts'

const LETTERS = {
  s: { says: 'with the stat' },
  R: { says: 'everything below' },
  v: { value: 'version', long: 'if-version', says: 'only this version' },
}

test('options may stand anywhere, as zkCli takes them', () => {
  for (const words of [
    ['/a', 'data', '-s', '-v', '3'],
    ['-v', '3', '-s', '/a', 'data'],
  ]) {
    const given = argumentsOf(words, LETTERS)
    expect([given.words, given.has('s'), given.integer('v')]).toEqual([['/a', 'data'], true, 3])
  }
})

test('words that look like options: numbers as they are, others behind --', () => {
  expect(argumentsOf(['/a', '-5', '-'], LETTERS).words).toEqual(['/a', '-5', '-'])
  expect(argumentsOf(['/a', '--', '-x', '-s'], LETTERS)).toMatchObject({ words: ['/a', '-x', '-s'] })
  expect(argumentsOf(['-v', '-1'], LETTERS).integer('v')).toBe(-1)
})

test('several flags behind one dash, and long names', () => {
  const given = argumentsOf(['-sR', '/a', '--if-version', '2'], LETTERS)
  expect([given.has('s'), given.has('R'), given.text('v'), given.words]).toEqual([true, true, '2', ['/a']])
})

test.each([[['-x']], [['-v']], [['-toString', '1']], [['-sx']], [['-vs', '1']], [['--s-R']], [['--version', '1']]])(
  '%j is refused',
  (words) => {
    expect(() => argumentsOf(words, LETTERS)).toThrow(UsageError)
  },
)

test.each(['x', '1.5', '', '0x'])('-v "%s" is no version', (text) => {
  expect(() => argumentsOf(['-v', text], LETTERS).integer('v')).toThrow('-v takes a whole number')
})
