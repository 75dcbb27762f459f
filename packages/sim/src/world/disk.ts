/** The disk of one simulated machine: the real storage on a simulated file system, and the ways in which it gives trouble. */
import type { Storage } from '@quoll/peer'
import { openStorage } from '@quoll/storage-file'
import { DiskError, type Operation, SimulatedFileSystem } from '@quoll/storage-file/testing'
import type { DiskTrouble } from '../faults/arena.ts'
import type { DiskKnobs } from '../options.ts'
import type { Random } from '../random.ts'
import { type Micros, MS, type Scheduler } from '../scheduler.ts'
import type { SimProcess } from './process.ts'

const DIRECTORY = '/data'
/** Small segments, so that a run goes through many of them. */
const LIMITS = { segmentBytesMin: 16 * 1024, segmentBytesMax: 128 * 1024, snapshotsKept: 2 }
const SLOW_FACTOR = 20
const CAPACITY_LEFT = 8 * 1024

export class SimDisk {
  readonly #scheduler: Scheduler
  readonly #random: Random
  readonly #knobs: DiskKnobs
  #fileSystem: SimulatedFileSystem | undefined
  #process: SimProcess | undefined
  #trouble: DiskTrouble = 'none'
  #wasTroubled = false
  /** Every sync takes so much longer. */
  #delay: Micros = 0
  /** Nobody vouches for an empty disk that replaced another. */
  #isReplacement = false

  constructor(scheduler: Scheduler, random: Random, knobs: DiskKnobs) {
    this.#scheduler = scheduler
    this.#random = random
    this.#knobs = knobs
  }

  get isTroubled(): boolean {
    return this.#trouble !== 'none'
  }

  /** Errors were to be expected in this life of the process. */
  get wasTroubled(): boolean {
    return this.#wasTroubled
  }

  get fileSystem(): SimulatedFileSystem {
    this.#fileSystem ??= this.#newFileSystem()
    return this.#fileSystem
  }

  /** Opens the storage for a new life of `process`. @throws what `openStorage` throws */
  open(process: SimProcess): Storage {
    this.#process = process
    this.#wasTroubled = this.#trouble === 'failing' || this.#trouble === 'full'
    return openStorage({
      fileSystem: this.fileSystem,
      directory: DIRECTORY,
      limits: LIMITS,
      allowEmpty: !this.#isReplacement,
      now: () => this.#scheduler.now / MS,
      random: () => this.#random.unit(),
    })
  }

  /** The process is gone; with `machine`, the power too. */
  crash(how: 'process' | 'machine'): void {
    if (how === 'machine') this.fileSystem.crash()
    else this.fileSystem.kill()
    if (this.#trouble === 'stalled') this.#trouble = 'none'
  }

  wipe(): void {
    this.#isReplacement = true
    this.#fileSystem = undefined
    this.trouble(this.#trouble)
  }

  trouble(trouble: DiskTrouble): void {
    this.#trouble = trouble
    if (trouble === 'failing' || trouble === 'full') this.#wasTroubled = true
    const capacityBytes = trouble === 'full' ? this.#used() + CAPACITY_LEFT : Number.POSITIVE_INFINITY
    this.fileSystem.behave({ capacityBytes })
    if (trouble === 'stalled') this.fileSystem.hold()
    else this.fileSystem.release()
  }

  delaySyncs(delay: Micros): void {
    this.#delay = delay
  }

  #newFileSystem(): SimulatedFileSystem {
    return new SimulatedFileSystem({
      schedule: (turn, delayMs) => {
        this.#process?.after(delayMs * MS, turn)
      },
      random: () => this.#random.unit(),
      latencyMs: (operation) => this.#latency(operation) / MS,
      fault: (operation) => this.#fault(operation),
    })
  }

  #latency({ kind }: Operation): number {
    const isSync = kind === 'sync' || kind === 'sync-directory'
    const typical = isSync ? this.#knobs.sync : this.#knobs.write
    return this.#random.delay(typical) * (this.#trouble === 'slow' ? SLOW_FACTOR : 1) + (isSync ? this.#delay : 0)
  }

  #fault({ kind, path }: Operation): Error | undefined {
    if (this.#trouble !== 'failing' || kind === 'close' || !this.#random.chance(0.2)) return undefined
    return new DiskError('EIO', path)
  }

  #used(): number {
    return this.fileSystem.paths().reduce((sum, path) => sum + (this.fileSystem.size(path) ?? 0), 0)
  }
}
