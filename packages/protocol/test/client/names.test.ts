import { expect, test } from 'vitest'
import { ErrorCode, FOUR_LETTER_WORDS, nameOfError, nameOfOperation, OpCode } from '../../src/client/index.ts'

test('codes and operations have names, and numbers of nobody have none', () => {
  expect(nameOfError(ErrorCode.noNode)).toBe('noNode')
  expect(nameOfError(0)).toBe('ok')
  expect(nameOfError(-6666)).toBeUndefined()
  expect(nameOfOperation(OpCode.closeSession)).toBe('closeSession')
  expect(nameOfOperation(10)).toBeUndefined()
})

test('no number stands for two things', () => {
  for (const numbers of [Object.values(OpCode), Object.values(ErrorCode)])
    expect(new Set<number>(numbers).size).toBe(numbers.length)
  expect(new Set(FOUR_LETTER_WORDS).size).toBe(18)
})
