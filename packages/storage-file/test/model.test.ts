/** Against a list: whatever is appended, cut, compacted, installed, closed and crashed, the storage and the list agree. */
import { zxid } from '@quoll/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openOn, randomFrom, simulatedDisk } from './disk.ts'
import { ModelPeer, NOTHING, type State, stateOf } from './model-peer.ts'

type Act =
  | { readonly type: 'append'; readonly sizes: readonly number[] }
  | { readonly type: 'truncate'; readonly back: number }
  | { readonly type: 'new epoch' }
  | { readonly type: 'commit'; readonly back: number }
  | { readonly type: 'save'; readonly back: number }
  | { readonly type: 'install' }
  | { readonly type: 'run'; readonly operations: number }
  | { readonly type: 'restart' }
  | { readonly type: 'crash' }

const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('append' as const), sizes: anySizes() }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('truncate' as const), back: fc.nat(8) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('new epoch' as const) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('commit' as const), back: fc.nat(8) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('save' as const), back: fc.nat(8) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('install' as const) }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('run' as const), operations: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('crash' as const) }) },
)

function anySizes(): fc.Arbitrary<number[]> {
  return fc.array(fc.oneof(fc.nat(40), fc.nat(1500)), { minLength: 1, maxLength: 4 })
}

/** One peer through all its lives. What is at or below `settled` is committed: never cut, and fit for a snapshot. */
class Life {
  readonly #simulated = simulatedDisk()
  readonly #random: () => number
  #peer: ModelPeer
  #settled = 0

  constructor(seed: number) {
    this.#random = randomFrom(seed)
    const latency = randomFrom(seed + 1)
    this.#simulated.disk.behave({ random: this.#random, latencyMs: () => Math.floor(10 * latency()) })
    this.#peer = this.#open()
    this.#peer.epochs(1, 1)
  }

  act(act: Act): void {
    const { history, accepted, current } = this.#peer.state
    switch (act.type) {
      case 'append':
        this.#append(act.sizes)
        return
      case 'truncate':
        this.#truncate(Math.max(this.#settled, history.length - act.back))
        return
      case 'new epoch':
        this.#peer.epochs(accepted + 1, current)
        this.#peer.epochs(accepted + 1, accepted + 1)
        return
      case 'commit':
        this.#commit(Math.max(this.#settled, history.length - act.back))
        return
      case 'save':
        this.#save(Math.max(this.#settled, history.length - act.back))
        return
      case 'install':
        this.#install()
        return
      case 'run':
        this.#run(act.operations)
        return
      case 'restart':
        this.#restart()
        return
      case 'crash':
        this.#crash()
    }
  }

  end(): void {
    this.#simulated.turns.runAll()
    expect(this.#peer.isAllAcked).toBe(true)
    expect(this.#peer.failures).toEqual([])
    this.#crash()
  }

  #append(sizes: readonly number[]): void {
    const { accepted } = this.#peer.state
    const [epoch, counter] = this.#lastOf(this.#peer.state)
    const first = epoch === accepted ? zxid(epoch, counter + 1) : zxid(accepted, 1)
    this.#peer.append(first, ...sizes.map((size, at) => `${at}`.repeat(size)))
  }

  #truncate(length: number): void {
    const { history } = this.#peer.state
    if (length === 0 || length >= history.length) return
    this.#peer.truncate(zxidOf(history[length - 1]!))
    // Another leader: what it appends must not look like what was cut.
    this.#peer.epochs(this.#peer.state.accepted + 1, this.#peer.state.current)
  }

  #commit(length: number): void {
    const { history } = this.#peer.state
    if (length === 0) return
    this.#settled = length
    this.#peer.committed = zxidOf(history[length - 1]!)
  }

  #save(length: number): void {
    const { history } = this.#peer.state
    if (length === 0) return
    this.#commit(length)
    this.#peer.save(zxidOf(history[length - 1]!), () => {})
  }

  /** A leader far ahead: everything committed here, and a transaction of an epoch that we never saw. */
  #install(): void {
    const { accepted, history } = this.#peer.state
    const [epoch] = this.#lastOf(this.#peer.state)
    this.#peer.epochs(Math.max(accepted, epoch) + 2, accepted)
    const theirs = [...history.slice(0, this.#settled), `${Math.max(accepted, epoch) + 1}:3 theirs`]
    let isStaged = false
    this.#peer.stage(zxidOf(theirs.at(-1)!), theirs, () => {
      isStaged = true
    })
    this.#simulated.turns.runUntil(() => isStaged)
    this.#peer.install()
    this.#commit(theirs.length)
  }

  #run(operations: number): void {
    const until = this.#simulated.disk.operations + operations
    this.#simulated.turns.runUntil(() => this.#simulated.disk.operations >= until)
  }

  #restart(): void {
    const before = this.#peer
    let isClosed = false
    before.storage.close(() => {
      isClosed = true
    })
    this.#simulated.turns.runUntil(() => isClosed)
    expect(isClosed && before.isAllAcked).toBe(true)
    this.#peer = this.#open()
    expect(this.#peer.state).toEqual(before.state)
    this.#expectCommitted()
  }

  #crash(): void {
    const before = this.#peer
    this.#simulated.disk.crash()
    this.#peer = this.#open()
    expect(before.states.slice(before.acked)).toContainEqual(this.#peer.state)
    this.#settled = Math.min(this.#settled, this.#peer.state.history.length)
    this.#expectCommitted()
  }

  /** What is taken for committed was, and is there. */
  #expectCommitted(): void {
    const { committed, state } = this.#peer
    const known = [zxid(0, 0), ...state.history.slice(0, this.#settled).map(zxidOf)]
    expect(known).toContain(committed)
  }

  #open(): ModelPeer {
    return new ModelPeer(openOn(this.#simulated.disk, this.#simulated.turns))
  }

  #lastOf({ history }: State): readonly [number, number] {
    const last = history.at(-1)
    if (last === undefined) return [0, 0]
    const [epoch, counter] = last.split(' ')[0]!.split(':')
    return [Number(epoch), Number(counter)]
  }
}

function zxidOf(text: string): ReturnType<typeof zxid> {
  const [epoch, counter] = text.split(' ')[0]!.split(':')
  return zxid(Number(epoch), Number(counter))
}

describe('the storage and a list', () => {
  test('agree, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(anyAct, { minLength: 5, maxLength: 60, size: 'max' }), fc.nat(), (acts, seed) => {
        const life = new Life(seed)
        for (const act of acts) life.act(act)
        life.end()
      }),
      { numRuns: 300 },
    )
  }, 60_000)

  test('begin alike', () => {
    expect(stateOf(simulatedDisk().open().recovered)).toEqual(NOTHING)
  })
})
