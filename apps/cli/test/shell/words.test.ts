import { expect, test } from 'vitest'
import { UsageError } from '../../src/errors.ts'
import { wordsOf } from '../../src/shell/words.ts'

test.each([
  ['', []],
  ['  ls   /a ', ['ls', '/a']],
  ['create /a "two words"', ['create', '/a', 'two words']],
  ['create /a \'it is "so"\'', ['create', '/a', 'it is "so"']],
  ["create /a ''", ['create', '/a', '']],
  ["create /a 'C:\\dir'", ['create', '/a', 'C:\\dir']],
  ['create /a C:\\dir', ['create', '/a', 'C:\\dir']],
  ['set /a {"x":"y"}', ['set', '/a', '{"x":"y"}']],
  ["set /a it's", ['set', '/a', "it's"]],
  ['create /a "b"c', ['create', '/a', 'b', 'c']],
])('%s', (line, words) => expect(wordsOf(line)).toEqual(words))

test('a quote that is never closed', () => expect(() => wordsOf('create /a "two')).toThrow(UsageError))
