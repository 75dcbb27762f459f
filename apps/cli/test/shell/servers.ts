/** Real ensembles to type at: Quoll from its sources, Apache ZooKeeper where Debian's package is installed; three peers each. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { fileURLToPath } from 'node:url'
import { finished, firstLine, startQuoll } from '../quoll.ts'

export type Servers = {
  readonly hosts: string
  /** Processes by where their clients connect; empty where none may be stopped. */
  readonly pids: ReadonlyMap<string, number>
  stop(): Promise<void>
}

type Up = { readonly connect: string; readonly peers: readonly { readonly client: string; readonly pid: number }[] }

const ZOOKEEPER = fileURLToPath(new URL('../../../../scripts/zookeeper-ensemble.mjs', import.meta.url))

const WORKERS = 8

export const zooKeeperIsInstalled: boolean = existsSync('/usr/share/java/zookeeper.jar')

/** Both kinds, for `describe.each`; the last says whether it is there, and its name why not. */
export const BOTH: readonly (readonly [name: string, start: () => Promise<Servers>, isThere: boolean])[] = [
  ['Quoll', startQuollServers, true],
  [
    zooKeeperIsInstalled ? 'Apache ZooKeeper' : 'Apache ZooKeeper (not run: Debian package zookeeper is not installed)',
    startZooKeeperServers,
    zooKeeperIsInstalled,
  ],
]

export async function startQuollServers(): Promise<Servers> {
  const ensemble = startQuoll(['up', '--headless'])
  const { connect, peers } = JSON.parse(await firstLine(ensemble)) as Up
  const pids = new Map(peers.map(({ client, pid }) => [client, pid]))
  return { hosts: connect, pids, stop: () => stopped(ensemble) }
}

export async function startZooKeeperServers(): Promise<Servers> {
  const ensemble = spawn(process.execPath, [ZOOKEEPER, `${await freePorts()}`], { stdio: ['ignore', 'pipe', 'pipe'] })
  const hosts = await firstLine(ensemble)
  return { hosts, pids: new Map(), stop: () => stopped(ensemble) }
}

async function stopped(child: ChildProcess): Promise<void> {
  const ended = finished(child)
  child.kill('SIGINT')
  await ended
}

/**
 * The first of three for clients; peers use those that are 100 and 200 higher. Below those that `quoll up` takes, and not those that
 * a test beside this one tries.
 */
async function freePorts(): Promise<number> {
  const worker = Number(process.env['VITEST_POOL_ID'] ?? 0) % WORKERS
  for (let first = 5000 + 300 * worker; ; first += 300 * WORKERS)
    if (await areFree([0, 100, 200].flatMap((more) => [1, 2, 3].map((id) => first + more + id - 1)))) return first
}

async function areFree(ports: readonly number[]): Promise<boolean> {
  const free = await Promise.all(ports.map((port) => listening(port)))
  await Promise.all(free.map((server) => server && new Promise((resolve) => server.close(resolve))))
  return free.every((server) => server !== undefined)
}

function listening(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.on('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () =>
      resolve((server.address() as AddressInfo).port === port ? server : undefined),
    )
  })
}
