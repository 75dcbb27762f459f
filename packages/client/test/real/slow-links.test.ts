/** Peers that hear of each other late: what one of them answers is news to the others for a while. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, tcpTransport } from '../../src/index.ts'
import { type Ensemble, startQuoll } from './ensembles.ts'
import { START_MS } from './real-servers.ts'
import { SwitchableTransport } from './switchable-transport.ts'

let ensemble: Ensemble

beforeAll(async () => {
  ensemble = await startQuoll(['slow-link 1 2 40', 'slow-link 1 3 40', 'slow-link 2 3 40'])
}, START_MS)
afterAll(() => ensemble?.stop(), START_MS)

test(
  'a client that loses its connection as soon as it has a session keeps the session, whoever it comes to',
  async () => {
    for (let i = 0; i < 15; i++) {
      const transport = new SwitchableTransport(tcpTransport({ frameBytesMax: 1024 * 1024 }))
      await using client = await connect({ hosts: ensemble.connect, sessionTimeoutMs: 15_000, transport })
      const { sessionId } = client
      transport.drop()
      await client.create('/mine', '', { ephemeral: true })
      expect([client.sessionId, (await client.exists('/mine'))?.ephemeralOwner]).toEqual([sessionId, sessionId])
    }
  },
  START_MS,
)
