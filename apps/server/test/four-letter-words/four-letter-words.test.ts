import { connect } from 'node:net'
import { zxid } from '@quoll/core'
import { describe, expect, test } from 'vitest'
import { listenForClients } from '../../src/client-port/index.ts'
import { answerFourLetterWords, type ServerFacts } from '../../src/four-letter-words/index.ts'

const FACTS: ServerFacts = {
  version: '0.1.0',
  builtOn: new Date('2026-02-11T20:15:59Z'),
  serving: true,
  mode: 'follower',
  phase: 'broadcast',
  latencyMs: { min: 0.2, average: 0.81149999, max: 20.4 },
  received: 889,
  sent: 962,
  outstanding: 3,
  zxid: zxid(1, 0x286),
  znodes: 66,
  ephemerals: 4,
  watches: 5,
  sessions: 2,
  approximateDataBytes: 1234,
  uptimeMs: 5000.7,
  connections: [
    {
      name: '127.0.0.1:40398',
      outstanding: 1,
      received: 6,
      sent: 5,
      establishedMs: 1_795_337_495_815,
      session: { id: -0x0effffeee882ff52n, timeoutMs: 30_000 },
    },
    { name: '127.0.0.1:40438', outstanding: 0, received: 1, sent: 0, establishedMs: 1_795_337_495_900 },
  ],
  snapshotBytes: 100,
  logBytes: 67_108_864,
  quorumSize: 3,
  metrics: { fsync_p99_ms: 4.5 },
  configuration: [
    ['clientPort', 2181],
    ['tickTime', 2000],
  ],
  environment: [['host.name', 'quoll-1']],
  nowMs: Date.UTC(2026, 10, 22, 8, 51, 30),
  details: {
    sessions: () => [
      { id: 0x1000_0115_79d0_0a7n, timeoutMs: 30_000, leftMs: 8_400, ephemerals: [] },
      { id: 0x1000_0115_79d0_0aen, timeoutMs: 30_000, leftMs: 26_100, ephemerals: ['/fl', '/g'] },
      { id: -1n, timeoutMs: 30_000, leftMs: 26_900, ephemerals: [] },
    ],
    watches: () => [
      { path: '/fl', session: 1n },
      { path: '/a', session: 1n },
      { path: '/fl', session: 2n },
    ],
  },
}

const NO_RESETS = { server: () => {}, connections: () => {} }

function ask(word: Parameters<ReturnType<typeof answerFourLetterWords>>[0], facts: Partial<ServerFacts> = {}): string {
  return answerFourLetterWords({ whitelist: '*', facts: () => ({ ...FACTS, ...facts }), resets: NO_RESETS })(word)
}

describe('the texts', () => {
  test('dump of a leader: sessions by their end, ephemerals, connections', () => {
    expect(ask('dump', { mode: 'leader' })).toBe(
      [
        'SessionTracker dump:',
        'Session Sets (2)/(3):',
        '1 expire at Sun Nov 22 08:51:39 UTC 2026:',
        '\t0x1000011579d00a7',
        '2 expire at Sun Nov 22 08:51:57 UTC 2026:',
        '\t0x1000011579d00ae',
        '\t0xffffffffffffffff',
        'ephemeral nodes dump:',
        'Sessions with Ephemerals (1):',
        '0x1000011579d00ae:',
        '\t/fl',
        '\t/g',
        'Connections dump:',
        'Connections Sets (1)/(1):',
        '1 expire at Sun Nov 22 08:52:00 UTC 2026:',
        '\tip: /127.0.0.1:40398 sessionId: 0xf1000011177d00ae',
        '',
      ].join('\n'),
    )
  })

  test('dump of a follower knows the sessions, not their end', () => {
    expect(ask('dump').split('\n').slice(1, 3)).toEqual(['Global Sessions(3):', '0x1000011579d00a7\t30000ms'])
  })

  test('wchs, wchc and wchp', () => {
    expect(ask('wchs')).toBe('2 connections watching 2 paths\nTotal watches:3\n')
    expect(ask('wchc')).toBe('0x1\n\t/fl\n\t/a\n0x2\n\t/fl\n\n')
    expect(ask('wchp')).toBe('/fl\n\t0x1\n\t0x2\n/a\n\t0x1\n\n')
  })

  test('srst and crst begin to count again, while anything is served', () => {
    const done: string[] = []
    const resets = { server: () => done.push('server'), connections: () => done.push('connections') }
    const words = (facts: ServerFacts) => answerFourLetterWords({ whitelist: '*', facts: () => facts, resets })
    expect(words(FACTS)('srst')).toBe('Server stats reset.\n')
    expect(words(FACTS)('crst')).toBe('Connection stats reset.\n')
    expect(words({ ...FACTS, serving: false })('srst')).toContain('not currently serving')
    expect(done).toEqual(['server', 'connections'])
  })

  test('srvr', () => {
    expect(ask('srvr')).toBe(
      [
        'Zookeeper version: 3.9.3-quoll-0.1.0, built on 2026-02-11 20:15 UTC',
        'Latency min/avg/max: 0/0.8115/20',
        'Received: 889',
        'Sent: 962',
        'Connections: 2',
        'Outstanding: 3',
        'Zxid: 0x100000286',
        'Mode: follower',
        'Node count: 66',
        '',
      ].join('\n'),
    )
  })

  test('srvr of a leader has one line more', () => {
    expect(ask('srvr', { mode: 'leader' })).toMatch(/\nProposal sizes last\/min\/max: -1\/-1\/-1\n$/)
    expect(ask('srvr', { mode: 'leader', proposalBytes: { last: 57, min: 36, max: 89 } })).toMatch(/: 57\/36\/89\n$/)
  })

  test('stat', () => {
    expect(ask('stat')).toMatch(
      /^Zookeeper version: .*\nClients:\n \/127\.0\.0\.1:40398\[1\]\(queued=1,recved=6,sent=5\)\n \/127\.0\.0\.1:40438\[1\]\(queued=0,recved=1,sent=0\)\n\nLatency min/,
    )
    expect(ask('stat').endsWith('Node count: 66\n')).toBe(true)
  })

  test('cons', () => {
    expect(ask('cons')).toBe(
      ' /127.0.0.1:40398[1](queued=1,recved=6,sent=5,sid=0xf1000011177d00ae,est=1795337495815,to=30000)\n' +
        ' /127.0.0.1:40438[1](queued=0,recved=1,sent=0)\n\n',
    )
  })

  test('mntr', () => {
    const lines = ask('mntr', {
      mode: 'leader',
      leading: { learners: 2, syncedFollowers: 1, syncedObservers: 1, pendingSyncs: 0 },
    })
    expect(lines.endsWith('\n')).toBe(true)
    const values = Object.fromEntries(
      lines
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t')),
    )
    expect(values).toMatchObject({
      zk_version: '3.9.3-quoll-0.1.0, built on 2026-02-11 20:15 UTC',
      zk_server_state: 'leader',
      zk_peer_state: 'leading - broadcast',
      zk_quorum_size: '3',
      zk_avg_latency: '0.8115',
      zk_max_latency: '20',
      zk_packets_received: '889',
      zk_num_alive_connections: '2',
      zk_outstanding_requests: '3',
      zk_znode_count: '66',
      zk_watch_count: '5',
      zk_ephemerals_count: '4',
      zk_approximate_data_size: '1234',
      zk_synced_followers: '1',
      zk_synced_observers: '1',
      zk_uptime: '5001',
      zk_fsync_p99_ms: '4.5',
    })
  })

  test('mntr of a follower has no lines of a leader, and alone none of an ensemble', () => {
    expect(ask('mntr')).not.toContain('synced_followers')
    const alone = ask('mntr', { mode: 'standalone', phase: undefined, latencyMs: { min: 0, average: 0, max: 0 } })
    expect(alone).not.toContain('peer_state')
    expect(alone).toContain('zk_avg_latency\t0.0\n')
  })

  test('conf, of one peer and of an ensemble', () => {
    expect(ask('conf')).toBe('clientPort=2181\ntickTime=2000\n')
    const membership = ['server.1=a:2888:3888:participant;0.0.0.0:2181', 'version=100000000']
    expect(ask('conf', { membership })).toBe(
      'clientPort=2181\ntickTime=2000\nmembership: \nserver.1=a:2888:3888:participant;0.0.0.0:2181\nversion=100000000',
    )
  })

  test('the short ones', () => {
    expect(ask('ruok')).toBe('imok')
    expect(ask('isro')).toBe('rw')
    expect(ask('isro', { mode: 'read-only' })).toBe('ro')
    expect(ask('dirs')).toBe('datadir_size: 100\nlogdir_size: 67108864\n')
    expect(ask('envi')).toBe(
      'Environment:\nzookeeper.version=3.9.3-quoll-0.1.0, built on 2026-02-11 20:15 UTC\nhost.name=quoll-1\n',
    )
  })
})

describe('clients that take the texts apart', () => {
  test('kazoo finds the version', () => {
    const line = ask('envi')
      .split('\n')
      .find((each) => each.startsWith('zookeeper.version='))
    expect(/^([\d.]*).*/s.exec(line?.split('=')[1] ?? '')?.[1]).toBe('3.9.3')
  })

  test('go-zookeeper finds everything in srvr', () => {
    const version = String.raw`^Zookeeper version: ([A-Za-z0-9\.\-]+), built on (\d\d\d\d-\d\d-\d\d \d\d:\d\d [A-Za-z0-9:\+\-]+)`
    const latency = String.raw`^Latency min/avg/max: (\d+)/([0-9.]+)/(\d+)`
    const counts = String.raw`^Received: (\d+).*\n^Sent: (\d+).*\n^Connections: (\d+).*\n^Outstanding: (\d+)`
    const state = String.raw`^Zxid: (0x[A-Za-z0-9]+).*\n^Mode: (\w+).*\n^Node count: (\d+)`
    const pattern = new RegExp(`${version}.*\n${latency}.*\n${counts}.*\n${state}`, 'm')
    expect(pattern.exec(ask('srvr'))?.slice(1)).toEqual([
      '3.9.3-quoll-0.1.0',
      '2026-02-11 20:15 UTC',
      ...['0', '0.8115', '20', '889', '962', '2', '3', '0x100000286', 'follower', '66'],
    ])
  })
})

describe('a peer that serves nobody', () => {
  test('says so, except where the question is another', () => {
    const serving = false
    for (const word of ['srvr', 'stat', 'mntr', 'cons', 'dirs'] as const) {
      expect(ask(word, { serving })).toBe('This ZooKeeper instance is not currently serving requests\n')
    }
    expect([ask('ruok', { serving }), ask('isro', { serving })]).toEqual(['imok', 'null'])
    expect(ask('envi', { serving })).toContain('host.name')
    expect(ask('conf', { serving })).toContain('clientPort=2181')
  })
})

describe('the whitelist', () => {
  const listed = (whitelist?: string) =>
    answerFourLetterWords({ facts: () => FACTS, resets: NO_RESETS, ...(whitelist === undefined ? {} : { whitelist }) })

  test('has the words of probes and monitors when nothing is said', () => {
    const answer = listed()
    for (const word of ['ruok', 'srvr', 'stat', 'mntr', 'conf', 'isro'] as const)
      expect(answer(word)).not.toContain('whitelist')
    for (const word of ['cons', 'envi', 'dump', 'wchs', 'dirs'] as const)
      expect(answer(word)).toBe(`${word} is not executed because it is not in the whitelist.\n`)
  })

  test('takes lists with blanks, ignores words that do not exist, and always has srvr and isro', () => {
    const answer = listed(' cons , nosuch,envi')
    expect(answer('cons')).toContain('40398')
    expect(answer('envi')).toContain('Environment')
    expect(answer('ruok')).toBe('ruok is not executed because it is not in the whitelist.\n')
    expect([answer('isro'), listed('')('isro')]).toEqual(['rw', 'rw'])
    expect(listed('')('srvr')).toContain('Mode: follower')
  })

  test('has no words that we have nothing to say to', () => {
    expect(listed('*')('stmk')).toBe('stmk is not executed because it is not in the whitelist.\n')
    expect(listed('hash')('hash')).toContain('not in the whitelist')
  })
})

test('a monitor asks over TCP', async () => {
  const fourLetterWord = answerFourLetterWords({ facts: () => FACTS, resets: NO_RESETS })
  const accept = () => ({ onFrame: () => {}, onClose: () => {} })
  const port = await listenForClients({ host: '127.0.0.1', port: 0, accept, fourLetterWord })
  const heard = await new Promise<string>((done) => {
    let text = ''
    const socket = connect({ port: port.port, host: '127.0.0.1' })
    socket.on('data', (chunk) => {
      text += chunk.toString()
    })
    socket.on('close', () => done(text))
    socket.write('srvr\n')
  })
  expect(heard).toBe(fourLetterWord('srvr'))
  await new Promise<void>((done) => port.close(done))
})
