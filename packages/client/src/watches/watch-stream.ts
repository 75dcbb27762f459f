/** The reading end of a lasting watch: events wait here, a bounded number of them, until somebody asks. */
import type { WatchEvent } from './watch-event.ts'

/**
 * Changes as they come, in their order. It is set when it is made, not when it is first read: what is asked of the client
 * after `watch` was called shows everything that the stream does not tell.
 *
 * Leaving the loop takes the watch back. The loop ends by itself when the client is closed, and throws when the session
 * expires, when the watch is refused, and with the signal's reason when that is aborted.
 */
export type Watch = AsyncIterableIterator<WatchEvent> & AsyncDisposable

type Ending = { readonly error: unknown } | 'done'
type Reader = {
  readonly resolve: (result: IteratorResult<WatchEvent>) => void
  readonly reject: (error: unknown) => void
}

export class WatchStream implements AsyncIterableIterator<WatchEvent>, AsyncDisposable {
  readonly path: string
  readonly #eventsMax: number
  readonly #onEnd: () => void
  #events: WatchEvent[] = []
  #readers: Reader[] = []
  #ending: Ending | undefined

  /** `onEnd` is called once, however it ends. */
  constructor(path: string, eventsMax: number, onEnd: () => void) {
    this.path = path
    this.#eventsMax = eventsMax
    this.#onEnd = onEnd
  }

  push(event: WatchEvent): void {
    if (this.#ending !== undefined) return
    const reader = this.#readers.shift()
    if (reader !== undefined) reader.resolve({ done: false, value: event })
    // Whoever has to read everything again need not hear what came before.
    else if (this.#events.length >= this.#eventsMax) this.#events = [{ type: 'gap', path: this.path }]
    else this.#events.push(event)
  }

  /** Events that are there are still read; then it ends, by throwing if there is an error. */
  end(ending: Ending): void {
    if (this.#ending !== undefined) return
    this.#ending = ending
    for (const reader of this.#readers.splice(0)) this.#tellEnd(reader)
    this.#onEnd()
  }

  next(): Promise<IteratorResult<WatchEvent>> {
    const event = this.#events.shift()
    if (event !== undefined) return Promise.resolve({ done: false, value: event })
    return new Promise((resolve, reject) => {
      if (this.#ending === undefined) this.#readers.push({ resolve, reject })
      else this.#tellEnd({ resolve, reject })
    })
  }

  return(): Promise<IteratorResult<WatchEvent>> {
    this.#events = []
    this.end('done')
    return Promise.resolve({ done: true, value: undefined })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return()
  }

  /** An error is thrown once; whoever asks again hears that it is over. */
  #tellEnd(reader: Reader): void {
    const ending = this.#ending
    if (ending === undefined || ending === 'done') return reader.resolve({ done: true, value: undefined })
    this.#ending = 'done'
    reader.reject(ending.error)
  }
}
