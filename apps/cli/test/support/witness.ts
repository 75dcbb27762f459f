/** A client that writes to one peer, whatever happens to it, and remembers every answer: what was acknowledged must be there. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, connect } from '@quoll/client'

/** Between writes, so that machine and test share the processor. */
const PAUSE_MS = 10
const SESSION_MS = 4000
const PATIENCE_MS = 2000

export class Witness {
  readonly acknowledged: string[] = []
  /** Of the newest write. */
  lastMs = 0
  readonly #hosts: string
  readonly #name: string
  readonly #stop: AbortController = new AbortController()
  readonly #running: Promise<void>

  /** Writes znodes `/name-…`. */
  constructor(hosts: string, name: string) {
    this.#hosts = hosts
    this.#name = name
    this.#running = this.#run()
  }

  /** Waits for so many more acknowledged writes; the duration of the slowest of them, milliseconds. */
  async writes(count: number): Promise<number> {
    const from = this.acknowledged.length
    let slowestMs = 0
    const deadline = performance.now() + 15_000
    for (let seen = from; seen < from + count; ) {
      if (performance.now() > deadline) throw new Error(`${this.#name}: ${seen - from} of ${count} writes in 15 s`)
      await sleep(5)
      if (this.acknowledged.length > seen) slowestMs = Math.max(slowestMs, this.lastMs)
      seen = this.acknowledged.length
    }
    return slowestMs
  }

  async end(): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    let client: Client | undefined
    for (let n = 0; !this.#stop.signal.aborted; n++) {
      const path = `/${this.#name}-${n}`
      try {
        if (client === undefined || client.signal.aborted) client = await this.#connected()
        const beganMs = performance.now()
        await client.create(path, `${n}`, { signal: AbortSignal.timeout(PATIENCE_MS) })
        this.lastMs = performance.now() - beganMs
        this.acknowledged.push(path.slice(1))
      } catch {
        // It may have happened or not: nobody promised anything.
      }
      await sleep(PAUSE_MS)
    }
    await client?.close().catch(() => {})
  }

  #connected(): Promise<Client> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(PATIENCE_MS)])
    return connect({ hosts: this.#hosts, sessionTimeoutMs: SESSION_MS, signal })
  }
}
