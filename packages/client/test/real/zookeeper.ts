/** Apache ZooKeeper, where Debian's package is installed: one server alone, or some that know of each other. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Ensemble } from './ensembles.ts'
import { ended, freePort, untilItListens } from './processes.ts'

const JAR = '/usr/share/java/zookeeper.jar'
const LOG_JARS = [
  '/usr/share/java/slf4j-simple.jar',
  '/usr/share/java/slf4j-log4j12.jar',
  '/usr/share/java/log4j-1.2.jar',
]

export const zooKeeperIsInstalled: boolean = existsSync(JAR)

export async function startZooKeeper(): Promise<Ensemble> {
  const server = new ZooKeeperServer(await freePort())
  await server.start()
  return { connect: server.address, webSockets: '', pids: new Map(), stop: () => server.remove() }
}

/** Servers of one ensemble, none of them started; without a majority they answer those who are content with reads. */
export async function zooKeeperPeers(count: number): Promise<readonly ZooKeeperServer[]> {
  const ids = Array.from({ length: count }, (_, i) => i + 1)
  const members = await Promise.all(
    ids.map(async (id) => `server.${id}=127.0.0.1:${await freePort()}:${await freePort()}`),
  )
  // A server without a majority can begin local sessions only.
  const shared = [
    'localSessionsEnabled=true',
    'localSessionsUpgradingEnabled=true',
    'initLimit=20',
    'syncLimit=10',
    ...members,
  ]
  return Promise.all(ids.map(async (id) => new ZooKeeperServer(await freePort(), { id, lines: shared })))
}

export class ZooKeeperServer {
  readonly address: string
  readonly #port: number
  readonly #directory: string = mkdtempSync(join(tmpdir(), 'zookeeper-'))
  #child: ChildProcess | undefined

  constructor(port: number, peer: { readonly id: number; readonly lines: readonly string[] } | undefined = undefined) {
    this.#port = port
    this.address = `127.0.0.1:${port}`
    const data = join(this.#directory, 'data')
    mkdirSync(data)
    if (peer !== undefined) writeFileSync(join(data, 'myid'), `${peer.id}\n`)
    const lines = [
      ...['tickTime=500', `dataDir=${data}`, `clientPort=${port}`, 'clientPortAddress=127.0.0.1'],
      ...['admin.enableServer=false', 'extendedTypesEnabled=true', ...(peer?.lines ?? []), ''],
    ]
    writeFileSync(join(this.#directory, 'zoo.cfg'), lines.join('\n'))
  }

  /** Resolves when it listens, which does not mean that it serves. */
  async start(): Promise<void> {
    const classPath = [this.#directory, JAR, ...LOG_JARS.filter((jar) => existsSync(jar))].join(':')
    const flags = ['-Xmx200m', '-Dzookeeper.extendedTypesEnabled=true', '-Dreadonlymode.enabled=true']
    const main = 'org.apache.zookeeper.server.quorum.QuorumPeerMain'
    const config = join(this.#directory, 'zoo.cfg')
    this.#child = spawn('java', [...flags, '-cp', classPath, main, config], { stdio: 'ignore' })
    await untilItListens(this.#port)
  }

  /** Ends it, and leaves nothing behind. */
  async remove(): Promise<void> {
    if (this.#child !== undefined) await ended(this.#child, 'SIGKILL')
    rmSync(this.#directory, { recursive: true, force: true })
  }
}
