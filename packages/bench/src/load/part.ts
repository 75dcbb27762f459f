/** One thread's part of a run, whole: sessions, znodes, the load itself, and everything removed again. */
import type { Address } from '../address.ts'
import { dial, several } from '../wire/dial.ts'
import { Outbox } from '../wire/outbox.ts'
import { QuietClient } from '../wire/quiet-client.ts'
import type { Session } from '../wire/session.ts'
import { connectionsOf, type Load, type Share } from './load.ts'
import { LoadConnection } from './load-connection.ts'
import { LoadRun } from './load-run.ts'
import { type Counts, Measurement } from './measurement.ts'
import { uniquePath } from './paths.ts'
import { ReplyCheck } from './reply-check.ts'
import { RequestWriter } from './request-writer.ts'
import { makeHome, removeHome } from './set-up.ts'

/** Handshakes under way in one thread: what accepts them has a queue of limited length. */
const HANDSHAKES_AT_ONCE = 64
const HANDSHAKE_PATIENCE_MS = 5_000

export type PartOptions = Share & {
  readonly addresses: readonly Address[]
  readonly root: string
  readonly load: Load
  readonly timeoutMs: number
}

export class LoadPart {
  readonly #options: PartOptions
  readonly #measurement = new Measurement()
  readonly #outbox = new Outbox()
  #sessions: readonly Session[] = []
  #connections: LoadConnection[] = []

  constructor(options: PartOptions) {
    this.#options = options
  }

  /** Replies so far. */
  get completed(): number {
    return this.#measurement.completed
  }

  /** Opens the sessions and makes what they need. @throws NobodyServes, ConnectionLost, WrongReply */
  async prepare(): Promise<void> {
    const { addresses, root, load, timeoutMs } = this.#options
    const numbers = connectionsOf(load, this.#options)
    const wanted = { addresses, outbox: this.#outbox, timeoutMs, patienceMs: HANDSHAKE_PATIENCE_MS }
    const open = (at: number) => dial(wanted, numbers[at] ?? 0)
    this.#sessions = await several(numbers.length, HANDSHAKES_AT_ONCE, open)
    const make = (at: number) => makeHome(new QuietClient(this.#sessions[at]!), root, load, numbers[at] ?? 0)
    await several(numbers.length, HANDSHAKES_AT_ONCE, make)
  }

  async run(): Promise<Counts> {
    const { root, load, worker, workers } = this.#options
    const run = new LoadRun(load, this.#measurement, worker + 1)
    const around = {
      load,
      writer: new RequestWriter(this.#outbox, root, load),
      measurement: this.#measurement,
      check: new ReplyCheck(load, { uniquePath: uniquePath(root, 0, 0).length, root: root.length }),
      ...run.callbacks,
    }
    const numbers = connectionsOf(load, this.#options)
    this.#connections = this.#sessions.map((session, at) => new LoadConnection(numbers[at] ?? 0, session, around))
    const rate = load.rate === undefined ? undefined : (load.rate * numbers.length) / load.connections
    await run.run(this.#connections, rate, worker / workers)
    return this.#measurement.counts()
  }

  /** Removes what was made and ends the sessions; what a lost connection made stays, for the caller to name. */
  async cleanUp(): Promise<void> {
    const { root, load } = this.#options
    await several(this.#connections.length, HANDSHAKES_AT_ONCE, async (at) => {
      const made = this.#connections[at]!
      if (!made.session.isOpen) return
      if (made.pending.count > 0) {
        made.session.cut()
        return
      }
      const client = new QuietClient(made.session)
      await removeHome(client, root, load, made)
      await client.close()
    })
  }

  /** Hangs up, whatever is under way. */
  cut(): void {
    for (const session of this.#sessions) session.cut()
  }
}
