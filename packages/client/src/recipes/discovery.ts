/**
 * Service discovery with the choice on the client's side: instances register, others keep the list of the living and pick one
 * for every call. An instance that dies is gone when its session is; one that fails before is left out by whoever notices.
 */
import type { Client, SignalOptions } from '../client.ts'
import { followGroup, joinGroup, type Member, type Members, type Membership } from './group.ts'
import { unlessAborted } from './patience.ts'

/** How one is picked: each in its turn, any, or the one with the fewest calls of ours under way. */
export type Strategy = 'round-robin' | 'random' | 'least-busy'

export type Instance = {
  readonly id: string
  /** What it registered: `host:port`, or a URL. */
  readonly address: string
  /** What else it said of itself. */
  readonly properties: Readonly<Record<string, unknown>>
}

export type RegisterOptions = SignalOptions & {
  /** Anything that JSON can hold. */
  readonly properties?: Readonly<Record<string, unknown>>
}

export type DiscoverOptions = SignalOptions & {
  /** Default: `round-robin`. */
  readonly strategy?: Strategy
}

/** Tells everybody that a service can be had at `address`, for as long as the session lasts or until it is released. */
export function registerService(
  client: Client,
  path: string,
  address: string,
  { properties = {}, signal }: RegisterOptions = {},
): Promise<Membership> {
  return joinGroup(client, path, JSON.stringify({ address, properties }), signal === undefined ? {} : { signal })
}

/** Resolves when the list is there, empty or not. `await using pool = await discoverService(…)` stops following it. */
export async function discoverService(
  client: Client,
  path: string,
  { strategy = 'round-robin', signal }: DiscoverOptions = {},
): Promise<ServicePool> {
  const stopping = new AbortController()
  const ended = signal === undefined ? stopping.signal : AbortSignal.any([signal, stopping.signal])
  const changes = followGroup(client, path, { signal: ended })
  const first = await changes.next()
  if (first.done) throw client.signal.reason
  return new ServicePool(strategy, changes, first.value, stopping)
}

export class ServicePool implements AsyncDisposable {
  readonly #strategy: Strategy
  readonly #stopping: AbortController
  readonly #over = new AbortController()
  readonly #following: Promise<void>
  readonly #busy = new Map<string, number>()
  readonly #waiting = new Set<() => void>()
  #instances: readonly Instance[]
  #turn = 0

  /** Made by `discoverService`. */
  constructor(strategy: Strategy, changes: AsyncIterable<Members>, first: Members, stopping: AbortController) {
    this.#strategy = strategy
    this.#stopping = stopping
    this.#instances = instancesIn(first)
    this.#following = this.#follow(changes)
  }

  /** The living, those that registered first at the beginning. After the end of the session: those known last. */
  get instances(): readonly Instance[] {
    return this.#instances
  }
  /** Aborted when the list is followed no longer: closed, or the session lost. Its reason says which. */
  get signal(): AbortSignal {
    return this.#over.signal
  }

  /** One of the living, as the strategy has it; undefined when there is none that `accept` accepts. */
  pick(accept: (instance: Instance) => boolean = () => true): Instance | undefined {
    const all = this.#instances
    const from = this.#strategy === 'random' ? Math.floor(Math.random() * all.length) : this.#turn
    const inTurn = all.map((_, at) => all[(from + at) % all.length]!).filter(accept)
    const picked = this.#strategy === 'least-busy' ? this.#leastBusy(inTurn) : inTurn[0]
    if (picked !== undefined) this.#turn = (all.indexOf(picked) + 1) % all.length
    return picked
  }

  /**
   * Calls `task` with one of the living, and waits until there is one. The call counts for `least-busy` until it has ended; what it
   * throws is thrown. Rejects with the reason of `signal`, and with the end of the session when nobody is there.
   */
  async use<Result>(task: (instance: Instance) => Promise<Result>, { signal }: SignalOptions = {}): Promise<Result> {
    const instance = await this.#pickSoon(signal)
    this.#busy.set(instance.id, this.#busyWith(instance) + 1)
    try {
      return await task(instance)
    } finally {
      const left = this.#busyWith(instance) - 1
      if (left > 0) this.#busy.set(instance.id, left)
      else this.#busy.delete(instance.id)
    }
  }

  /** Follows the list no longer. Never rejects. */
  async close(): Promise<void> {
    this.#stopping.abort(new DOMException('the pool is closed', 'AbortError'))
    await this.#following
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #follow(changes: AsyncIterable<Members>): Promise<void> {
    try {
      for await (const members of changes) {
        this.#instances = instancesIn(members)
        for (const tell of [...this.#waiting]) tell()
      }
      this.#over.abort(new DOMException('the client is closed', 'AbortError'))
    } catch (error) {
      this.#over.abort(error)
    }
  }

  async #pickSoon(signal: AbortSignal | undefined): Promise<Instance> {
    for (;;) {
      signal?.throwIfAborted()
      const picked = this.pick()
      if (picked !== undefined) return picked
      let tell = (): void => {}
      const changed = new Promise<void>((resolve) => {
        tell = resolve
      })
      this.#waiting.add(tell)
      await unlessAborted(changed, signal, this.signal).finally(() => this.#waiting.delete(tell))
    }
  }

  /** The first in turn of those with the fewest. */
  #leastBusy(instances: readonly Instance[]): Instance | undefined {
    let least = instances[0]
    for (const each of instances) if (least !== undefined && this.#busyWith(each) < this.#busyWith(least)) least = each
    return least
  }

  #busyWith({ id }: Instance): number {
    return this.#busy.get(id) ?? 0
  }
}

/** What is not one of ours is no instance. */
function instancesIn(members: Members): readonly Instance[] {
  return members.flatMap((member) => instanceOf(member) ?? [])
}

function instanceOf({ id, text }: Member): Instance | undefined {
  try {
    const told: unknown = JSON.parse(text)
    if (typeof told !== 'object' || told === null || !('address' in told)) return undefined
    const { address } = told
    const properties = 'properties' in told && isRecord(told.properties) ? told.properties : {}
    return typeof address === 'string' ? { id, address, properties } : undefined
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
