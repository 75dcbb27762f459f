/** Apache ZooKeeper without a majority: reads for who is content with them, and a way back when the majority is there again. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, connect, type SessionState } from '../../src/index.ts'
import { rejection } from '../scripted.ts'
import { START_MS } from './real-servers.ts'
import { type ZooKeeperServer, zooKeeperIsInstalled, zooKeeperPeers } from './zookeeper.ts'

describe.runIf(zooKeeperIsInstalled)('Apache ZooKeeper, one of three', () => {
  let servers: readonly ZooKeeperServer[]
  beforeAll(async () => {
    servers = await zooKeeperPeers(3)
    await servers[0]?.start()
  }, START_MS)
  afterAll(() => Promise.all(servers.map((server) => server.remove())), START_MS)

  test(
    'serves reads only to who allows it; the client goes on to a server that takes changes, when there is one',
    async () => {
      const hosts = servers.map(({ address }) => address)
      expect(await rejection(connect({ hosts, sessionTimeoutMs: 1500 }))).toMatchObject({ code: 'CONNECTION_LOSS' })
      const client = await connected(hosts)
      expect([client.readOnly, client.server]).toEqual([true, hosts[0]])
      expect((await client.getChildren('/')).children).toEqual(['zookeeper'])
      expect(await rejection(client.create('/x'))).toMatchObject({ code: 'NOT_READ_ONLY', definite: true })

      const states: SessionState[] = []
      client.onStateChange((state) => states.push(state))
      await servers[1]?.start()
      while (client.readOnly || client.state !== 'connected') await passMs(20)
      expect((await client.create('/x', 'y')).path).toBe('/x')
      expect(states.slice(0, 2)).toEqual(['suspended', 'connected'])
      await client.close()
    },
    START_MS,
  )
})

async function connected(hosts: readonly string[]): Promise<Client> {
  return connect({ hosts, readOnly: true, sessionTimeoutMs: 20_000 })
}

function passMs(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms))
}
