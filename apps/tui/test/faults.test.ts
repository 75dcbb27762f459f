import { describe, expect, test } from 'vitest'
import { parseAction } from '../src/action-text.ts'
import type { Fault } from '../src/control.ts'
import { faultsAfter, faultsInWords } from '../src/faults.ts'

const after = (peers: number, ...actions: readonly string[]): readonly Fault[] =>
  actions.reduce<readonly Fault[]>(
    (faults, action) =>
      faultsAfter(
        faults,
        parseAction(action),
        Array.from({ length: peers }, (_, i) => i + 1),
      ),
    [],
  )
const words = (peers: number, ...actions: readonly string[]): readonly string[] =>
  faultsInWords(after(peers, ...actions))

describe('cuts', () => {
  test.each([
    [3, ['isolate 3'], ['3 is cut off from 1 and 2']],
    [3, ['cut-one-way 3 1'], ['1 does not hear 3']],
    [4, ['cut-one-way 3 2', 'cut-one-way 3 1', 'cut-one-way 4 1'], ['1 and 2 do not hear 3', '1 does not hear 4']],
    [3, ['cut-one-way 3 1', 'cut-one-way 3 1', 'cut-one-way 1 3'], ['1 is cut off from 3']],
    [3, ['isolate 3', 'cut-one-way 1 2'], ['3 is cut off from 1 and 2', '2 does not hear 1']],
    // Whoever is named nowhere is on a side, too.
    [5, ['partition 3,4,5'], ['1 and 2 are cut off from 3, 4 and 5']],
    [3, ['partition 1 2 3'], ['1 is cut off from 2 and 3', '2 is cut off from 3']],
    [4, ['partition 1,2 3 4'], ['3 is cut off from 1, 2 and 4', '4 is cut off from 1 and 2']],
  ])('%i peers, %j', (peers, actions, says) => {
    expect(words(peers, ...actions)).toEqual(says)
  })

  test('a partition is the whole network, an isolation adds to it', () => {
    expect(after(3, 'isolate 1', 'partition 3 1,2')).toEqual(after(3, 'isolate 3'))
    expect(after(3, 'isolate 1', 'isolate 2')).toHaveLength(6)
  })
})

describe('delays and pauses', () => {
  test('the newest holds, nothing ends it', () => {
    expect(words(3, 'slow-disk 2 200', 'slow-disk 2 300', 'slow-link 3 1 50', 'slow-link 1 3 1500')).toEqual([
      'the disk of 2 takes 300 ms longer',
      'the link between 1 and 3 takes 1.5 s longer',
    ])
    expect(after(3, 'slow-disk 2 200', 'slow-disk 2 0', 'slow-link 1 3 50', 'slow-link 3 1 0')).toEqual([])
  })

  test.each(['resume', 'kill', 'stop', 'restart'])(
    '%s ends a pause; the network and the disk stay as they are',
    (action) => {
      expect(words(3, 'pause 2', 'pause 2', 'slow-disk 2 10', 'cut-one-way 2 1', `${action} 2`)).toEqual([
        '1 does not hear 2',
        'the disk of 2 takes 10 ms longer',
      ])
      expect(words(3, 'pause 2', `${action} 1`)).toEqual(['2 is paused'])
    },
  )

  test('heal ends everything', () => {
    expect(after(3, 'pause 1', 'isolate 2', 'slow-disk 2 10', 'slow-link 1 2 10', 'heal')).toEqual([])
  })
})
