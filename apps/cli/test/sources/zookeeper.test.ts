/** Apache ZooKeeper as Debian packages it, three peers: seen by its words. */
import { connect } from '@quoll/client'
import type { TraceRecord } from '@quoll/trace'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectSource } from '../../src/sources/connect-source.ts'
import { quoll } from '../quoll.ts'
import { type Servers, startZooKeeperServers, zooKeeperIsInstalled } from '../shell/servers.ts'

const PATIENCE_MS = 60_000

describe.skipIf(!zooKeeperIsInstalled)('Apache ZooKeeper', () => {
  let servers: Servers
  let hosts: string

  beforeAll(async () => {
    servers = await startZooKeeperServers()
    hosts = servers.hosts
  }, PATIENCE_MS)

  afterAll(() => servers.stop(), PATIENCE_MS)

  test(
    'its peers, its leader, its writes and its sessions are seen, and what is not seen is said',
    async () => {
      const source = await connectSource(`${hosts},127.0.0.1:1`, { mayWrite: false })
      expect(source.header.title).toMatch(/^Apache ZooKeeper 3\./)
      expect(source.header.peers.map(({ id, http }) => [id, http])).toEqual([
        [1, undefined],
        [2, undefined],
        [3, undefined],
      ])
      const records: TraceRecord[] = []
      source.start((record) => records.push(record))
      source.want?.(new Set(['sessions']))
      const client = await connect({ hosts })
      try {
        await client.create('/seen', 'x')
        for (let n = 0; n < 20; n++) await client.setData('/seen', `${n}`)
        const now = await until(() => newestOf(records, (status) => status.last.endsWith(':22')))
        expect(now.map(({ id }) => id)).toEqual([1, 2, 3])
        const leader = now.find(({ role }) => role === 'leading')
        expect(new Set(now.map((status) => status.leader))).toEqual(new Set([leader?.id]))
        expect(leader?.learners.map(({ phase }) => phase)).toEqual(['broadcast', 'broadcast'])
        expect(now.every(({ serving, znodes }) => serving && znodes > 5)).toBe(true)
        expect(now.reduce((sum, { requests }) => sum + requests.writes, 0)).toBeGreaterThan(0)
        const id = `0x${client.sessionId.toString(16)}`
        await until(() => records.some((one) => one.type === 'sessions' && one.rows.some((row) => row.id === id)))
        expect(records).toContainEqual(
          expect.objectContaining({ type: 'trouble', text: expect.stringContaining('have no feed') }),
        )
      } finally {
        await client.close()
        source.stop()
      }
    },
    PATIENCE_MS,
  )

  test(
    'top prints it',
    async () => {
      const { code, stdout } = await quoll('top', '--once', '--connect', hosts)
      expect([code, stdout]).toEqual([0, expect.stringMatching(/3 of 3 up, survives 1 failure/)])
    },
    PATIENCE_MS,
  )
})

type Status = Extract<TraceRecord, { type: 'status' }>['status']

/** Every peer's newest status, when all three are as wanted. */
function newestOf(records: readonly TraceRecord[], isWanted: (status: Status) => boolean): Status[] | undefined {
  const newest = new Map<number, Status>()
  for (const record of records) if (record.type === 'status') newest.set(record.peer, record.status)
  const all = [...newest.values()].sort((a, b) => a.id - b.id)
  return all.length === 3 && all.every(isWanted) ? all : undefined
}

async function until<T>(attempt: () => T | undefined | false): Promise<T> {
  for (let n = 0; n < 400; n++) {
    const found = attempt()
    if (found !== undefined && found !== false) return found
    await new Promise((done) => setTimeout(done, 25))
  }
  throw new Error('waited ten seconds in vain')
}
