import { createServer, type Server } from 'node:net'
import type { TraceRecord } from '@quoll/trace'
import { afterEach, expect, test } from 'vitest'
import { discover } from '../../src/sources/discover.ts'
import { SearchWatch } from '../../src/sources/search-watch.ts'
import { WordWatch } from '../../src/sources/word-watch.ts'
import { freePorts } from '../../src/up/free-ports.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** Apache ZooKeeper as it is configured by default: it answers `srvr`, and refuses the other words. */
function shy(port: number, mode: string): Promise<void> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', (word) =>
      socket.end(
        String(word) === 'srvr'
          ? `Zookeeper version: 3.8.0-1, built on 2022\nLatency min/avg/max: 0/0.0/0\nConnections: 1\nZxid: 0x100000002\nMode: ${mode}\nNode count: 5\n`
          : `${word} is not executed because it is not in the whitelist.\n`,
      ),
    )
  })
  servers.push(server)
  return new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
}

test('peers that say little are numbered as they were named, silent ones too, and found when they come', async () => {
  const [one = 0, two = 0] = await freePorts(2)
  await shy(one, 'leader')
  const found = await discover([one, two].map((port) => ({ host: '127.0.0.1', port })))
  expect(found.peers).toMatchObject([{ id: 1, http: undefined, isQuoll: false, client: { port: one } }])
  expect(found.missing).toMatchObject([{ id: 2, why: 'nobody listens there', address: { port: two } }])

  const records: TraceRecord[] = []
  const ensemble = new Map()
  const search = new SearchWatch(found, ({ id, client }) => new WordWatch({ id, client, ensemble }))
  search.start((record) => records.push(record))
  expect(records).toMatchObject([{ type: 'lost', peer: 2, why: 'nobody listens there' }])
  await shy(two, 'follower')
  const deadline = performance.now() + 5000
  while (!records.some(({ type }) => type === 'status') && performance.now() < deadline)
    await new Promise((done) => setTimeout(done, 25))
  search.stop()
  expect(records.find(({ type }) => type === 'status')).toMatchObject({
    peer: 2,
    status: { role: 'following', epoch: 1 },
  })
  expect(records.find(({ type }) => type === 'trouble')).toMatchObject({
    text: expect.stringContaining('does not answer mntr'),
  })
})
