import { expect, test } from 'vitest'
import { Ensemble } from '../../src/testing/index.ts'

test('three peers start together', async () => {
  const ensemble = Ensemble.of(3).elect()
  ensemble.say('a write').propose(3, 'create /a').settle()
  expect(ensemble.all.delivered).toEqual(['create /a'])
})
