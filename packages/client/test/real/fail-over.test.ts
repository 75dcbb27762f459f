/** A peer is killed without a word while clients use it: sessions, watches and locks go on with the others. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, isZooKeeperError, type SessionState, textOf, type ZnodeEvent } from '../../src/index.ts'
import { type Ensemble, startQuoll } from './ensembles.ts'

const START_MS = 60_000
let ensemble: Ensemble

beforeAll(async () => {
  ensemble = await startQuoll()
}, START_MS)
afterAll(() => ensemble?.stop(), START_MS)

test(
  'the peer a client is connected to dies: no acknowledged write is lost, and the session does not notice',
  async () => {
    await using client = await connect({ hosts: ensemble.connect, sessionTimeoutMs: 15_000 })
    const others = ensemble.connect.split(',').filter((host) => host !== client.server)
    await using witness = await connect({ hosts: others, sessionTimeoutMs: 15_000 })
    const states: SessionState[] = []
    client.onStateChange((state) => states.push(state))
    const { sessionId, server } = client
    await client.create('/mine', '', { ephemeral: true })
    await client.create('/counter', '0')
    const watched = new Promise<ZnodeEvent>((resolve) => client.exists('/later', { watch: resolve }))
    const watch = client.watch('/counter')

    const acknowledged: number[] = []
    const unknown: number[] = []
    let number = 0
    const writing = (async () => {
      while (acknowledged.length < 200) {
        const mine = ++number
        try {
          await client.setData('/counter', `${mine}`)
          acknowledged.push(mine)
        } catch (error) {
          if (!isZooKeeperError(error, 'CONNECTION_LOSS') || error.definite) throw error
          unknown.push(mine)
        }
        if (mine === 50) process.kill(ensemble.pids.get(server)!, 'SIGKILL')
      }
    })()
    await writing

    expect(states).toEqual(['suspended', 'connected'])
    expect([client.sessionId, client.state]).toEqual([sessionId, 'connected'])
    expect(client.server).not.toBe(server)
    // One write at a time: at most one was on its way.
    expect(unknown.length).toBeLessThanOrEqual(1)
    await witness.sync('/')
    const { data, stat } = await witness.getData('/counter')
    expect(textOf(data)).toBe(`${number}`)
    expect([acknowledged.length, number]).toContain(stat.version)
    expect((await witness.exists('/mine'))?.ephemeralOwner).toBe(sessionId)

    await witness.create('/later')
    expect(await watched).toMatchObject({ type: 'created', path: '/later' })
    const types: string[] = []
    for await (const { type } of watch) {
      types.push(type)
      if (type === 'gap') break
    }
    expect(types.filter((type) => type === 'data-changed').length).toBeGreaterThan(10)
  },
  START_MS,
)
