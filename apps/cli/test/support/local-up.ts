/** `quoll up --headless` as a script uses it: lines in, lines out, and what its peers say of themselves. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { fetchStatus, type PeerStatus } from '../../src/status/fetch-status.ts'

const MAIN = fileURLToPath(new URL('../run-from-source.ts', import.meta.url))
const PATIENCE_MS = 15_000

type Announced = {
  readonly connect: string
  readonly peers: readonly {
    readonly id: number
    readonly pid: number
    readonly client: string
    readonly http: string
  }[]
}
export type Answer = {
  readonly done?: string
  readonly problem?: string
  readonly faults?: readonly string[]
  readonly peers?: readonly { readonly id: number; readonly pid: number | null }[]
}

export class LocalUp {
  readonly announced: Announced
  readonly child: ChildProcess
  readonly #lines: AsyncIterator<string>
  readonly #ended: Promise<number | null>

  private constructor(child: ChildProcess, announced: Announced, lines: AsyncIterator<string>) {
    this.child = child
    this.announced = announced
    this.#lines = lines
    this.#ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)))
  }

  static async start(environment: NodeJS.ProcessEnv = {}): Promise<LocalUp> {
    const child = spawn(process.execPath, ['--conditions=source', MAIN, 'up', '--headless'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...process.env, ...environment },
    })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const { value } = await lines.next()
    return new LocalUp(child, JSON.parse(`${value}`) as Announced, lines)
  }

  /** One line in, one line out. */
  async say(line: string): Promise<Answer> {
    this.child.stdin?.write(`${line}\n`)
    return JSON.parse(`${(await this.#lines.next()).value}`) as Answer
  }

  client(id: number): string {
    return this.#announced(id).client
  }

  async status(id: number): Promise<PeerStatus | undefined> {
    const [host = '', port = ''] = this.#announced(id).http.split(':')
    return fetchStatus(host, Number(port))
  }

  statuses(): Promise<(PeerStatus | undefined)[]> {
    return Promise.all(this.announced.peers.map(({ id }) => this.status(id)))
  }

  /** The peer that leads now, and its epoch. */
  leader(not?: number): Promise<{ id: number; epoch: number }> {
    return this.until('somebody leads', async () =>
      (await this.statuses()).find((one) => one?.role === 'leading' && one.serving && one.id !== not),
    )
  }

  allServe(): Promise<unknown> {
    return this.until('everybody serves', async () =>
      (await this.statuses()).every((one) => one?.serving === true) ? true : undefined,
    )
  }

  async until<T>(what: string, attempt: () => Promise<T | undefined>): Promise<T> {
    const deadline = performance.now() + PATIENCE_MS
    while (performance.now() < deadline) {
      const found = await attempt()
      if (found !== undefined) return found
      await sleep(25)
    }
    throw new Error(`waited ${PATIENCE_MS / 1000} s until ${what}; they say ${JSON.stringify(await this.statuses())}`)
  }

  /** Its exit code. */
  end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal)
    return this.#ended
  }

  #announced(id: number): Announced['peers'][number] {
    const peer = this.announced.peers.find((one) => one.id === id)
    if (peer === undefined) throw new Error(`there is no peer ${id}`)
    return peer
  }
}
