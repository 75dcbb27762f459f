/** The fold of real elections, played by the simulator, and of what only polling tells. */

import { readFileSync } from 'node:fs'
import type { TraceRecord } from '@quoll/trace'
import { describe, expect, it } from 'vitest'
import { type Ensemble, newEnsemble, take } from '../../src/model/ensemble.ts'
import { verdictInWords } from '../../src/model/verdict.ts'
import { Scene } from '../support/scene.ts'
import { fromLines, type Trace } from '../support/stage.ts'

const fold = ({ header, records }: Trace): Ensemble => records.reduce(take, newEnsemble(header))
const trace = (name: string): Trace =>
  fromLines(readFileSync(new URL(`../traces/${name}.jsonl`, import.meta.url), 'utf8'))
const story = (ensemble: Ensemble): readonly string[] => ensemble.story.entries.map(({ text }) => text).toReversed()
const withoutTimes = (text: string): string => text.replace(/\d[\d.]* (ms|s)\b/g, 'T')

describe('elections that the simulator played', () => {
  it('a leader is killed and comes back', () => {
    const ensemble = fold(trace('leader-killed'))
    const told = story(ensemble).map(withoutTimes)
    expect(told.filter((text) => /won round \d+ with 2 of 3 votes: /.test(text))).toHaveLength(2)
    expect(told).toContainEqual(expect.stringMatching(/^peer \d lost its leader, peer \d: link closed$/))
    expect(told).toContainEqual(expect.stringMatching(/takes the lead in epoch 2: writes are possible again after T$/))
    expect(told).toContainEqual(expect.stringMatching(/^peer \d leads epoch 2, first commit after T$/))
    expect(ensemble.verdict).toMatchObject({ up: 3, inService: 3, writes: true })
  })

  it('writes wait from the deed to the new leader, by the times of the records', () => {
    const { header, records } = trace('leader-killed')
    const killed = records.find(({ type }) => type === 'action')!.atMs
    const led = records.find(
      (one) => one.type === 'became' && one.role === 'leading' && one.phase === 'broadcast' && one.atMs > killed,
    )!.atMs
    const during = records.filter(({ atMs }) => atMs < led).reduce(take, newEnsemble(header))
    expect(during.reigns.outage?.sinceMs).toBe(killed)
    const after = records.filter(({ atMs }) => atMs <= led).reduce(take, newEnsemble(header))
    expect(after.reigns).toMatchObject({ outage: undefined, reign: { sinceMs: led }, deed: { waitedMs: led - killed } })
  })

  it('a lost quorum is called one, and ends', () => {
    const { header, records } = trace('lost-quorum')
    const verdicts = new Set<string>()
    let ensemble = newEnsemble(header)
    for (const record of records) {
      ensemble = take(ensemble, record)
      verdicts.add(verdictInWords(ensemble.verdict).text)
    }
    expect([...verdicts].join('\n')).toMatch(/1 of 3 up/)
    expect(ensemble.verdict.writes).toBe(true)
  })

  it.each([
    'first-election',
    'five-with-an-observer',
    'leader-cut-off',
    'leader-paused',
    'longer-history',
    'orderly-stop',
    'split-votes',
  ])('%s ends with a leader, and every sentence is fit for a terminal', (name) => {
    const ensemble = fold(trace(name))
    expect(ensemble.verdict.writes).toBe(true)
    for (const text of story(ensemble)) expect(text).toMatch(/^[ -~]+$/)
  })
})

describe('what a log says', () => {
  const { header } = new Scene()
  const at = header.atMs
  const said = (text: string, atMs = at): TraceRecord => ({
    type: 'told',
    peer: 1,
    atMs,
    number: 1,
    level: 'info',
    text,
  })
  const became: TraceRecord = {
    type: 'became',
    peer: 1,
    atMs: at + 2,
    role: 'looking',
    phase: 'election',
    leader: undefined,
    epoch: 5,
    why: 'started',
  }

  it('is left out where a record says it better, whichever came first', () => {
    const repeated = said('looking for a leader: started')
    for (const records of [
      [repeated, became],
      [became, repeated],
    ])
      expect(story(fold({ header, records }))).toEqual(['peer 1 looks for a leader: it has just started'])
  })

  it('is all there is where nobody tells of changes', () => {
    const records = [said('looking for a leader: started'), said('takes over the snapshot of its leader', at + 1)]
    expect(story(fold({ header, records }))).toEqual([
      'peer 1: looking for a leader: started',
      'peer 1: takes over the snapshot of its leader',
    ])
  })

  it('cannot write to the terminal', () => {
    const records = [said(`a client called \u001b[2J\u0007\nevil`)]
    expect(story(fold({ header, records }))).toEqual(['peer 1: a client called [2J evil'])
  })
})

describe('a silent peer', () => {
  const scene = new Scene().statuses()
  const { header } = scene
  const atMs = scene.nowMs + 100

  it('is lost, is told once, and answers again', () => {
    const lost: TraceRecord = { type: 'lost', peer: 2, atMs, why: 'no answer for 400 ms' }
    const ensemble = fold({ header, records: [...scene.records, lost, { ...lost, atMs: atMs + 50 }] })
    expect(verdictInWords(ensemble.verdict).text).toContain('2 of 3 up')
    expect(story(ensemble).at(-1)).toBe('peer 2 does not answer: no answer for 400 ms')
    const back = scene.records.find((record) => record.type === 'status' && record.peer === 2)!
    expect(story(take(ensemble, { ...back, atMs: atMs + 2000 })).at(-1)).toBe(
      'peer 2 answers again after 2.0 s, and serves',
    )
  })

  it('a status that a killed process sent before is no news', () => {
    const late = scene.records.find((record) => record.type === 'status' && record.peer === 2)!
    const killed: TraceRecord = { type: 'action', action: 'kill', peers: [2], atMs, text: 'kill 2' }
    const ensemble = fold({ header, records: [...scene.records, killed, { ...late, atMs: atMs + 5 }] })
    expect(ensemble.peers[1]).toMatchObject({ running: false, lost: { sinceMs: atMs } })
  })
})
