import { expect, test } from 'vitest'
import { statusLines } from '../src/commands/status.ts'
import { UsageError } from '../src/errors.ts'
import { parseAddresses } from '../src/peers/addresses.ts'
import { askWord } from '../src/peers/ask-word.ts'
import { type ObservedPeer, reachable } from '../src/peers/observe-peer.ts'
import { configurationIn, monitorValues, serverLine } from '../src/peers/srvr.ts'
import { ensembleReport } from '../src/status/ensemble-report.ts'
import { statusRows } from '../src/status/status-rows.ts'

const SRVR = `Zookeeper version: 3.9.3-quoll-0.1.0, built on 2026-11-22 00:00 UTC
Latency min/avg/max: 0/0.5/3
Received: 10
Sent: 9
Connections: 2
Outstanding: 0
Zxid: 0x100000004
Mode: leader
Node count: 6
`
const SILENCE = { why: 'nobody listens there', means: 'No process has the port.', next: 'Start the peer.' }

function peer(mode: string | undefined, more: Partial<ObservedPeer> = {}, conf = ''): ObservedPeer {
  return {
    ...serverLine(mode === undefined ? undefined : SRVR.replace('leader', mode)),
    address: 'a:1',
    silence: mode === undefined ? SILENCE : undefined,
    software: 'zookeeper',
    configuration: configurationIn(conf),
    monitor: monitorValues(''),
    status: undefined,
    ...more,
  }
}

test('reads what srvr says, of Quoll and of ZooKeeper', () => {
  expect(serverLine(SRVR)).toEqual({
    up: true,
    serving: true,
    mode: 'leader',
    version: '3.9.3-quoll-0.1.0',
    zxid: '0x100000004',
    connections: 2,
    znodes: 6,
  })
})

test('reads what conf says: who it is, who votes, where its pages are', () => {
  const conf = `clientPort=2181\nserverId=2\nquoll.httpAddress=::\nquoll.httpPort=8080\nmembership: \nserver.1=a:2888:participant\nserver.2=b:2888:3888:observer;2181\nversion=0`
  expect(configurationIn(conf)).toMatchObject({
    id: 2,
    members: [
      { id: 1, observer: false },
      { id: 2, observer: true },
    ],
    http: { host: '::', port: 8080 },
  })
})

test('a peer that does not answer is down, one without a quorum is up and does not serve', () => {
  expect(serverLine(undefined)).toMatchObject({ up: false, serving: false, mode: 'down' })
  const waiting = serverLine('This ZooKeeper instance is not currently serving requests\n')
  expect(waiting).toMatchObject({ up: true, serving: false, mode: 'not serving' })
})

test.each([
  [['leader', 'follower', 'follower'], '3 of 3 serve, survives 1 more failure', true],
  [['leader', 'follower', undefined], '2 of 3 serve, survives no failure', true],
  [['leader', 'follower', 'follower', 'follower', 'follower'], '5 of 5 serve, survives 2 more failures', true],
  [['leader', 'follower', 'follower', 'observer'], '3 of 3 serve, survives 1 more failure', true],
  [['follower', undefined, undefined], 'no leader: 1 of 3 serve, writes wait', false],
  [['standalone'], '1 of 1 serve, survives no failure', true],
])('%j: %s', (modes, verdict, writable) => {
  expect(ensembleReport(modes.map((mode) => peer(mode)))).toMatchObject({ verdict, writable })
})

test('one peer of three asked: the others are not forgotten', () => {
  const conf = 'serverId=1\nserver.1=a:1\nserver.2=b:1\nserver.3=c:1'
  expect(ensembleReport([peer('follower', {}, conf)])).toMatchObject({
    writable: true,
    voters: 3,
    verdict: '1 of 3 asked and serving; a peer that was not asked leads',
    notes: [expect.stringContaining('2 more of the 3 voters were not asked'), expect.any(String)],
  })
  const monitor = monitorValues('zk_synced_followers\t1\nzk_quorum_size\t3\n')
  expect(ensembleReport([peer('leader', { monitor })])).toMatchObject({ voters: 3, serving: 2, spare: 0 })
})

test('a table that fits, with a reason for whoever does not answer', () => {
  const peers = [
    peer('leader', { address: 'db1:2181' }),
    peer('follower', { address: 'db2:2181', zxid: '0x100000001' }),
    peer(undefined, { address: 'db3:2181' }),
  ]
  const lines = statusLines(ensembleReport(peers), statusRows(peers), peers, 80)
  expect(lines.slice(0, 7)).toEqual([
    '2 of 3 serve, survives no failure',
    'db1:2181 leads, epoch 1; 6 znodes; quoll 0.1.0',
    '',
    '  address   role      zxid  behind  clients',
    '  db1:2181  leader    1:4                 1',
    '  db2:2181  follower  1:1        3        1',
    '  db3:2181  down: nobody listens there',
  ])
  expect(lines.join('\n')).toContain('db3:2181: No process has the port. Start the peer.')
  expect(lines.join('\n')).toContain('Fewer columns for db1:2181, db2:2181')
})

test('an HTTP port on loopback is out of reach from elsewhere', () => {
  expect(reachable('db1', { host: '127.0.0.1', port: 80 })).toBeUndefined()
  expect(reachable('127.0.0.1', { host: '127.0.0.1', port: 80 })).toEqual({ host: '127.0.0.1', port: 80 })
  expect(reachable('db1', { host: '0.0.0.0', port: 80 })).toEqual({ host: 'db1', port: 80 })
  expect(reachable('db1', { host: 'db1.inside', port: 80 })).toEqual({ host: 'db1.inside', port: 80 })
})

test('who does not answer has a reason', async () => {
  expect(await askWord({ host: '127.0.0.1', port: 1 }, 'srvr')).toMatchObject({
    silence: { why: 'nobody listens there' },
  })
  expect(await askWord({ host: 'nowhere.invalid', port: 1 }, 'srvr', 5000)).toMatchObject({
    silence: { why: expect.stringMatching(/name/) },
  })
})

test('addresses: host:port, the port may be left out, IPv6 in brackets', () => {
  expect(parseAddresses('a:1, b,[::1]:3')).toEqual([
    { host: 'a', port: 1 },
    { host: 'b', port: 2181 },
    { host: '::1', port: 3 },
  ])
})

test.each(['', 'a:', 'a:b', 'a:99999', 'a:1,,b:2', 'a b:1'])('"%s" is no address', (text) => {
  expect(() => parseAddresses(text)).toThrow(UsageError)
})
