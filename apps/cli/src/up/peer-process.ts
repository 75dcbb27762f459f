/** One peer of a local ensemble: a child process that runs `quoll serve`, and ends when we do, however we end. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import type { PeerPlan } from './zoo-cfg.ts'

/** Set for a child: it stops when its standard input ends, which even `kill -9` of the parent brings about. */
export const STOP_WITH_STDIN = 'QUOLL_STOP_WITH_STDIN'

const STOP_PATIENCE_MS = 5000

export type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

export class PeerProcess {
  readonly plan: PeerPlan
  readonly #config: string
  readonly #program: string
  #child: ChildProcess | undefined
  #ended: Promise<Ended> = Promise.resolve({ code: null, signal: null })
  #stopping = false
  /** Called when the process ends without having been asked to. */
  onUnexpectedEnd: (ended: Ended) => void = () => {}

  /** `program`: the script that is this command. */
  constructor(plan: PeerPlan, config: string, program: string) {
    this.plan = plan
    this.#config = config
    this.#program = program
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }
  get running(): boolean {
    return this.#child !== undefined
  }
  /** Where the peer's log goes. */
  get logFile(): string {
    return join(this.plan.directory, 'peer.log')
  }

  start(): void {
    if (this.#child !== undefined) return
    this.#stopping = false
    const child = spawn(process.execPath, [...process.execArgv, this.#program, 'serve', '--config', this.#config], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, [STOP_WITH_STDIN]: '1' },
      // A process group of its own: Ctrl-C reaches us, and we stop the peers in order.
      detached: true,
    })
    const log = createWriteStream(this.logFile, { flags: 'a' })
    child.stdout.pipe(log, { end: false })
    child.stderr.pipe(log, { end: false })
    this.#child = child
    this.#ended = new Promise((resolve) => {
      const finish = (ended: Ended) => {
        if (this.#child === child) this.#child = undefined
        log.end()
        resolve(ended)
        if (!this.#stopping) this.onUnexpectedEnd(ended)
      }
      child.once('error', () => finish({ code: 1, signal: null }))
      child.once('close', (code, signal) => finish({ code, signal }))
    })
  }

  /** An orderly stop; what does not stop in time is killed. */
  async stop(): Promise<void> {
    const child = this.#child
    if (child === undefined) return
    this.#stopping = true
    child.kill('SIGTERM')
    child.kill('SIGCONT')
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS)
    await this.#ended
    clearTimeout(late)
  }

  /** As a power cut would: no farewell. */
  kill(): void {
    this.#child?.kill('SIGKILL')
  }
}
