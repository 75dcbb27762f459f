import { expect, test } from 'vitest'
import { ACTION_FORMS, actionText, parseAction } from '../src/action-text.ts'
import type { ActionType } from '../src/control.ts'

test.each([
  'kill 3',
  'pause 1',
  'resume 1',
  'stop 2',
  'restart 2',
  'isolate 3',
  'partition 1 2,3',
  'partition 1,2,3 4,5',
  'cut-one-way 1 2',
  'slow-disk 2 200',
  'slow-link 1 3 0',
  'heal',
])('%s says the same again', (text) => {
  expect(actionText(parseAction(`  ${text.replaceAll(' ', '  ')} `))).toBe(text)
})

test.each(['partition 1 | 2 3', 'partition 1|2,3', 'partition 1 | 2, 3'])('%s, with bars', (text) => {
  expect(actionText(parseAction(text))).toBe('partition 1 2,3')
})

test('every action has a form', () => {
  const types = {
    kill: 1,
    pause: 1,
    resume: 1,
    stop: 1,
    restart: 1,
    isolate: 1,
    partition: 1,
    'cut-one-way': 1,
    'slow-disk': 1,
    'slow-link': 1,
    heal: 1,
  } satisfies Record<ActionType, 1>
  expect(ACTION_FORMS.map((form) => form.split(' ')[0])).toEqual(Object.keys(types))
})

test.each([
  ['kill', 'write kill PEER'],
  ['kill 0', 'write kill PEER'],
  ['kill 1 2', 'write kill PEER'],
  ['kill one', 'write kill PEER'],
  ['partition', 'write partition'],
  ['partition 1,', 'write partition'],
  ['partition 1 |', 'write partition'],
  ['slow-disk 1', 'write slow-disk'],
  ['slow-disk 1 60001', 'write slow-disk'],
  ['slow-disk 1 -1', 'write slow-disk'],
  ['slow-link 1 2', 'write slow-link'],
  ['cut-one-way 1', 'write cut-one-way'],
  ['heal 1', 'write heal'],
  ['explode', 'write one of: kill PEER · '],
  ['', 'write one of'],
])('%j is refused with the way it is written', (text, says) => {
  expect(() => parseAction(text)).toThrow(says)
})
