/**
 * Linearizability of any sequential object, decided while the run goes on (Wing and Gong; the configurations are Lowe's
 * "just in time" ones). A configuration is a state the object may be in, with the answers of those pending calls that have
 * taken effect in it. An answer keeps the configurations in which its call gives that answer; none left means that no
 * order of the calls explains what was answered.
 */

export type SequentialObject<State, Input> = {
  readonly initial: State
  /** What the call does to the state, and what it answers. */
  step(state: State, input: Input): { readonly state: State; readonly answer: number }
  key(state: State): string
}

type Configuration<State> = { readonly state: State; readonly taken: ReadonlyMap<number, number> }

/** More than this many possibilities are not followed. */
const CONFIGURATIONS_MAX = 4_000

export class LinearizabilityChecker<State, Input> {
  readonly #object: SequentialObject<State, Input>
  readonly #pending = new Map<number, Input>()
  #configurations: Configuration<State>[]
  #gaveUp = false

  constructor(object: SequentialObject<State, Input>) {
    this.#object = object
    this.#configurations = [{ state: object.initial, taken: new Map() }]
  }

  /** There were too many possibilities: nothing is known any more. */
  get gaveUp(): boolean {
    return this.#gaveUp
  }

  invoked(call: number, input: Input): void {
    if (!this.#gaveUp) this.#pending.set(call, input)
  }

  /** False when no order of the calls explains this answer. */
  answered(call: number, answer: number): boolean {
    if (this.#gaveUp || !this.#pending.has(call)) return true
    const possible = this.#explore(call).filter(({ taken }) => taken.get(call) === answer)
    this.#settle(call, possible)
    return this.#gaveUp || this.#configurations.length > 0
  }

  /** From now on the call, never answered, can take effect no more: it did before, or it never will. */
  expired(call: number): void {
    if (this.#gaveUp || !this.#pending.has(call)) return
    this.#settle(call, [...this.#configurations, ...this.#explore(call)])
  }

  /** The call certainly did not and will not take effect. */
  refused(call: number): void {
    if (this.#gaveUp || !this.#pending.has(call)) return
    this.#settle(
      call,
      this.#configurations.filter(({ taken }) => !taken.has(call)),
    )
  }

  /** Every configuration reachable by letting pending calls take effect, up to and including `call`. */
  #explore(call: number): Configuration<State>[] {
    const reached: Configuration<State>[] = []
    const seen = new Set<string>()
    const open = [...this.#configurations]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const key = this.#keyOf(next)
      if (seen.has(key)) continue
      seen.add(key)
      if (seen.size > CONFIGURATIONS_MAX) {
        this.#giveUp()
        return []
      }
      if (next.taken.has(call)) {
        reached.push(next)
        continue
      }
      for (const [pending, input] of this.#pending) {
        if (next.taken.has(pending)) continue
        const { state, answer } = this.#object.step(next.state, input)
        open.push({ state, taken: new Map(next.taken).set(pending, answer) })
      }
    }
    return reached
  }

  #settle(call: number, configurations: readonly Configuration<State>[]): void {
    if (this.#gaveUp) return
    this.#pending.delete(call)
    const kept = new Map<string, Configuration<State>>()
    for (const { state, taken } of configurations) {
      const rest = new Map(taken)
      rest.delete(call)
      const configuration = { state, taken: rest }
      kept.set(this.#keyOf(configuration), configuration)
    }
    this.#configurations = [...kept.values()]
  }

  #keyOf({ state, taken }: Configuration<State>): string {
    const answers = [...taken].sort(([a], [b]) => a - b).map(([call, answer]) => `${call}=${answer}`)
    return `${this.#object.key(state)}|${answers.join()}`
  }

  #giveUp(): void {
    this.#gaveUp = true
    this.#pending.clear()
    this.#configurations = []
  }
}
