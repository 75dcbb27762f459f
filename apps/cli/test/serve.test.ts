/** A peer that cannot go on ends its process, whatever it has open. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freePorts } from '../src/up/free-ports.ts'
import { writeConfig } from '../src/up/zoo-cfg.ts'
import { quoll } from './quoll.ts'

test('serve ends with 1 and says what to do when the port for its peers is taken', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'quoll-test-'))
  const taken = createServer()
  try {
    await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done))
    const address = taken.address()
    const peerPort = typeof address === 'object' && address !== null ? address.port : 0
    const [clientPort = 0, httpPort = 0, other = 0] = await freePorts(3)
    const plan = { id: 1, clientPort, peerPort, httpPort, directory: join(directory, 'one') }
    mkdirSync(plan.directory)
    const config = writeConfig(plan, [plan, { ...plan, id: 2, peerPort: other }])
    const { code, stderr } = await quoll('serve', '--config', config)
    expect([code, stderr]).toEqual([1, expect.stringContaining('choose another port')])
  } finally {
    taken.close()
    rmSync(directory, { recursive: true, force: true })
  }
}, 30_000)

test('serve ends with 4 when what is on the disk cannot be trusted, and says what to do', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'quoll-test-'))
  try {
    const [clientPort = 0, peerPort = 0, httpPort = 0] = await freePorts(3)
    const plan = { id: 1, clientPort, peerPort, httpPort, directory }
    const config = writeConfig(plan, [plan])
    writeFileSync(join(directory, 'data', 'epochs'), 'not what we wrote')
    const { code, stderr } = await quoll('serve', '--config', config)
    expect([code, stderr]).toEqual([4, expect.stringContaining('Move this directory away')])
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}, 30_000)
