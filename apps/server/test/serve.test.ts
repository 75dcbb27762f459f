/** One real process: what it says, what it answers, how it ends. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PeerStatus } from '@quoll/trace'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const SOURCE = new URL('../src/index.ts', import.meta.url).href
const PROGRAM = `import { serve } from '${SOURCE}'; process.exit(await serve({ configFile: process.argv[1] }))`

let directory: string
const children: ChildProcess[] = []

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quoll-serve-'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(directory, { recursive: true, force: true })
})

type Served = { readonly child: ChildProcess; readonly log: () => string; readonly ended: Promise<number | null> }

function serve(config: string): Served {
  const file = join(directory, 'zoo.cfg')
  writeFileSync(file, config)
  const args = ['--conditions=source', '--input-type=module', '-e', PROGRAM, file]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  children.push(child)
  let log = ''
  child.stderr.on('data', (chunk) => {
    log += chunk
  })
  return { child, log: () => log, ended: new Promise((resolve) => child.once('close', (code) => resolve(code))) }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function until<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let i = 0; i < 200; i++) {
    const found = await attempt().catch(() => undefined)
    if (found !== undefined) return found
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error('waited ten seconds in vain')
}

async function alone(): Promise<{ served: Served; base: string; config: string }> {
  const [client, http] = [await freePort(), await freePort()]
  const config = `dataDir=${directory}/data\nclientPort=${client}\nquoll.httpPort=${http}\n`
  const served = serve(config)
  const base = `http://127.0.0.1:${http}`
  await until(async () => ((await fetch(`${base}/readyz`)).ok ? true : undefined))
  return { served, base, config }
}

describe('a peer that is alone', () => {
  test('serves its pages, and ends well when it is told to', async () => {
    const { served, base } = await alone()
    const status = (await (await fetch(`${base}/status`)).json()) as PeerStatus
    expect(status).toMatchObject({ version: 1, id: 1, role: 'leading', phase: 'broadcast', serving: true, epoch: 1 })
    expect(status.story.at(-1)?.text).toContain('epoch 1 is established')
    const metrics = await (await fetch(`${base}/metrics`)).text()
    expect(metrics).toMatch(/^znode_count \d+$/m)
    expect(metrics).toMatch(/^fsynctime_count [1-9]\d*$/m)
    for (const line of metrics.trimEnd().split('\n'))
      expect(line).toMatch(/^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{[^}]+\})? -?[\d.]+)$/)

    served.child.kill('SIGTERM')
    expect(await served.ended).toBe(0)
    expect(served.log()).toContain('stopped')
  })

  test('comes back with what it promised', async () => {
    const { served, base, config } = await alone()
    served.child.kill('SIGKILL')
    await served.ended
    serve(config)
    const { epoch } = await until(async () => {
      const status = (await (await fetch(`${base}/status`)).json()) as PeerStatus
      return status.serving ? status : undefined
    })
    expect(epoch).toBe(2)
  })

  test('refuses a directory that another one works in', async () => {
    const { config } = await alone()
    const second = serve(config.replace(/clientPort=\d+/, `clientPort=${await freePort()}`))
    expect(await second.ended).toBe(1)
    expect(second.log()).toContain('in use')
  })
})

describe('what it does not start with', () => {
  test('a wrong configuration: 2, and every problem', async () => {
    const served = serve('clientPort=never\n')
    expect(await served.ended).toBe(2)
    expect(served.log()).toContain('zoo.cfg:1: clientPort=never is not a TCP port from 1 to 65535')
    expect(served.log()).toContain('dataDir is missing')
  })

  test('a port that is taken: 1, and what to do', async () => {
    const taken = createServer()
    await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done))
    const address = taken.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const served = serve(`dataDir=${directory}/data\nclientPort=${port}\n`)
    expect(await served.ended).toBe(1)
    expect(served.log()).toContain('choose another port')
    await new Promise((done) => taken.close(done))
  })

  test('a data directory below a file: 1, and where', async () => {
    writeFileSync(join(directory, 'file'), '')
    const served = serve(`dataDir=${directory}/file/data\nclientPort=${await freePort()}\n`)
    expect(await served.ended).toBe(1)
    expect(served.log()).toContain(`${directory}/file/data`)
    expect(served.log()).not.toContain('    at ')
  })
})
