import { describe, expect, test } from 'vitest'
import { PeerClock } from '../../src/sources/peer-clock.ts'
import { wordSessions } from '../../src/sources/word-sessions.ts'
import { type WordContext, wordStatus } from '../../src/sources/word-status.ts'

const SRVR = [
  'Zookeeper version: 3.8.0-5a02a05e, built on 2022-02-25 08:49 UTC',
  'Latency min/avg/max: 0/1.25/17',
  'Received: 40',
  'Sent: 39',
  'Connections: 3',
  'Outstanding: 2',
  'Zxid: 0x30000000a',
  'Mode: follower',
  'Node count: 12',
  '',
].join('\n')

const MNTR = [
  ['server_state', 'leader'],
  ['peer_state', 'leading - broadcast'],
  ['uptime', '10161'],
  ['approximate_data_size', '182'],
  ['ephemerals_count', '1'],
  ['global_sessions', '4'],
  ['watch_count', '7'],
  ['cnt_readlatency', '30'],
  ['p50_readlatency', '1'],
  ['p99_readlatency', '9'],
  ['cnt_updatelatency', '5'],
  ['p99_fsynctime', 'NaN'],
]
  .map(([name, value]) => `zk_${name}\t${value}\n`)
  .join('')

const ALONE: WordContext = { id: 2, leader: undefined, others: [], before: undefined }

describe('a status out of words', () => {
  test('of srvr alone', () => {
    expect(wordStatus({ srvr: SRVR, mntr: undefined }, { ...ALONE, leader: 3 })).toMatchObject({
      id: 2,
      software: 'ZooKeeper 3.8.0',
      role: 'following',
      phase: 'broadcast',
      serving: true,
      leader: 3,
      epoch: 3,
      last: '3:10',
      appliedZxid: '0x30000000a',
      znodes: 12,
      clients: 3,
      outstanding: 2,
      sessions: 0,
      latencyMs: { min: 0, average: 1.25, max: 17 },
      digest: '',
      story: [],
    })
  })

  test('of a leader that answers mntr too, with its followers as they said themselves', () => {
    const leads = SRVR.replace('follower', 'leader')
    const follower = wordStatus(
      { srvr: SRVR.replace('0x30000000a', '0x300000004'), mntr: undefined },
      { ...ALONE, id: 1 },
    )
    const before = wordStatus({ srvr: leads, mntr: MNTR.replace('30', '20') }, ALONE)
    expect(wordStatus({ srvr: leads, mntr: MNTR }, { ...ALONE, others: [follower], before })).toMatchObject({
      role: 'leading',
      leader: 2,
      uptimeMs: 10161,
      sessions: 4,
      watches: 7,
      ephemerals: 1,
      dataBytes: 182,
      learners: [{ peer: 1, observer: false, phase: 'broadcast', acked: '3:4', lag: 6 }],
      requests: { reads: 30, writes: 5 },
      recent: { reads: { count: 10, p50: 1, p99: 9 }, writes: undefined },
      disk: { syncMsP99: 0 },
    })
  })

  test.each(['This ZooKeeper instance is not currently serving requests\n', '', '\0\0'])('of %j', (srvr) => {
    expect(wordStatus({ srvr, mntr: srvr }, ALONE)).toMatchObject({
      role: 'looking',
      phase: 'election',
      serving: false,
    })
  })
})

test('sessions out of cons', () => {
  const cons = [
    ' /127.0.0.1:51900[0](queued=0,recved=1,sent=0)',
    ' /[0:0:0:0:0:0:0:1]:40312[1](queued=2,recved=12,sent=12,sid=0x100AB,lop=GETD,est=1,to=30000,lcxid=0x1,lzxid=0x2,lresp=900,llat=0)',
    ' /10.0.0.1:1[1](queued=x,sid=0x2,lop=NA,to=,lresp=0)',
    ' /10.0.0.1:2[1](sid=none)',
    'garbage',
  ].join('\n')
  expect(wordSessions(cons, 3, 1000)).toEqual([
    expect.objectContaining({
      id: '0x100ab',
      owner: 3,
      client: '[0:0:0:0:0:0:0:1]:40312',
      timeoutMs: 30000,
      outstanding: 2,
      lastOperation: 'getd',
      lastMs: 100,
    }),
    expect.objectContaining({ id: '0x2', outstanding: 0, timeoutMs: 0, lastOperation: undefined, lastMs: undefined }),
  ])
})

describe("a peer's clock", () => {
  test('that nearly agrees is left alone', () => {
    const clock = new PeerClock()
    clock.sample(1000, 1012)
    expect(clock.here(1005)).toBe(1005)
  })

  test.each([
    ['behind', 90_000],
    ['ahead', -90_000],
  ])('that is far %s is corrected by the shortest way seen', (_, differenceMs) => {
    const clock = new PeerClock()
    for (const wayMs of [300, 2, 80]) clock.sample(1000, 1000 + differenceMs + wayMs)
    expect(Math.abs(clock.here(2000) - (2000 + differenceMs))).toBeLessThan(3)
  })

  test('never makes what comes later earlier', () => {
    const clock = new PeerClock()
    clock.sample(1000, 91_300)
    const first = clock.here(1000)
    clock.sample(1001, 91_002)
    expect(clock.here(1001)).toBeGreaterThanOrEqual(first)
    expect(clock.now(50)).toBeGreaterThanOrEqual(first)
  })
})
