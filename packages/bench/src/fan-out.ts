/** Many clients watch one znode, one changes it: how long until the first, until every one has been told. */
import { setTimeout as sleep } from 'node:timers/promises'
import { EventType } from '@quoll/protocol/client'
import type { Address } from './address.ts'
import { ConnectionLost } from './errors.ts'
import { Histogram, type HistogramCounts } from './histogram.ts'
import { create, remove, setData } from './wire/create.ts'
import { dial, several } from './wire/dial.ts'
import { Outbox } from './wire/outbox.ts'
import { QuietClient } from './wire/quiet-client.ts'

export type FanOutOptions = {
  readonly addresses: readonly Address[]
  readonly root: string
  readonly watchers: number
  readonly rounds: number
  readonly timeoutMs: number
  /** How long a watcher may take to be told, before it counts as forgotten. */
  readonly patienceMs: number
}

export type FanOutResult = {
  /** From the change being sent to the first, and to the last, notification; and to every single one. */
  readonly first: HistogramCounts
  readonly all: HistogramCounts
  readonly each: HistogramCounts
  /** From the change being sent to its reply. */
  readonly change: HistogramCounts
  readonly rounds: number
  /** Notifications missing, doubled or of another event, in words. */
  readonly wrong: readonly string[]
}

const AT_ONCE = 64
const HANDSHAKE_PATIENCE_MS = 5_000
/** The first rounds warm everybody up. */
const WARM_UP_ROUNDS = 2
/** Servers come to rest between arming and firing. */
const PAUSE_MS = 100
const KEEP_ALIVE_MS = 1_000

export async function runFanOut(
  { addresses, root, watchers, rounds, timeoutMs, patienceMs }: FanOutOptions,
  onProgress: (done: number, what: string) => void,
): Promise<FanOutResult> {
  const wanted = { addresses, outbox: new Outbox(), timeoutMs, patienceMs: HANDSHAKE_PATIENCE_MS }
  const open = async (at: number) => new QuietClient(await dial(wanted, at))
  const writer = await open(0)
  const clients = await several(watchers, AT_ONCE, open)
  const keepAlive = setInterval(() => {
    for (const { session } of [writer, ...clients]) session.keepAlive(performance.now())
  }, KEEP_ALIVE_MS)
  try {
    await writer.must(create(root))
    await several(watchers, AT_ONCE, (at) => clients[at]!.must({ type: 'sync', path: root }))
    const fanOut = new FanOut(root, writer, clients, patienceMs)
    for (let round = 0; round < rounds + WARM_UP_ROUNDS; round++) {
      onProgress(Math.max(0, round - WARM_UP_ROUNDS), 'rounds')
      await fanOut.round(round >= WARM_UP_ROUNDS)
    }
    await writer.must(remove(root))
    await several(watchers, AT_ONCE, (at) => clients[at]!.close())
    await writer.close()
    return fanOut.result(rounds)
  } finally {
    clearInterval(keepAlive)
    for (const { session } of [writer, ...clients]) session.cut()
  }
}

class FanOut {
  readonly #patienceMs: number
  readonly #path: string
  readonly #writer: QuietClient
  readonly #clients: readonly QuietClient[]
  readonly #first = new Histogram()
  readonly #all = new Histogram()
  readonly #each = new Histogram()
  readonly #change = new Histogram()
  readonly #wrong = new Set<string>()
  readonly #heard: Uint8Array
  #heardAt: number[] = []
  #onAll: () => void = () => {}
  #lost: string | undefined

  constructor(path: string, writer: QuietClient, clients: readonly QuietClient[], patienceMs: number) {
    this.#patienceMs = patienceMs
    this.#path = path
    this.#writer = writer
    this.#clients = clients
    this.#heard = new Uint8Array(clients.length)
    for (const [at, client] of clients.entries()) {
      client.onNotification = ({ type, path: told }) => this.#onNotification(at, type, told)
      client.onGone = (why) => {
        this.#lost = why
        this.#onAll()
      }
    }
  }

  /** Arms every watch, changes the znode once, and waits until all were told. @throws ConnectionLost */
  async round(isMeasured: boolean): Promise<void> {
    const watch = { type: 'get-data', path: this.#path, watch: true } as const
    await several(this.#clients.length, AT_ONCE, (at) => this.#clients[at]!.must(watch))
    await sleep(PAUSE_MS)
    this.#heard.fill(0)
    this.#heardAt = []
    const told = this.#untilAllAreTold()
    const sentMs = performance.now()
    await this.#writer.must(setData(this.#path, new Uint8Array(1)))
    const answeredMs = performance.now()
    await told
    if (this.#lost !== undefined) throw new ConnectionLost(this.#lost)
    const missing = this.#heard.filter((count) => count !== 1).length
    if (missing > 0) this.#wrong.add(`${missing} watchers were not told once`)
    if (isMeasured) this.#record(sentMs, answeredMs)
  }

  result(rounds: number): FanOutResult {
    const [first, all, each, change] = [this.#first, this.#all, this.#each, this.#change].map((one) => one.counts())
    return { first: first!, all: all!, each: each!, change: change!, rounds, wrong: [...this.#wrong] }
  }

  #record(sentMs: number, answeredMs: number): void {
    const latencies = this.#heardAt.map((ms) => ms - sentMs)
    for (const ms of latencies) this.#each.add(ms)
    this.#first.add(latencies[0] ?? 0)
    this.#all.add(latencies.at(-1) ?? 0)
    this.#change.add(answeredMs - sentMs)
  }

  #untilAllAreTold(): Promise<void> {
    return new Promise((resolve) => {
      const late = setTimeout(resolve, this.#patienceMs)
      this.#onAll = () => {
        clearTimeout(late)
        resolve()
      }
    })
  }

  #onNotification(at: number, type: number, path: string): void {
    if (type !== EventType.dataChanged || path !== this.#path) this.#wrong.add(`event ${type} of ${path}`)
    this.#heard[at]!++
    this.#heardAt.push(performance.now())
    if (this.#heardAt.length === this.#clients.length) this.#onAll()
  }
}
