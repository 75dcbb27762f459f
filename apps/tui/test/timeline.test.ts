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

/** The few records of an election, without the numbers before and after. */
const election = (): Scene => {
  const scene = new Scene().statuses().perform({ type: 'kill', peer: 3 })
  return scene.finishElection()
}

function filled({ header, records }: Pick<Scene, 'header' | 'records'>, kept?: number): Timeline {
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
    expect(timeline.known - timeline.taken).toBeLessThanOrEqual(512 + 2 * 256 + 64)
    expect(timeline.shown.records).toBe(timeline.taken)
    expect(timeline.step(true)).toBe(false)
  })

  it('puts a late record in its place, and what is shown with it', () => {
    const records = scene.records.slice(0, 40)
    const inOrder = filled({ header: scene.header, records })
    const late = records[37]!
    const others = records.filter((record) => record !== late)
    expect(others.at(-1)!.atMs).toBeGreaterThan(late.atMs)
    for (const shown of [1, 20, 39]) {
      const timeline = filled({ header: scene.header, records: others })
      timeline.moveTo(shown)
      timeline.push(late, false)
      expect(timeline.taken).toBe(shown === 39 ? 40 : shown)
      timeline.moveTo(timeline.known)
      expect(timeline.shown.peers).toEqual(inOrder.shown.peers)
      expect(timeline.known).toBe(40)
    }
  })

  it('tells the same story, in whatever order several peers are heard', () => {
    const { header, records } = election()
    const inOrder = filled({ header, records }).shown.story.entries.map(({ text }) => text)
    const [before, since] = [records.slice(0, 3), records.slice(3)]
    const byTeller = [3, 1, 2].flatMap((id) => since.filter((record) => 'peer' in record && record.peer === id))
    const others = since.filter((record) => !('peer' in record))
    const mixed = filled({ header, records: [...before, ...others, ...byTeller] })
    expect(mixed.shown.story.entries.map(({ text }) => text)).toEqual(inOrder)
    expect(mixed.stepElection(true)).toBe(true)
    expect(mixed.shown.verdict.writes).toBe(false)
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
