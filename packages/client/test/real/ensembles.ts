/** Real servers for tests: Quoll from its sources, three peers; Apache ZooKeeper, where Debian's package is installed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export type Ensemble = {
  /** `host:port,…` */
  readonly connect: string
  /** `ws://…,…`; empty where none is spoken. */
  readonly webSockets: string
  /** By client address; undefined where nothing may be killed. */
  readonly pids: ReadonlyMap<string, number>
  stop(): Promise<void>
}

const QUOLL = fileURLToPath(new URL('../../../../apps/cli/test/run-from-source.ts', import.meta.url))
const JAR = '/usr/share/java/zookeeper.jar'
const LOG_JARS = [
  '/usr/share/java/slf4j-simple.jar',
  '/usr/share/java/slf4j-log4j12.jar',
  '/usr/share/java/log4j-1.2.jar',
]
const START_MS = 30_000

export const zooKeeperIsInstalled: boolean = existsSync(JAR)

type Up = {
  readonly connect: string
  readonly peers: readonly { readonly client: string; readonly http: string; readonly pid: number }[]
}

export async function startQuoll(): Promise<Ensemble> {
  const child = spawn(process.execPath, ['--conditions=source', QUOLL, 'up', '--headless'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const up = JSON.parse(await firstLineOf(child)) as Up
  return {
    connect: up.connect,
    webSockets: up.peers.map(({ http }) => `ws://${http}/client`).join(','),
    pids: new Map(up.peers.map(({ client, pid }) => [client, pid])),
    stop: () => ended(child, 'SIGINT'),
  }
}

export async function startZooKeeper(): Promise<Ensemble> {
  const directory = mkdtempSync(join(tmpdir(), 'zookeeper-'))
  mkdirSync(join(directory, 'data'))
  const port = await freePort()
  const lines = [
    'tickTime=500',
    `dataDir=${join(directory, 'data')}`,
    `clientPort=${port}`,
    'clientPortAddress=127.0.0.1',
  ]
  const config = join(directory, 'zoo.cfg')
  writeFileSync(config, [...lines, 'admin.enableServer=false', 'extendedTypesEnabled=true', ''].join('\n'))
  const classPath = [directory, JAR, ...LOG_JARS.filter((jar) => existsSync(jar))].join(':')
  const main = 'org.apache.zookeeper.server.quorum.QuorumPeerMain'
  const extended = '-Dzookeeper.extendedTypesEnabled=true'
  const child = spawn('java', ['-Xmx200m', extended, '-cp', classPath, main, config], { stdio: 'ignore' })
  await untilItListens(port)
  const stop = async (): Promise<void> => {
    await ended(child, 'SIGTERM')
    rmSync(directory, { recursive: true, force: true })
  }
  return { connect: `127.0.0.1:${port}`, webSockets: '', pids: new Map(), stop }
}

function firstLineOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let [text, complaints] = ['', '']
    child.stderr?.on('data', (chunk) => {
      complaints += chunk
    })
    child.stdout?.on('data', (chunk) => {
      text += chunk
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')))
    })
    child.on('close', (code) => reject(new Error(`quoll up ended with ${code}: ${complaints}`)))
  })
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, 'close')
  child.kill(signal)
  await closed
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function untilItListens(port: number): Promise<void> {
  const deadline = performance.now() + START_MS
  while (!(await listens(port))) {
    if (performance.now() > deadline) throw new Error(`nobody listens on port ${port} after ${START_MS} ms`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}
