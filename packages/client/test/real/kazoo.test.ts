/** kazoo's LockingQueue and our queue are one; its locks are waited for. Run where Debian's python3-kazoo is installed. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../../src/index.ts'
import { queue, writeLock } from '../../src/recipes/index.ts'
import { type Ensemble, startQuoll } from './ensembles.ts'
import { START_MS } from './real-servers.ts'

const PYTHON = '/usr/bin/python3'
const kazooIsInstalled = existsSync('/usr/lib/python3/dist-packages/kazoo')

describe.runIf(kazooIsInstalled)('kazoo', () => {
  let ensemble: Ensemble
  beforeAll(async () => {
    ensemble = await startQuoll()
  }, START_MS)
  afterAll(() => ensemble?.stop(), START_MS)

  /** What the program prints, with `client` and `work` at hand. */
  async function kazoo(...lines: readonly string[]): Promise<string> {
    const program = [
      'from kazoo.client import KazooClient',
      `client = KazooClient(hosts="${ensemble.connect}")`,
      'client.start()',
      'work = client.LockingQueue("/work")',
      ...lines,
      'client.stop()',
    ]
    return (await promisify(execFile)(PYTHON, ['-c', program.join('\n')])).stdout.trim()
  }

  test(
    'takes what we put, and we take what it put, each by its priority',
    async () => {
      const client = await connect({ hosts: ensemble.connect })
      const work = queue(client, '/work')
      await work.put('ours')
      await kazoo('work.put(b"urgent", priority=5)', 'work.put(b"theirs")')
      const first = await work.take()
      expect(first.text).toBe('urgent')
      expect(await kazoo('print(work.get(5))', 'print(work.consume())')).toBe("b'ours'\nTrue")
      await first.done()
      const last = await work.take()
      expect(last.text).toBe('theirs')
      expect(await kazoo('print(work.get(0.2))')).toBe('None')
      await last.done()
      expect(await work.length()).toBe(0)
      await client.close()
    },
    START_MS,
  )

  test(
    'its readers and writers are waited for',
    async () => {
      const client = await connect({ hosts: ensemble.connect })
      const holding = kazoo('lock = client.ReadLock("/shared")', 'lock.acquire()', 'import time', 'time.sleep(1)')
      while ((await client.exists('/shared'))?.numChildren !== 1) await new Promise((done) => setTimeout(done, 5))
      const began = performance.now()
      const held = await writeLock(client, '/shared')
      expect(performance.now() - began).toBeGreaterThan(300)
      await held.release()
      await client.close()
      await holding
    },
    START_MS,
  )
})
