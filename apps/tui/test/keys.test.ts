import { expect, test } from 'vitest'
import { BINDINGS, press, workingBindings } from '../src/keys.ts'
import { AtWork } from './support/at-work.ts'

const words = (work: AtWork): readonly string[] => workingBindings(work.model).map(({ word }) => word)

test('the footer holds the keys that work here, and no other', () => {
  const work = new AtWork({ peers: 3 }).poll()
  expect(words(work)).toEqual(['select', 'kill', 'help', 'quit'])
  expect(words(work.press('k'))).toEqual(['yes, kill it', 'no', 'quit'])
  expect(words(work.press('y').watch(400))).toEqual(['select', 'restart', 'help', 'quit'])
  expect(words(work.press('?'))).toEqual(['back', 'quit'])
})

test('a remote ensemble is only watched', () => {
  const work = new AtWork({ peers: 3, control: false }).poll()
  expect(words(work)).toEqual(['select', 'help', 'quit'])
  expect(press(work.model, 'k')).toEqual({ model: work.model, act: undefined })
})

test('nothing is killed before it is confirmed', () => {
  const work = new AtWork({ peers: 3 }).poll().press('down')
  expect(press(work.model, 'k').act).toBeUndefined()
  expect(press(work.press('k').model, 'n').model.mode.type).toBe('watching')
  expect(press(work.model, 'y').act).toEqual({ type: 'kill', peer: 2 })
})

test('the choice stays within the table', () => {
  const work = new AtWork({ peers: 3 }).poll()
  expect(work.press('up').model.selected).toBe(0)
  expect(work.press('down', 'down', 'down', 'down').model.selected).toBe(2)
})

test('q quits from everywhere', () => {
  const work = new AtWork({ peers: 3 }).poll()
  for (const key of ['?', '?', 'k'] as const) expect(press(work.press(key).model, 'q').act).toEqual({ type: 'quit' })
})

test('in no situation do two bindings want the same key', () => {
  const work = new AtWork({ peers: 3 }).poll()
  for (const model of [work.model, work.press('?').model, work.press('?', 'k').model]) {
    const keys = BINDINGS.filter((binding) => binding.works(model)).flatMap((binding) => binding.keys)
    expect(new Set(keys).size).toBe(keys.length)
  }
})
