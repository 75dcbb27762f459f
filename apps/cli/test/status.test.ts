import { expect, test } from 'vitest'
import { parseAddresses } from '../src/commands/status.ts'
import { UsageError } from '../src/errors.ts'
import { serverLine, verdict } from '../src/status/server-line.ts'

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

test('reads what srvr says, of Quoll and of ZooKeeper', () => {
  expect(serverLine('a:1', SRVR)).toEqual({
    address: 'a:1',
    up: true,
    serving: true,
    mode: 'leader',
    version: '3.9.3-quoll-0.1.0',
    zxid: '0x100000004',
    connections: 2,
    znodes: 6,
  })
})

test('a peer that does not answer is down, one without a quorum is up and does not serve', () => {
  expect(serverLine('a:1', undefined)).toMatchObject({ up: false, serving: false, mode: 'down' })
  const waiting = serverLine('a:1', 'This ZooKeeper instance is not currently serving requests\n')
  expect(waiting).toMatchObject({ up: true, serving: false, mode: 'not serving' })
})

test.each([
  [['leader', 'follower', 'follower'], '3 of 3 serve, survives 1 more failure', true],
  [['leader', 'follower', undefined], '2 of 3 serve, survives no failure', true],
  [['leader', 'follower', 'follower', 'follower', 'follower'], '5 of 5 serve, survives 2 more failures', true],
  [['follower', undefined, undefined], 'no leader: 1 of 3 serve, writes wait', false],
  [['standalone'], '1 of 1 serve, survives no failure', true],
])('%j: %s', (modes, text, writable) => {
  const lines = modes.map((mode) => serverLine('a:1', mode === undefined ? undefined : `Mode: ${mode}\n`))
  expect(verdict(lines)).toEqual({ text, writable })
})

test('addresses: host:port, the port may be left out, IPv6 in brackets', () => {
  expect(parseAddresses('a:1, b,[::1]:3')).toEqual([
    { host: 'a', port: 1 },
    { host: 'b', port: 2181 },
    { host: '::1', port: 3 },
  ])
})

test.each(['', 'a:', 'a:b', 'a:99999', 'a:1,,b:2'])(
  '"%s" is no address, and the message says what to write',
  (text) => {
    expect(() => parseAddresses(text)).toThrow(UsageError)
    expect(() => parseAddresses(text)).toThrow('Write host:port')
  },
)
