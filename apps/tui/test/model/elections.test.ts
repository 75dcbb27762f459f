import { peerId } from '@quoll/core'
import type { TraceRecord } from '@quoll/trace'
import { describe, expect, test } from 'vitest'
import { doingNow, type Election, type Moment } from '../../src/model/election.ts'
import { epochsOffered, phaseTimes, roundsOf, standsOf } from '../../src/model/election-facts.ts'
import {
  causeInWords,
  courseInWords,
  momentInWords,
  offsetInWords,
  outcomeInWords,
} from '../../src/model/election-words.ts'
import { foldElections, noElections } from '../../src/model/elections.ts'
import { electionIn, fold, traceNamed } from '../support/elections-of.ts'
import { PLAYS } from '../support/plays.ts'
import { play } from '../support/stage.ts'

const said = (election: Election): string => outcomeInWords(election, election.endedMs ?? 0).text
const phases = (election: Election, peer: number): string =>
  (election.lanes.find((lane) => lane.peer === peer)?.spans ?? []).map(({ doing }) => doing.phase[0]).join('')
const messages = (election: Election): Extract<Moment, { type: 'message' }>[] =>
  election.moments.filter((one) => one.type === 'message')

describe('what set it off, and what came of it', () => {
  test.each([
    [
      'first-election',
      1,
      'peers 1, 2 and 3 started',
      'peer 2 leads epoch 1: won round 1 with 2 of 3 votes: same epoch and zxid, higher id',
    ],
    [
      'leader-killed',
      2,
      'peer 2 was killed, its links closed',
      'peer 3 leads epoch 2: won round 2 with 2 of 3 votes: same epoch and zxid, higher id',
    ],
    ['leader-killed', 3, 'peer 2 started', 'peer 2 joined peer 3, which leads epoch 2'],
    [
      'leader-cut-off',
      2,
      'peer 2 was cut off, its links closed',
      'peer 3 leads epoch 2: won round 2 with 2 of 3 votes: same epoch and zxid, higher id',
    ],
    [
      'leader-paused',
      2,
      'peer 2 was paused, it fell silent',
      'peer 3 leads epoch 2: won round 2 with 2 of 3 votes: same epoch and zxid, higher id',
    ],
    [
      'longer-history',
      3,
      'peer 3 was killed, its links closed',
      'peer 1 leads epoch 2: won round 2 with 2 of 3 votes: longer history, 1:46 over 1:41',
    ],
    [
      'lost-quorum',
      2,
      'peer 2 was killed, its links closed',
      'peer 3 leads epoch 2: won round 2 with 2 of 3 votes: same epoch and zxid, higher id',
    ],
    [
      'five-with-an-observer',
      2,
      'peer 5 was killed, its links closed',
      'peer 4 leads epoch 2: won round 2 with 4 of 5 votes: same epoch and zxid, higher id',
    ],
    [
      'split-votes',
      1,
      'peers 1, 2, 3, 4 and 5 started',
      'peer 5 leads epoch 1: won round 4 with 4 of 5 votes: same epoch and zxid, higher id',
    ],
    [
      'orderly-stop',
      2,
      'peer 2 was asked to stop, it handed over in good order',
      'peer 3 leads epoch 2: won round 2 with 2 of 3 votes: same epoch and zxid, higher id',
    ],
  ])('%s, election %i', (name, number, cause, outcome) => {
    const election = electionIn(name, number)
    expect(causeInWords(election)).toBe(cause)
    expect(said(election)).toBe(outcome)
    expect(election.endedMs).toBeDefined()
  })

  test('a follower that stops in good order elects nobody, and is not said to have led', () => {
    const trace = play({
      title: 'a follower is stopped',
      voters: 3,
      play: (scenario) => {
        scenario.start(1, 2, 3).join(1, 2, 3).passTime(300)
        const follower = peerId(scenario.leader === 1 ? 2 : 1)
        scenario.simulation.world.member(follower).stop(() => scenario.crash(follower))
        scenario.passTime(300)
      },
    })
    const [, election] = fold(trace).list as [Election, Election]
    expect(causeInWords(election)).toBe('peer 1 stopped in good order')
    expect(said(election)).toBe('nobody joined peer 2, which leads epoch 1: whoever looked is gone')
  })

  test('without a deed to name, what was seen of the leader is the cause', () => {
    for (const [name, cause] of [
      ['leader-killed', 'peer 2, the leader, died'],
      ['leader-cut-off', 'peer 2, the leader, lost its links'],
      ['leader-paused', 'peer 2, the leader, fell silent'],
      ['orderly-stop', 'peer 2, the leader, handed over in good order'],
    ] as const) {
      const { header, records } = traceNamed(name)
      const { list } = fold({ header, records: records.filter(({ type }) => type !== 'action') })
      expect(list.slice(1).map(causeInWords)).toContain(cause)
    }
  })

  test('a leader that falls while somebody is not back yet begins another election', () => {
    const trace = play({
      title: 'one leader after the other, and one peer that hears nobody',
      voters: 5,
      play: (scenario) => {
        scenario.start(1, 2, 3, 4, 5).join(1, 2, 3, 4, 5).passTime(300)
        for (let round = 0; round < 2; round++) {
          const old = scenario.leader ?? 0
          scenario.crash(old).until('another leads', () => scenario.leader !== undefined && scenario.leader !== old)
          scenario.passTime(10)
          if (round === 0)
            scenario.isolate([1, 2, 3, 4, 5].find((id) => id !== old && id !== scenario.leader) ?? 1).passTime(700)
          if (round === 0) scenario.start(old).passTime(700)
        }
        scenario.passTime(500)
      },
    })
    const led = fold(trace).list.filter(({ outcome }) => outcome?.type === 'led')
    expect(led.map(({ outcome }) => outcome?.epoch)).toEqual([1, 2, 3])
  })

  test('as many elections as there were', () => {
    const counts = Object.keys(PLAYS).map((name) => [name, fold(traceNamed(name)).begun])
    expect(Object.fromEntries(counts)).toEqual({
      'first-election': 1,
      'five-with-an-observer': 2,
      'leader-cut-off': 2,
      'leader-killed': 3,
      'leader-paused': 2,
      'longer-history': 3,
      'lost-quorum': 2,
      'orderly-stop': 2,
      'split-votes': 1,
    })
  })

  test('statuses beside the changes they repeat alter nothing', () => {
    for (const [name, script] of Object.entries(PLAYS)) {
      const [bare, told] = [fold(traceNamed(name)), fold(play(script, true))]
      expect(told.list.map(said), name).toEqual(bare.list.map(said))
      expect(
        told.list.map(({ endedMs }) => endedMs),
        name,
      ).toEqual(bare.list.map(({ endedMs }) => endedMs))
    }
  })
})

describe('lanes', () => {
  test('a killed leader is down while the others look, discover and synchronize', () => {
    const election = electionIn('leader-killed', 2)
    expect([1, 2, 3].map((peer) => phases(election, peer))).toEqual(['bedsb', 'bd', 'bedsb'])
  })

  test('a deposed leader that comes back belongs to the election that replaced it, and is late', () => {
    const election = electionIn('leader-cut-off', 2)
    const [, deposed] = phaseTimes(election, 0)
    expect(phases(election, 2)).toBe('bedsb')
    expect(deposed?.servesAfter).toBeCloseTo(870.5, 0)
    expect(courseInWords(election)).toContain('peer 2 came 861 ms late')
    expect(election.moments.map(momentInWords)).toContainEqual(
      'peer 3 to peer 2: drop what you have after 1:21: it was never committed (TRUNC)',
    )
  })

  test('how long each phase took each peer adds up to its way back', () => {
    for (const name of Object.keys(PLAYS))
      for (const election of fold(traceNamed(name)).list)
        for (const { peer, looking, discovery, synchronization, servesAfter } of phaseTimes(election, 0)) {
          const lane = election.lanes.find((one) => one.peer === peer)
          const first = lane?.spans.find(
            ({ doing, fromMs }) => doing.phase === 'election' && fromMs >= election.beganMs,
          )
          const restarts =
            lane?.spans.filter(({ doing }) => doing.phase === 'down' || doing.phase === 'unknown').length ?? 0
          if (servesAfter === undefined || first === undefined || restarts > 0) continue
          const way = election.beganMs + servesAfter - first.fromMs
          expect(looking + discovery + synchronization, `${name}, peer ${peer}`).toBeCloseTo(way, 6)
        }
  })
})

describe('votes and messages', () => {
  test('who stood with what, and voted for whom', () => {
    expect(standsOf(electionIn('longer-history', 3))).toEqual([
      { peer: 1, epoch: 1, zxid: '1:46', votes: [{ round: 2, leader: 1 }] },
      {
        peer: 2,
        epoch: 1,
        zxid: '1:41',
        votes: [
          { round: 1, leader: 2 },
          { round: 2, leader: 1 },
        ],
      },
    ])
  })

  test('an observer asks and does not vote', () => {
    const stands = standsOf(electionIn('five-with-an-observer', 2))
    expect(stands.map(({ peer }) => peer)).toEqual([1, 2, 3, 4])
  })

  test('several rounds, several offers', () => {
    expect(roundsOf(electionIn('split-votes', 1))).toEqual([1, 2, 3, 4])
    expect(epochsOffered(electionIn('leader-killed', 2))).toEqual([{ epoch: 2, by: 3 }])
  })

  test('what was sent is put together with what arrived, each once, in order', () => {
    for (const name of Object.keys(PLAYS)) {
      const { records } = traceNamed(name)
      for (const election of fold(traceNamed(name)).list) {
        const times = election.moments.map(({ atMs }) => atMs)
        expect(times).toEqual([...times].sort((a, b) => a - b))
        for (const { sentMs, receivedMs } of messages(election))
          if (sentMs !== undefined && receivedMs !== undefined) expect(receivedMs).toBeGreaterThanOrEqual(sentMs)
      }
      expect(records.length).toBeGreaterThan(50)
    }
  })

  test('what a broken link swallowed never arrived', () => {
    const lost = messages(electionIn('orderly-stop', 2)).filter((one) => one.lost)
    expect(lost.map(({ from, to }) => `${from} to ${to}`)).toEqual(['2 to 3', '1 to 2', '1 to 2'])
    expect(lost.map(momentInWords)[0]).toMatch(/it never arrived$/)
  })

  test('the first write of a reign closes the account', () => {
    const { firstCommit, moments, beganMs } = electionIn('leader-killed', 2)
    expect(firstCommit?.zxid).toBe('2:1')
    expect((firstCommit?.atMs ?? 0) - beganMs).toBeCloseTo(15.5, 1)
    expect(moments.map(({ type }) => type)).toContain('first-commit')
  })
})

describe('records in another order', () => {
  test('peers that are heard in turns tell the same election', () => {
    for (const name of ['leader-killed', 'five-with-an-observer', 'leader-paused']) {
      const { header, records } = traceNamed(name)
      // As feeds come in: what each peer did in 5 ms at once, one peer after the other.
      const slot = (record: TraceRecord): number => Math.floor(record.atMs / 5)
      const who = (record: TraceRecord): number => ('peer' in record ? record.peer : 0)
      const inTurns = records.toSorted((a, b) => slot(a) - slot(b) || who(a) - who(b))
      const [one, other] = [fold({ header, records }), fold({ header, records: inTurns })]
      expect(other.list.map(said), name).toEqual(one.list.map(said))
      expect(
        other.list.map(({ outcome }) => outcome),
        name,
      ).toEqual(one.list.map(({ outcome }) => outcome))
    }
  })

  test('a deed that is told of late is the cause all the same, and the beginning', () => {
    const { header, records } = traceNamed('leader-killed')
    const at = records.findIndex((record) => record.type === 'action')
    const late = [...records.slice(0, at), ...records.slice(at + 1, at + 12), records[at]!, ...records.slice(at + 12)]
    const [, election] = fold({ header, records: late }).list as [Election, Election]
    expect(causeInWords(election)).toBe('peer 2 was killed, its links closed')
    expect(election.moments.map((moment) => offsetInWords(moment.atMs, election))[0]).toBe('+0.0 ms')
  })

  test('a reader that came in the middle knows who leads, and sees the next one', () => {
    const { header, records } = play(PLAYS['leader-killed']!, true)
    const late = records.filter(({ atMs }) => atMs > header.atMs + 200)
    const elections = late.reduce(foldElections, noElections([1, 2, 3]))
    expect(elections.list.map(said)[0]).toMatch(/^peer 3 leads epoch 2/)
    expect(elections.begun).toBe(2)
  })

  test('statuses alone, as another kind of server has them, show that there was one', () => {
    const { records } = play(PLAYS['leader-paused']!, true)
    const elections = records.filter(({ type }) => type === 'status').reduce(foldElections, noElections([1, 2, 3]))
    const newest = elections.list.at(-1)
    expect(newest?.outcome).toMatchObject({ type: 'led', leader: 3, epoch: 2 })
    expect(newest?.lanes.map((lane) => doingNow(lane).epoch)).toEqual([2, 2, 2])
    expect(newest?.endedMs).toBeDefined()
  })
})

describe('bounds', () => {
  const became = (atMs: number, role: string, phase: string): TraceRecord => ({
    type: 'became',
    peer: 1,
    atMs,
    role,
    phase,
    leader: undefined,
    epoch: 1,
    why: 'nobody is there',
  })

  test('a search without end keeps its beginning and its newest moments, and counts the rest', () => {
    let elections = noElections([1, 2, 3])
    for (let i = 0; i < 5000; i++)
      elections = foldElections(
        elections,
        became(i, i % 2 === 0 ? 'looking' : 'following', i % 2 === 0 ? 'election' : 'discovery'),
      )
    const [election] = elections.list
    expect(elections.list).toHaveLength(1)
    expect(election?.moments).toHaveLength(1000)
    expect(election?.forgotten).toBe(4000)
    expect(election?.moments[0]?.atMs).toBe(0)
    expect(election?.moments.at(-1)?.atMs).toBe(4999)
    expect(election?.lanes[0]?.spans.length).toBeLessThanOrEqual(200)
  })

  test('the last fifty are kept', () => {
    let elections = noElections([1])
    for (let i = 0; i < 120; i++) {
      elections = foldElections(elections, became(i * 1000, 'looking', 'election'))
      elections = foldElections(elections, {
        ...became(i * 1000 + 1, 'leading', 'broadcast'),
        epoch: i + 1,
      } as TraceRecord)
    }
    expect(elections.begun).toBe(120)
    expect(elections.list.map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, i) => 71 + i))
  })

  test('words of others cannot reach the terminal as escape codes', () => {
    const why = '\u001b[2Jgone'
    const elections = foldElections(noElections([1]), { ...became(1, 'looking', 'election'), why } as TraceRecord)
    expect(elections.list[0]?.moments.map(momentInWords).join()).not.toContain('\u001b')
  })
})
