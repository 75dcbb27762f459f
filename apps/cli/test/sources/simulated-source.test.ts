/** A simulated ensemble in the hands of the dashboard: every action does in the simulated world what its words say. */
import type { TraceRecord } from '@quoll/trace'
import { describe, expect, it } from 'vitest'
import { type SimulatedSource, simulatedSource } from '../../src/sources/simulated-source.ts'

class Watcher {
  readonly source: SimulatedSource = simulatedSource({ seed: 1, seconds: 600, peers: 3, observers: 0, faults: [] })
  readonly records: TraceRecord[] = []

  constructor() {
    this.source.start((record) => this.records.push(record))
    this.source.engine?.run(3_000)
  }

  run(ms: number): void {
    this.source.engine?.run(ms)
  }

  perform(action: Parameters<NonNullable<SimulatedSource['control']>['perform']>[0]): Promise<void> {
    if (this.source.control === undefined) throw new Error('a simulation can be broken')
    return this.source.control.perform(action)
  }

  /** The newest status of a peer. */
  status(peer: number): Extract<TraceRecord, { type: 'status' }>['status'] {
    const found = this.records.findLast((record) => record.type === 'status' && record.peer === peer)
    if (found?.type !== 'status') throw new Error(`peer ${peer} has never told how it is`)
    return found.status
  }

  get leader(): number {
    const running = [1, 2, 3].filter((peer) => this.source.control?.running(peer) === true)
    return running.find((peer) => this.status(peer).role === 'leading' && this.status(peer).serving) ?? 0
  }

  get faults(): readonly string[] {
    const found = this.records.findLast(({ type }) => type === 'faults')
    return found?.type === 'faults' ? found.faults : []
  }
}

describe('a simulated ensemble', () => {
  it('loses its leader when it is killed, and takes it back', async () => {
    const watcher = new Watcher()
    const old = watcher.leader
    await watcher.perform({ type: 'kill', peer: old })
    expect(watcher.source.control?.running(old)).toBe(false)
    watcher.run(3_000)
    expect(watcher.leader).not.toBe(old)
    await watcher.perform({ type: 'restart', peer: old })
    watcher.run(3_000)
    expect(watcher.status(old).role).toBe('following')
  })

  it('goes on without a leader that is cut off, which resigns, and is one again when that is healed', async () => {
    const watcher = new Watcher()
    const old = watcher.leader
    await watcher.perform({ type: 'isolate', peer: old })
    expect(watcher.faults).toEqual([expect.stringContaining(`${old} is cut off from`)])
    watcher.run(5_000)
    expect(watcher.leader).not.toBe(old)
    expect(watcher.status(old).serving).toBe(false)
    await watcher.perform({ type: 'heal' })
    expect(watcher.faults).toEqual([])
    watcher.run(10_000)
    expect([1, 2, 3].map((peer) => watcher.status(peer).serving)).toEqual([true, true, true])
    expect(new Set([1, 2, 3].map((peer) => watcher.status(peer).epoch)).size).toBe(1)
  })

  it('pauses and resumes, and waits for a slow disk', async () => {
    const watcher = new Watcher()
    const follower = watcher.leader === 1 ? 2 : 1
    await watcher.perform({ type: 'pause', peer: follower })
    const before = watcher.records.filter((record) => record.type === 'status' && record.peer === follower).length
    watcher.run(2_000)
    expect(watcher.records.filter((record) => record.type === 'status' && record.peer === follower)).toHaveLength(
      before,
    )
    await watcher.perform({ type: 'resume', peer: follower })
    await watcher.perform({ type: 'slow-disk', peer: follower, ms: 120 })
    watcher.run(5_000)
    expect(watcher.status(follower).disk.syncMsP99).toBeGreaterThan(120)
    expect(watcher.status(follower).serving).toBe(true)
  })

  it('refuses what means nothing, in words', async () => {
    const watcher = new Watcher()
    await expect(watcher.perform({ type: 'kill', peer: 9 })).rejects.toThrow('there is no peer 9')
    await expect(watcher.perform({ type: 'resume', peer: 1 })).rejects.toThrow('is not paused')
  })
})
