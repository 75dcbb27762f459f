/** One peer of a local ensemble: a child process that runs `quoll serve`, and ends when we do, however we end. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { PeerFaults } from '@quoll/server'
import { FAULT_ANSWERS_FD, FAULTS, STOP_WITH_STDIN } from './child-environment.ts'
import { FaultChannel } from './fault-channel.ts'
import { wakeWhenWeEnd } from './wake-guard.ts'
import type { PeerPlan } from './zoo-cfg.ts'

const STOP_PATIENCE_MS = 5000
/** To hear a line on standard input. */
const ANSWER_PATIENCE_MS = 5000

const NO_FAULTS: PeerFaults = { links: [], syncDelayMs: 0 }

export type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

/** One life of the peer. */
type Life = {
  readonly child: ChildProcess
  readonly faults: FaultChannel
  readonly ended: Promise<Ended>
  /** What it was told last, as JSON. */
  told: string
  /** Set while it is paused: ends the guard that would wake it in our stead. */
  wakeful: (() => void) | undefined
}

export class PeerProcess {
  readonly plan: PeerPlan
  readonly #config: string
  readonly #program: string
  #life: Life | undefined
  #stopping = false
  #closed = false
  /** Called when the process ends without having been asked to. */
  onUnexpectedEnd: (ended: Ended) => void = () => {}

  /** `program`: the script that is this command. */
  constructor(plan: PeerPlan, config: string, program: string) {
    this.plan = plan
    this.#config = config
    this.#program = program
  }

  get pid(): number | undefined {
    return this.#life?.child.pid
  }
  /** The process lives, paused or not. */
  get running(): boolean {
    return this.#life !== undefined
  }
  get paused(): boolean {
    return this.#life?.wakeful !== undefined
  }
  /** Where the peer's log goes. */
  get logFile(): string {
    return join(this.plan.directory, 'peer.log')
  }

  /** `faults` are there from the first moment. Does nothing when it runs, or was closed. */
  start(faults: PeerFaults = NO_FAULTS): void {
    if (this.#life !== undefined || this.#closed) return
    this.#stopping = false
    const told = JSON.stringify(faults)
    const child = spawn(process.execPath, [...process.execArgv, this.#program, 'serve', '--config', this.#config], {
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      env: { ...process.env, [STOP_WITH_STDIN]: '1', [FAULTS]: told },
      // A process group of its own: Ctrl-C reaches us, and we stop the peers in order.
      detached: true,
    })
    const log = createWriteStream(this.logFile, { flags: 'a' })
    child.stdout.pipe(log, { end: false })
    child.stderr.pipe(log, { end: false })
    const answers = child.stdio[FAULT_ANSWERS_FD]
    const channel = new FaultChannel(child.stdin, answers instanceof Readable ? answers : Readable.from([]))
    const ended = new Promise<Ended>((resolve) => {
      child.once('error', () => resolve({ code: 1, signal: null }))
      child.once('close', (code, signal) => resolve({ code, signal }))
    })
    const life: Life = { child, faults: channel, ended, told, wakeful: undefined }
    this.#life = life
    ended.then((how) => {
      log.end()
      this.#onEnded(life, how)
    })
  }

  /**
   * Resolves when the peer has taken them over; at once when it does not run, or is paused: it then does so first thing
   * when it goes on. @throws Error when it does not answer.
   */
  async setFaults(faults: PeerFaults): Promise<void> {
    const life = this.#life
    const text = JSON.stringify(faults)
    if (life === undefined || life.told === text) return
    life.told = text
    const heard = life.faults.send(faults)
    if (this.paused) heard.catch(() => {})
    else await withinPatience(heard, `peer ${this.plan.id} does not answer; its log: ${this.logFile}`)
  }

  /** Freezes it where it stands, until `resume`; were we to end before, it goes on, and ends. */
  pause(): void {
    const life = this.#life
    if (life?.child.pid === undefined || life.wakeful !== undefined) return
    life.wakeful = wakeWhenWeEnd(life.child.pid)
    life.child.kill('SIGSTOP')
  }

  resume(): void {
    const life = this.#life
    life?.wakeful?.()
    if (life !== undefined) life.wakeful = undefined
    life?.child.kill('SIGCONT')
  }

  /** An orderly stop, also of one that is paused; what does not stop in time is killed. */
  async stop(): Promise<void> {
    const life = this.#life
    if (life === undefined) return
    this.#stopping = true
    life.child.kill('SIGTERM')
    this.resume()
    const late = setTimeout(() => life.child.kill('SIGKILL'), STOP_PATIENCE_MS)
    await life.ended
    clearTimeout(late)
  }

  /** Stops it for good. */
  close(): Promise<void> {
    this.#closed = true
    return this.stop()
  }

  /** As a power cut would: no farewell. */
  kill(): void {
    this.#life?.child.kill('SIGKILL')
  }

  #onEnded(life: Life, how: Ended): void {
    life.wakeful?.()
    life.faults.close()
    if (this.#life === life) this.#life = undefined
    if (!this.#stopping) this.onUnexpectedEnd(how)
  }
}

async function withinPatience(answer: Promise<void>, otherwise: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(otherwise)), ANSWER_PATIENCE_MS)
  })
  try {
    await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
