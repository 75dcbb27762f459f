import { describe, expect, it } from 'vitest'
import { newEnsemble, take } from '../src/model/ensemble.ts'
import { Timeline } from '../src/timeline.ts'
import { Scene } from './support/scene.ts'

const told = (): Scene =>
  new Scene({ writesPerSecond: () => 100 })
    .statuses()
    .watch(60_000)
    .perform({ type: 'kill', peer: 3 })
    .finishElection()
    .watch(30_000)
    .perform({ type: 'restart', peer: 3 })
    .join(3)
    .watch(30_000)

function filled({ header, records }: Scene, kept?: number): Timeline {
  const timeline = new Timeline(header, kept)
  for (const record of records) timeline.push(record, true)
  return timeline
}

describe('a timeline', () => {
  const scene = told()

  it('shows the same at every moment, whichever way one came there', () => {
    const timeline = filled(scene)
    const pictures = [newEnsemble(scene.header)]
    for (const record of scene.records) pictures.push(take(pictures.at(-1)!, record))
    for (let number = timeline.known; number >= 0; number -= 37) {
      timeline.moveTo(number)
      expect(timeline.shown).toEqual(pictures[number])
    }
    for (let number = 0; number <= timeline.known; number += 101) {
      timeline.moveTo(number)
      expect(timeline.shown).toEqual(pictures[number])
    }
  })

  it('finds the last record before a moment', () => {
    const timeline = filled(scene)
    const moments = [0.5, 0.1, 0.9, 0.3].map((part) => timeline.beginMs + part * (timeline.endMs - timeline.beginMs))
    for (const moment of moments) {
      timeline.moveToMoment(moment)
      const passed = scene.records.filter((record) => record.atMs <= moment).length
      expect(timeline.taken).toBe(passed)
    }
  })

  it('stays where it is while records come, and follows only from the end', () => {
    const timeline = filled(scene)
    timeline.moveTo(10)
    timeline.push({ type: 'trouble', atMs: timeline.endMs + 1, text: 'later' }, true)
    expect([timeline.taken, timeline.atEnd]).toEqual([10, false])
  })

  it('forgets the oldest, and what stood there moves to what is left', () => {
    const timeline = filled(scene, 512)
    timeline.moveTo(0)
    expect(timeline.taken).toBeGreaterThan(0)
    expect(timeline.known - timeline.taken).toBeLessThanOrEqual(512 + 256)
    expect(timeline.shown.records).toBe(timeline.taken)
    expect(timeline.step(true)).toBe(false)
  })

  it('steps from event to event, over numbers', () => {
    const timeline = filled(scene)
    timeline.moveTo(0)
    const events: string[] = []
    while (timeline.step(false)) events.push(scene.records[timeline.taken - 1]!.type)
    expect(events).not.toContain('status')
    expect(events).toHaveLength(scene.records.filter(({ type }) => type !== 'status').length)
  })
})
