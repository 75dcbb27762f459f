/** What is held for a time: a lock, a leadership. It ends when it is given back, or when the ensemble no longer grants it. */
import type { Client } from '../client.ts'
import { isZooKeeperError, ZooKeeperError } from '../errors.ts'
import type { Created } from './create-protected.ts'
import { again } from './patience.ts'
import { leaveLine } from './place-in-line.ts'

export class Tenure implements AsyncDisposable {
  /** The znode that stands for it. */
  readonly path: string
  /**
   * The zxid of the transaction that made the znode: larger than that of anybody who held it before. Send it with
   * everything you do under it, and let the other side refuse what carries a smaller one than it has seen: only that
   * keeps out a holder that was paused and does not know that it is none any more.
   */
  readonly fencingToken: number
  readonly #client: Client
  readonly #over = new AbortController()
  #releasing: Promise<void> | undefined

  constructor(client: Client, { path, stat }: Created) {
    this.path = path
    this.fencingToken = stat.czxid
    this.#client = client
    this.#followSession()
    this.#followZnode()
  }

  /** Aborted when it is over: released, the session lost, the znode deleted by somebody. Its reason says which. */
  get signal(): AbortSignal {
    return this.#over.signal
  }

  /** Gives it back; the next in line is told. Resolves also when it was lost before. */
  release(): Promise<void> {
    this.#end(new ZooKeeperError('CLOSED', 'it was given back', { path: this.path }))
    this.#releasing ??= leaveLine(this.#client, this.path)
    return this.#releasing
  }

  /** It is over, and the znode is gone already, together with something else. */
  conclude(): void {
    this.#end(new ZooKeeperError('CLOSED', 'it was concluded', { path: this.path }))
    this.#releasing ??= Promise.resolve()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.release()
  }

  #followSession(): void {
    const { signal } = this.#client
    const onEnd = (): void => this.#end(signal.reason)
    if (signal.aborted) return onEnd()
    signal.addEventListener('abort', onEnd, { once: true, signal: this.signal })
  }

  /** Its watch is set anew after every change, until the znode is gone. */
  #followZnode(): void {
    const options = { watch: () => this.#followZnode(), signal: this.signal }
    again(() => this.#client.getData(this.path, options), this.signal).catch((error: unknown) => {
      if (isZooKeeperError(error, 'NO_NODE'))
        this.#end(new ZooKeeperError('NO_NODE', `somebody deleted ${this.path}`, { path: this.path }))
    })
  }

  #end(reason: unknown): void {
    if (!this.signal.aborted) this.#over.abort(reason)
  }
}
