/** Real servers for tests; Quoll from its sources, three peers. */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ended } from './processes.ts'

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
