import { expect, test } from 'vitest'
import { SendWindow } from '../../src/broadcast/send-window.ts'
import { at } from '../conversation.ts'

test('it closes at its count of messages and opens with their acknowledgements', () => {
  const window = new SendWindow(2, 1000)
  window.sent(at('1:3'), 1)
  expect(window.isOpen).toBe(true)
  window.sent(at('1:5'), 1)
  expect(window.isOpen).toBe(false)

  window.acknowledged(at('1:4'))
  expect([window.isOpen, window.isEmpty]).toEqual([true, false])
  window.acknowledged(at('1:5'))
  expect(window.isEmpty).toBe(true)
})

test('it closes at its bytes; one message larger than that still goes', () => {
  const window = new SendWindow(100, 10)
  expect(window.isOpen).toBe(true)
  window.sent(at('1:1'), 50)
  expect(window.isOpen).toBe(false)
  window.acknowledged(at('1:1'))
  expect(window.isOpen).toBe(true)
})

test('it keeps count through growth and wrapping', () => {
  const window = new SendWindow(1000, 1e9)
  let acknowledged = 0
  for (let i = 1; i <= 500; i += 1) {
    window.sent(at(`1:${i}`), 1)
    if (i % 3 === 0) {
      acknowledged += 2
      window.acknowledged(at(`1:${acknowledged}`))
    }
  }
  expect(window.isEmpty).toBe(false)
  window.acknowledged(at('1:500'))
  expect(window.isEmpty).toBe(true)
})
