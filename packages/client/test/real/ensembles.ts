/** Real servers for tests; Quoll from its sources, three peers. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
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

/** `faults`: what is broken from the beginning, in the words that `quoll up --headless` takes. */
export async function startQuoll(faults: readonly string[] = []): Promise<Ensemble> {
  const child = spawn(process.execPath, ['--conditions=source', QUOLL, 'up', '--headless'])
  const said = linesOf(child)
  const up = (await said()) as Up
  for (const fault of faults) {
    child.stdin.write(`${fault}\n`)
    const { problem } = (await said()) as { readonly problem?: string }
    if (problem !== undefined) throw new Error(problem)
  }
  return {
    connect: up.connect,
    webSockets: up.peers.map(({ http }) => `ws://${http}/client`).join(','),
    pids: new Map(up.peers.map(({ client, pid }) => [client, pid])),
    stop: () => ended(child, 'SIGINT'),
  }
}

/** What it says next, a line of JSON each. */
function linesOf(child: ChildProcessWithoutNullStreams): () => Promise<unknown> {
  let complaints = ''
  child.stderr.on('data', (chunk) => {
    complaints += chunk
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return async () => {
    const { value, done } = await lines.next()
    if (done) throw new Error(`quoll up ended: ${complaints}`)
    return JSON.parse(value)
  }
}
