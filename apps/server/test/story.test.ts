import { type Effect, type Epoch, peerId } from '@quoll/core'
import { expect, test } from 'vitest'
import { Story } from '../src/story.ts'

const became = (role: 'looking' | 'following', phase: 'election' | 'broadcast'): Effect => ({
  type: 'became',
  role,
  phase,
  leader: role === 'looking' ? undefined : peerId(3),
  epoch: 5 as Epoch,
  why: 'because',
})

test('a change of role is a sentence that says why', () => {
  const told: string[] = []
  const story = new Story(({ text }) => told.push(text))
  story.effect(became('looking', 'election'))
  story.effect({ type: 'send-snapshot', to: peerId(1), atLeast: 0 as never })
  story.effect(became('following', 'broadcast'))
  expect(told).toEqual(['looking for a leader: because', 'following peer 3, broadcast of epoch 5: because'])
  expect(story.lines.map(({ number, text }) => [number, text])).toEqual([
    [1, told[0]],
    [2, told[1]],
  ])
})

test('it forgets the oldest, and the numbers show it', () => {
  const story = new Story(() => {})
  for (let n = 1; n <= 250; n++) story.add(`event ${n}`)
  expect(story.lines).toHaveLength(100)
  expect(story.lines[0]).toMatchObject({ number: 151, text: 'event 151' })
})
