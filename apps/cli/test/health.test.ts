/** Probes, and status, of real ensembles: Quoll from its sources, Apache ZooKeeper where Debian's package is installed. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { finished, firstLine, quoll, startQuoll } from './quoll.ts'
import { type Servers, startZooKeeperServers, zooKeeperIsInstalled } from './shell/servers.ts'

const PATIENCE_MS = 60_000

type Up = { connect: string; peers: { id: number; pid: number; client: string; http: string }[] }

describe('a Quoll ensemble', () => {
  let child: ReturnType<typeof startQuoll>
  let up: Up

  beforeAll(async () => {
    child = startQuoll(['up', '--headless'])
    up = JSON.parse(await firstLine(child)) as Up
  }, PATIENCE_MS)
  afterAll(async () => {
    const ended = finished(child)
    child.kill('SIGINT')
    await ended
  }, PATIENCE_MS)

  test(
    'all is well: every check, by client port, HTTP port and all together',
    async () => {
      const [peer] = up.peers
      for (const check of ['alive', 'ready', 'quorum'])
        for (const whom of [
          ['--peer', peer?.client ?? ''],
          ['--http', peer?.http ?? ''],
          ['--ensemble', up.connect],
        ]) {
          const { code, stdout, stderr } = await quoll('health', check, ...whom)
          expect([check, ...whom, code, stderr]).toEqual([check, ...whom, 0, ''])
          expect(stdout).toMatch(new RegExp(`^${check}: .+\\n$`))
        }
      expect(await quoll('health', '-q', '--peer', peer?.client ?? '')).toEqual({ code: 0, stdout: '', stderr: '' })
      const why = await quoll('explain', 'election', '--connect', up.connect)
      expect([why.code, why.stdout]).toEqual([0, expect.stringMatching(/^Peer \d leads epoch \d+, since:.*rule/s)])
      const story = await quoll('logs', '--connect', up.connect, '--grep', 'is established')
      expect([story.code, story.stdout]).toEqual([0, expect.stringContaining('epoch 1 is established')])
    },
    PATIENCE_MS,
  )

  test(
    'without a majority a peer is alive and not ready; whoever is paused has a reason',
    async () => {
      const [first, second, third] = up.peers.map(({ pid, client, http }) => ({ pid, client, http }))
      for (const peer of [first, second]) process.kill(peer?.pid ?? 0, 'SIGSTOP')
      try {
        const gone = () => quoll('health', 'ready', '--peer', third?.client ?? '')
        for (let i = 0; i < 40 && (await gone()).code === 0; i++) await sleep(100)
        expect(await gone()).toMatchObject({ code: 3, stdout: expect.stringMatching(/^not ready: .*no quorum/) })
        expect((await quoll('health', 'ready', '--http', third?.http ?? '')).code).toBe(3)
        expect((await quoll('health', 'alive', '--peer', third?.client ?? '')).code).toBe(0)
        expect((await quoll('health', 'alive', '--peer', first?.client ?? '')).code).toBe(1)
        expect((await quoll('health', 'quorum', '--ensemble', up.connect)).code).toBe(3)
        const status = await quoll('status', '--connect', up.connect)
        expect([status.code, status.stdout]).toEqual([
          3,
          expect.stringContaining('no leader: 0 of 3 serve, writes wait'),
        ])
        expect(status.stdout).toContain('takes connections, no answer in 1 s')
        expect(status.stdout).toMatch(/looking: looking for a leader: .+/)
        const visit = await quoll('doctor', '--connect', up.connect)
        expect([visit.code, visit.stdout]).toEqual([1, expect.stringContaining('PROBLEM  no leader')])
      } finally {
        for (const peer of [first, second]) process.kill(peer?.pid ?? 0, 'SIGCONT')
      }
    },
    PATIENCE_MS,
  )
})

describe.runIf(zooKeeperIsInstalled)('Apache ZooKeeper', () => {
  let zooKeeper: Servers

  beforeAll(async () => {
    zooKeeper = await startZooKeeperServers()
  }, PATIENCE_MS)
  afterAll(() => zooKeeper.stop(), PATIENCE_MS)

  test(
    'the same checks by the words it answers',
    async () => {
      for (const check of ['alive', 'ready', 'quorum'])
        for (const option of ['--peer', '--ensemble'])
          expect(
            (
              await quoll(
                'health',
                check,
                option,
                option === '--peer' ? (zooKeeper.hosts.split(',')[0] ?? '') : zooKeeper.hosts,
              )
            ).code,
          ).toBe(0)
    },
    PATIENCE_MS,
  )

  test(
    'status has fewer columns, and says so',
    async () => {
      const { code, stdout } = await quoll('status', '--connect', zooKeeper.hosts)
      expect([code, stdout]).toEqual([
        0,
        expect.stringMatching(/^3 of 3 serve, survives 1 more failure\npeer \d leads.*ZooKeeper 3\./),
      ])
      expect(stdout).toContain('Fewer columns')
      const json = await quoll('status', '--connect', zooKeeper.hosts, '--json')
      expect(JSON.parse(json.stdout)).toMatchObject({
        version: 1,
        writable: true,
        voters: 3,
        peers: [1, 2, 3].map((id) => ({ id, software: 'zookeeper', serving: true })),
      })
    },
    PATIENCE_MS,
  )

  test(
    'it tells no log, and nobody pretends',
    async () => {
      const { code, stderr } = await quoll('logs', '--connect', zooKeeper.hosts)
      expect([code, stderr]).toEqual([1, expect.stringContaining('Apache ZooKeeper does not')])
    },
    PATIENCE_MS,
  )
})
