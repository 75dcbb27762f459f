import { expect, test } from 'vitest'
import { parseHosts } from '../src/index.ts'

const tcp = (host: string, port: number) => ({ host, port })

test.each([
  ['one', [tcp('one', 2181)], ''],
  ['one:1, two:2', [tcp('one', 1), tcp('two', 2)], ''],
  [['one:1', 'two:2'], [tcp('one', 1), tcp('two', 2)], ''],
  ['[::1]:1,[fe80::1]', [tcp('::1', 1), tcp('fe80::1', 2181)], ''],
  ['one:1,two:2/app/eu', [tcp('one', 1), tcp('two', 2)], '/app/eu'],
  ['one/', [tcp('one', 2181)], ''],
  ['ws://one:8080/client', [{ ...tcp('one', 8080), url: 'ws://one:8080/client' }], ''],
  ['ws://one', [{ ...tcp('one', 80), url: 'ws://one:80/client' }], ''],
  ['WSS://one/zoo/client', [{ ...tcp('one', 443), url: 'wss://one:443/zoo/client' }], ''],
  ['ws://[::1]:8080/client/app', [{ ...tcp('::1', 8080), url: 'ws://[::1]:8080/client' }], '/app'],
  ['one:1,ws://two:2/client/app', [tcp('one', 1), { ...tcp('two', 2), url: 'ws://two:2/client' }], '/app'],
])('%j', (hosts, addresses, chroot) => {
  expect(parseHosts(hosts)).toEqual({ addresses, chroot })
})

test.each([
  ['', 'is no address'],
  [[], 'names nobody'],
  ['one:0', 'is no address'],
  ['one:65536', 'is no address'],
  ['one:x', 'is no address'],
  ['two words', 'is no address'],
  ['http://one', 'is no address'],
  ['ws://one:0/client', 'is no address for WebSocket'],
  ['ws://one/feed', 'write ws://host:port/client'],
  ['ws://one/clients', 'write ws://host:port/client'],
  ['ws://one/client?x=1', 'is no address for WebSocket'],
  ['one/app,two', 'it belongs behind the last host'],
  ['one/app/', 'no path to begin at'],
  ['one//app', 'no path to begin at'],
  ['one/a/../b', 'no path to begin at'],
])('%j says what to write instead', (hosts, words) => {
  expect(() => parseHosts(hosts)).toThrow(TypeError)
  expect(() => parseHosts(hosts)).toThrow(words)
})
