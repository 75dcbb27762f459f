/** The clients of a script: one at a peer, made when it is first needed, who ask for nothing of their own accord. */
import type { PeerId } from '@quoll/core'
import { Random } from '../random.ts'
import type { Simulation } from '../simulation.ts'
import { SimClient } from './client.ts'
import type { Operation } from './operation.ts'
import { Workload } from './workload.ts'

/** `peers`: where it may go, which is where it is. */
type Scripted = { readonly client: SimClient; readonly peers: PeerId[] }

export class ScriptedClients {
  readonly #simulation: Simulation
  readonly #scripted = new Map<PeerId, Scripted>()
  readonly #outcomes = new Map<string, Operation>()
  #operations = 0

  constructor(simulation: Simulation) {
    this.#simulation = simulation
  }

  at(peer: PeerId): SimClient {
    const known = this.#scripted.get(peer)
    if (known !== undefined) return known.client
    const { scheduler, world, evidence } = this.#simulation
    const peers = [peer]
    const client = new SimClient(
      {
        scheduler,
        peers,
        connect: (to, name, events) => world.connect(to, name, events),
        nextOperation: () => ++this.#operations,
        invoked: (operation) => evidence.invoked(operation),
        completed: (operation) => {
          this.#outcomes.set(operation.path, operation)
          evidence.completed(operation)
        },
        saw: (sight) => evidence.saw(sight),
      },
      { number: 100 + peer, timeoutMs: 4_000, think: 10 },
      new Random(peer),
      new Workload(new Random(peer), 100 + peer),
    )
    client.rest()
    client.begin()
    this.#scripted.set(peer, { client, peers })
    return client
  }

  /** The connection of the client at `from` breaks, and it goes to `to` with its session. */
  move(from: PeerId, to: PeerId): SimClient {
    const scripted = this.#scripted.get(from)
    if (scripted === undefined) throw new Error(`no client is at peer ${from}`)
    this.#scripted.delete(from)
    this.#scripted.set(to, scripted)
    scripted.peers.splice(0, 1, to)
    scripted.client.cut()
    return scripted.client
  }

  answered(path: string): boolean {
    return this.#outcomes.get(path)?.outcome?.error === 0
  }

  /** It is never heard of again; the next request there comes from another. */
  vanishAt(peer: PeerId): void {
    this.#scripted.get(peer)?.client.vanish()
    this.#scripted.delete(peer)
  }

  vanish(): void {
    for (const { client } of this.#scripted.values()) client.vanish()
    this.#scripted.clear()
  }
}
