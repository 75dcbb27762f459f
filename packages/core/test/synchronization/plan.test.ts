import { expect, test } from 'vitest'
import { History } from '../../src/history.ts'
import { planFor } from '../../src/synchronization/plan.ts'
import { at, batch } from '../conversation.ts'

function leaderHistory(): History {
  const history = new History(at('3:7'))
  history.append(batch('3:8', 'a', 'b'))
  history.append(batch('5:1', 'c'))
  return history
}

test.each([
  ['3:6', { type: 'snap' }],
  ['1:1', { type: 'snap' }],
  ['3:7', { type: 'diff', after: at('3:7') }],
  ['3:9', { type: 'diff', after: at('3:9') }],
  ['5:1', { type: 'diff', after: at('5:1') }],
  ['3:10', { type: 'trunc', to: at('3:9') }],
  ['4:1', { type: 'trunc', to: at('3:9') }],
  ['5:2', { type: 'trunc', to: at('5:1') }],
  ['9:1', { type: 'trunc', to: at('5:1') }],
])('a learner at %s', (last, plan) => {
  expect(planFor(leaderHistory(), at(last))).toEqual(plan)
})
