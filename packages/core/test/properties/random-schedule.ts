/**
 * One random life of an ensemble: messages, disks, ticks, crashes, cuts and snapshots in an order drawn from a seed, with
 * every check of the harness on; then everything heals and the ensemble must come together. The knobs are drawn as well,
 * because faults that are equally likely everywhere find little: what hurts is one slow disk, or crash after crash.
 */
import { assert } from '../../src/assert.ts'
import { canPropose } from '../../src/peer.ts'
import { Ensemble, type EnsembleOptions } from '../../src/testing/index.ts'

export type Schedule = {
  readonly seed: number
  readonly steps: number
  readonly options?: EnsembleOptions
  /** False: no healing at the end; for ensembles that cannot come together because the test lies to them. */
  readonly heals?: boolean
}

/** mulberry32: a small generator with a good spread. Returns numbers in [0, 1). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** @throws InvariantViolation when a promise is broken; Error when the healed ensemble does not come together. */
export function runSchedule({ seed, steps, options = {}, heals = true }: Schedule): Ensemble {
  const random = randomFrom(seed)
  const voters = random() < 0.5 ? 3 : 5
  const observers = random() < 0.3 ? 1 : 0
  const windowMessagesMax = random() < 0.5 ? 2 : 64
  const ensemble = Ensemble.of(voters, {
    observers,
    limits: { batchTxnsMax: 3, batchBytesMax: 64, windowMessagesMax, counterMax: random() < 0.2 ? 12 : 1000 },
    timing: { initTicks: 30, resendMaxTicks: 20 },
    ...options,
  }).quiet()
  const size = voters + observers
  const pick = (): number => 1 + Math.floor(random() * size)
  const knobs = {
    crash: random() * 0.02,
    start: 0.01 + random() * 0.05,
    cut: random() * 0.02,
    heal: 0.005 + random() * 0.02,
    hold: random() * 0.02,
    release: 0.005 + random() * 0.02,
    mute: random() * 0.01,
    pause: random() * 0.01,
    compact: random() * 0.02,
    tick: 0.05 + random() * 0.2,
    propose: 0.05 + random() * 0.2,
  }
  let written = 0
  const acts: readonly [number, () => void][] = [
    [knobs.crash, () => crash(ensemble, pick(), Math.floor(random() * 3))],
    [knobs.start, () => startIfDown(ensemble, pick())],
    [knobs.cut, () => cut(ensemble, pick(), pick())],
    [knobs.heal, () => ensemble.heal()],
    [knobs.hold, () => ensemble.holdDisk(pick())],
    [knobs.release, () => ensemble.releaseDisk(pick())],
    [knobs.mute, () => mute(ensemble, pick(), pick())],
    [knobs.pause, () => ensemble.pause(pick())],
    [knobs.release, () => ensemble.resume(pick())],
    [knobs.compact, () => compactIfUp(ensemble, pick())],
    [knobs.tick, () => tick(ensemble, random() < 0.1)],
    [
      knobs.propose,
      () => {
        written = proposeSome(ensemble, written, 1 + Math.floor(random() * 4))
      },
    ],
  ]
  for (let i = 0; i < size; i += 1) ensemble.start(i + 1)
  for (let i = 0; i < steps; i += 1) {
    let draw = random() * 1.2
    const act = acts.find(([weight]) => {
      draw -= weight
      return draw < 0
    })
    if (act !== undefined) act[1]()
    else letSomethingHappen(ensemble, random)
    if (i % 50 === 0) checkDisks(ensemble)
  }
  if (heals) comeTogether(ensemble, size)
  return ensemble
}

function letSomethingHappen(ensemble: Ensemble, random: () => number): void {
  const { choices } = ensemble
  choices[Math.floor(random() * choices.length)]?.()
}

function crash(ensemble: Ensemble, n: number, keep: number): void {
  if (ensemble.running.some((id) => id === n)) ensemble.crash(n, keep)
}

function startIfDown(ensemble: Ensemble, n: number): void {
  if (!ensemble.running.some((id) => id === n)) ensemble.start(n)
}

function cut(ensemble: Ensemble, a: number, b: number): void {
  if (a !== b) ensemble.cut(a, b)
}

function mute(ensemble: Ensemble, a: number, b: number): void {
  if (a !== b) ensemble.mute(a, b)
}

function compactIfUp(ensemble: Ensemble, n: number): void {
  if (ensemble.running.some((id) => id === n)) ensemble.compact(n)
}

function tick(ensemble: Ensemble, many: boolean): void {
  ensemble.reconnect()
  for (let i = 0; i < (many ? 25 : 1); i += 1) {
    ensemble.tick()
  }
}

function proposeSome(ensemble: Ensemble, written: number, count: number): number {
  for (const id of ensemble.running) {
    if (!canPropose(ensemble.peer(id))) continue
    ensemble.propose(id, ...Array.from({ length: count }, (_, i) => `${id}w${written + i}`))
    return written + count
  }
  return written
}

function checkDisks(ensemble: Ensemble): void {
  ensemble.checks.checkLogsMatch(
    [...ensemble.config.voters, ...ensemble.config.observers].map((id) => ensemble.disk(id)),
  )
  ensemble.checks.checkDurable(ensemble.config.voters.map((id) => ensemble.disk(id)))
}

/** Liveness: within a bounded number of ticks one leader, everybody level, and a write that everybody delivers. */
function comeTogether(ensemble: Ensemble, size: number): void {
  for (let n = 1; n <= size; n += 1) {
    ensemble.releaseDisk(n).resume(n)
    startIfDown(ensemble, n)
  }
  ensemble.heal().passTime(400)
  checkDisks(ensemble)
  assert(ensemble.hasLeader, 'V1: a healed ensemble has a leader')
  ensemble.propose(ensemble.leader, 'the last write').settle()
  assert(ensemble.all.delivered.at(-1) === 'the last write', 'V2, V4: everybody delivers everything')
  checkDisks(ensemble)
}
