/** A model driven by a fake ensemble and a clock that a test winds by hand. */
import { type KeyName, press } from '../../src/keys.ts'
import { type Model, newModel } from '../../src/model/model.ts'
import { update } from '../../src/model/update.ts'
import { FakeEnsemble, type FakeOptions } from './fake-ensemble.ts'

// Story lines show local time.
process.env.TZ = 'UTC'

/** 2026-01-01 09:03:00 UTC. */
const START = Date.UTC(2026, 0, 1, 9, 3)

export class AtWork {
  nowMs: number = START
  readonly ensemble: FakeEnsemble
  model: Model

  constructor(options: Omit<FakeOptions, 'clock'>) {
    this.ensemble = new FakeEnsemble({ ...options, clock: () => this.nowMs })
    this.model = newModel(this.ensemble.source, this.nowMs)
  }

  poll(): this {
    const { control } = this.ensemble.source
    const statuses = this.ensemble.statuses()
    const readings = this.model.peers.map(({ id }, i) => ({
      status: statuses[i],
      running: control?.running(id),
      pid: control?.pidOf(id),
    }))
    this.model = update(this.model, { type: 'polled', atMs: this.nowMs, readings })
    return this
  }

  /** Polls every `everyMs`. */
  watch(ms: number, everyMs = 200): this {
    for (let passed = 0; passed < ms; passed += everyMs) {
      this.nowMs += everyMs
      this.poll()
    }
    return this
  }

  /** As the keyboard would, and the world does what is asked. */
  press(...keys: readonly KeyName[]): this {
    for (const key of keys) {
      const { model, act } = press(this.model, key)
      this.model = model
      if (act === undefined || act.type === 'quit') continue
      this.ensemble[act.type](act.peer)
      this.model = update(this.model, {
        type: act.type === 'kill' ? 'killed' : 'restarted',
        atMs: this.nowMs,
        peer: act.peer,
      })
    }
    return this
  }

  /** What was seen from here, oldest first. */
  get seen(): readonly string[] {
    return this.model.story
      .filter(({ peer }) => peer === undefined)
      .map(({ text }) => text)
      .reverse()
  }
}
