/**
 * What a run is made of. The caller says little; the rest are knobs that the seed draws, and that are printed before
 * anything else, because a failure often depends on one of them.
 */
import { DEFAULT_TIMING, type Timing } from '@quoll/core'
import type { Audience } from './audience.ts'
import { FAULT_KINDS, FAULT_WEIGHTS, type FaultKind } from './faults/kinds.ts'
import { Random } from './random.ts'
import { type Micros, MS, SECOND } from './scheduler.ts'
import type { NetworkOptions } from './world/link.ts'

export type SimOptions = {
  readonly seed: number
  /** Voters; drawn from the seed (mostly 3 or 5) when left out. */
  readonly peers?: number
  readonly observers?: number
  /** Simulated length of the phase with faults, seconds. */
  readonly seconds?: number
  readonly faults?: readonly FaultKind[]
  /** Ends with the faults: nothing is asked of the time after them. */
  readonly safetyOnly?: boolean
  /** Hears one line per fact. */
  readonly trace?: (line: string) => void
  readonly audience?: Audience
}

export type DiskKnobs = {
  /** Typical durations. */
  readonly write: Micros
  readonly sync: Micros
}

export type Knobs = {
  readonly seed: number
  readonly voters: number
  readonly observers: number
  readonly duration: Micros
  readonly tickMs: number
  readonly timing: Timing
  readonly network: NetworkOptions
  readonly disk: DiskKnobs
  /** Longest turn of a peer's event loop. */
  readonly turnMax: Micros
  /** How far clocks may be off: rates within 1 ± drift, wall clocks within ± wallOffsetMs. */
  readonly drift: number
  readonly wallOffsetMs: number
  readonly clients: number
  /** Typical pause of a client between two requests; in bursts it is a hundredth. */
  readonly think: Micros
  readonly sessionTickMs: number
  readonly sessionTimeoutsMs: readonly [number, number]
  readonly snapshotTxns: number
  readonly historyTxns: number
  /** Typical time between two faults. */
  readonly faultEvery: Micros
  readonly faultWeights: Readonly<Record<FaultKind, number>>
}

export const DEFAULT_SECONDS = 150

export function drawKnobs(options: SimOptions): Knobs {
  const random = new Random(options.seed).split('knobs')
  const typicalDelay = random.pick([0.1, 0.3, 1, 5]) * MS
  const voters = options.peers ?? random.pick([3, 3, 3, 5, 5, 4, 1])
  return {
    seed: options.seed,
    voters,
    observers: options.observers ?? (random.chance(0.25) ? 1 : 0),
    duration: (options.seconds ?? DEFAULT_SECONDS) * SECOND,
    tickMs: random.pick([25, 50]),
    timing: DEFAULT_TIMING,
    network: {
      delay: typicalDelay,
      handshake: 3 * typicalDelay,
      redialMin: random.pick([20, 100]) * MS,
      redialMax: random.pick([500, 2_000]) * MS,
      silenceLimit: random.pick([2, 8]) * SECOND,
      slowBytesPerSecond: random.pick([50_000, 500_000]),
      queueBytesMax: 4 * 1024 * 1024,
    },
    disk: { write: 0.02 * MS, sync: random.pick([0.1, 1, 8, 30]) * MS },
    turnMax: random.pick([0.02, 0.2, 2]) * MS,
    drift: random.pick([0, 0.001, 0.02]),
    wallOffsetMs: random.pick([0, 500, 60_000]),
    clients: random.between(3, 8),
    think: random.pick([100, 300, 1_000]) * MS,
    sessionTickMs: 1_000,
    sessionTimeoutsMs: [4_000, 10_000],
    snapshotTxns: random.pick([30, 100, 400, 5_000]),
    historyTxns: random.pick([5, 50, 500]),
    faultEvery: random.pick([1.5, 4, 10]) * SECOND,
    faultWeights: drawWeights(random.split('weights'), options.faults ?? FAULT_KINDS, voters),
  }
}

/** A seed leaves out some kinds and favours others: runs that differ in what they do find more than runs of one mixture. */
function drawWeights(random: Random, allowed: readonly FaultKind[], voters: number): Record<FaultKind, number> {
  const weights = { ...FAULT_WEIGHTS }
  for (const kind of FAULT_KINDS) {
    const favour = random.pick([0, 0.5, 1, 1, 4])
    const possible = allowed.includes(kind) && !(kind === 'wipe' && voters < 3)
    weights[kind] = possible ? weights[kind] * favour : 0
  }
  const first = allowed[0]
  if (first !== undefined && Object.values(weights).every((weight) => weight === 0)) weights[first] = 1
  return weights
}

/** The knobs in a few lines, for the head of a report. */
export function describeKnobs(knobs: Knobs): string {
  const { network, disk } = knobs
  const faults = FAULT_KINDS.filter((kind) => knobs.faultWeights[kind] > 0)
  return [
    `seed ${knobs.seed}: ${knobs.voters} voters, ${knobs.observers} observers, ${knobs.duration / SECOND} s with faults`,
    `  ticks of ${knobs.tickMs} ms, links ${network.delay / MS} ms, redial ${network.redialMin / MS}-${network.redialMax / MS} ms, ` +
      `silence ${network.silenceLimit / SECOND} s, sync ${disk.sync / MS} ms, turns up to ${knobs.turnMax / MS} ms, drift ${knobs.drift}`,
    `  ${knobs.clients} clients thinking ${knobs.think / MS} ms, a snapshot every ${knobs.snapshotTxns} txns, ` +
      `${knobs.historyTxns} kept, a fault every ${knobs.faultEvery / SECOND} s`,
    `  faults: ${faults.map((kind) => `${kind} ${knobs.faultWeights[kind]}`).join(', ') || 'none'}`,
  ].join('\n')
}
