/** The clients of a run: so many at a time; some end their session, some vanish, and others take their places. */
import type { Evidence } from '../evidence/evidence.ts'
import type { Knobs } from '../options.ts'
import type { Random } from '../random.ts'
import { SECOND } from '../scheduler.ts'
import type { World } from '../world/world.ts'
import { SimClient } from './client.ts'
import { SETUP, Workload } from './workload.ts'

export class Crowd {
  readonly #world: World
  readonly #evidence: Evidence
  readonly #random: Random
  readonly #knobs: Knobs
  #clients: SimClient[] = []
  #numbers = 0
  #operations = 0
  #resting = false
  #answered = 0

  constructor(world: World, evidence: Evidence, random: Random, knobs: Knobs) {
    this.#world = world
    this.#evidence = evidence
    this.#random = random
    this.#knobs = knobs
    world.onCutClient((count) => {
      for (const client of random.some(this.#clients, count)) client.cut()
    })
  }

  get clients(): readonly SimClient[] {
    return this.#clients
  }

  /** Operations asked and answered so far. */
  get operations(): number {
    return this.#operations
  }

  get answered(): number {
    return this.#answered
  }

  /** A first client makes what the others work on, and leaves. */
  prepare(): void {
    const first = this.join()
    first.rest()
    first.perform(SETUP)
  }

  begin(): void {
    this.vanish()
    for (let i = 0; i < this.#knobs.clients; i++) this.join()
    this.#change()
  }

  join(): SimClient {
    const number = ++this.#numbers
    const random = this.#random.split(`client ${number}`)
    const [least, most] = this.#knobs.sessionTimeoutsMs
    const client = new SimClient(
      {
        scheduler: this.#world.scheduler,
        peers: this.#world.peers,
        connect: (peer, name, events) => this.#world.connect(peer, name, events),
        nextOperation: () => ++this.#operations,
        invoked: (operation) => this.#evidence.invoked(operation),
        completed: (operation) => {
          if (operation.outcome !== undefined) this.#answered++
          this.#evidence.completed(operation)
        },
        saw: (sight) => this.#evidence.saw(sight),
      },
      { number, timeoutMs: random.between(least, most), think: this.#knobs.think },
      random,
      new Workload(random.split('workload'), number),
    )
    this.#clients.push(client)
    client.begin()
    return client
  }

  /** Nobody joins or leaves any more, and nobody asks for anything of its own accord. */
  rest(): void {
    this.#resting = true
    for (const client of this.#clients) client.rest()
  }

  /** All of them disappear; their sessions are left to expire. */
  vanish(): void {
    for (const client of this.#clients) client.vanish()
    this.#clients = []
  }

  #change(): void {
    this.#world.after(this.#random.delay(8 * SECOND), () => {
      if (this.#resting) return
      const client = this.#random.pick(this.#clients)
      if (this.#random.chance(0.5)) client.perform([{ kind: 'close-session' }])
      else {
        client.vanish()
        this.#clients = this.#clients.filter((other) => other !== client)
        this.join()
      }
      this.#change()
    })
  }
}
