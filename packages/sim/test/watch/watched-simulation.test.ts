/** A run that is looked at: the same run, told completely, and open to whoever reaches in. */
import { peerId } from '@quoll/core'
import type { TraceRecord } from '@quoll/trace'
import { describe, expect, it } from 'vitest'
import { type SimOptions, simulate, WatchedSimulation } from '../../src/index.ts'

const calm: SimOptions = { seed: 1, peers: 3, observers: 0, seconds: 30, faults: [] }

function watch(options: SimOptions): { readonly run: WatchedSimulation; readonly records: TraceRecord[] } {
  const records: TraceRecord[] = []
  return { run: new WatchedSimulation(options, (record) => records.push(record)), records }
}

function of<T extends TraceRecord['type']>(
  records: readonly TraceRecord[],
  type: T,
): Extract<TraceRecord, { type: T }>[] {
  return records.filter((record): record is Extract<TraceRecord, { type: T }> => record.type === type)
}

describe('a watched simulation', () => {
  it('is the run that the seed makes without anybody watching', () => {
    const options = { seed: 42, seconds: 10 }
    const { run } = watch(options)
    while (!run.isOver) run.run(777)
    expect(run.result().digest).toBe(simulate(options).digest)
  })

  it('tells an election: links, votes, roles, the first commit', () => {
    const { run, records } = watch(calm)
    run.run(3_000)
    const leaders = of(records, 'became').filter(({ role, phase }) => role === 'leading' && phase === 'broadcast')
    expect(leaders).toHaveLength(1)
    expect(of(records, 'first-commit')).toMatchObject([{ peer: leaders[0]?.peer, epoch: 1 }])
    expect(of(records, 'received').some(({ message }) => message.vote?.leader === leaders[0]?.peer)).toBe(true)
    expect(of(records, 'link').length).toBeGreaterThanOrEqual(6)
  })

  it('tells how everybody is, four times a second and after every change', () => {
    const { run, records } = watch(calm)
    run.run(5_000)
    const before = records.length
    run.run(2_000)
    const later = of(records.slice(before), 'status')
    expect(later.filter(({ peer }) => peer === 2)).toHaveLength(8)
    expect(later.every(({ status }) => status.serving)).toBe(true)
  })

  it('goes on to the next thing that happens, one at a time', () => {
    const { run, records } = watch(calm)
    for (let steps = 0; steps < 200; steps++) {
      const before = records.filter(({ type }) => type !== 'status').length
      expect(run.step()).toBe(true)
      expect(records.filter(({ type }) => type !== 'status').length).toBeGreaterThan(before)
    }
    const times = records.map(({ atMs }) => atMs)
    expect(times).toEqual([...times].sort((a, b) => a - b))
  })

  it('can be broken by hand, and gets up again', () => {
    const { run, records } = watch(calm)
    run.run(5_000)
    const leader = run.world.leader()
    if (leader === undefined) throw new Error('nobody leads after five seconds of peace')
    run.world.crash(leader, 'process')
    run.tellAction('kill', [leader], `peer ${leader} was killed`)
    run.run(5_000)
    expect(of(records, 'lost')).toMatchObject([{ peer: leader, why: 'dies' }])
    expect(run.world.leader()).not.toBe(leader)
    expect(of(records, 'first-commit').map(({ epoch }) => epoch)).toEqual([1, 2])
    run.world.start(leader)
    run.run(3_000)
    expect(of(records, 'status').findLast(({ peer }) => peer === leader)?.status.role).toBe('following')
  })

  it('tells sessions and watches while somebody wants them', () => {
    const { run, records } = watch(calm)
    run.run(3_000)
    expect(of(records, 'sessions')).toHaveLength(0)
    run.want(new Set(['sessions', 'watches']))
    run.run(3_000)
    const rows = of(records, 'sessions').flatMap((record) => record.rows)
    expect(rows.some(({ client }) => client !== undefined)).toBe(true)
    expect(rows.some(({ leftMs }) => leftMs !== undefined)).toBe(true)
    expect(of(records, 'watches').some(({ total }) => total > 0)).toBe(true)
  })

  it('says when it is over and what was found', () => {
    const { run, records } = watch({ ...calm, seconds: 3 })
    while (run.step()) {}
    expect(run.isOver).toBe(true)
    expect(of(records, 'action').at(-1)?.text).toMatch(/^the run is over, nothing found; \d+ elections, \d+ commits$/)
    expect(run.world.peers).toContain(peerId(3))
  })
})
