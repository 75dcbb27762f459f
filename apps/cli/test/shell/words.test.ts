import { expect, test } from 'vitest'
import { UsageError } from '../../src/errors.ts'
import { wordsOf } from '../../src/shell/words.ts'

test.each([
  ['', []],
  ['  ls   /a ', ['ls', '/a']],
  ['create /a "two words"', ['create', '/a', 'two words']],
  ['create /a \'it is "so"\'', ['create', '/a', 'it is "so"']],
  ["create /a ''", ['create', '/a', '']],
  ['create /a b\\ c', ['create', '/a', 'b c']],
  ['create /a "say \\"x\\""', ['create', '/a', 'say "x"']],
  ["create /a 'C:\\dir'", ['create', '/a', 'C:\\dir']],
  ['create /a pre"fix"ed', ['create', '/a', 'prefixed']],
])('%s', (line, words) => expect(wordsOf(line)).toEqual(words))

test('a quote that is never closed', () => expect(() => wordsOf('create /a "two')).toThrow(UsageError))
