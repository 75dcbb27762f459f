/**
 * One member of the simulated ensemble: a machine with a disk and clocks, and on it, life after life, the real peer on the
 * real storage.
 */
import type { EnsembleConfig, PeerId, Zxid } from '@quoll/core'
import type { ClientConnection, ClientHandler } from '@quoll/peer'
import { type PeerObserver, type RunningPeer, type Storage, startPeer, type Transport } from '@quoll/peer'
import type { ClientPort } from '../clients/client-link.ts'
import type { Knobs } from '../options.ts'
import type { SimDisk } from './disk.ts'
import type { SimProcess } from './process.ts'

export type MemberOptions = {
  readonly id: PeerId
  readonly ensemble: EnsembleConfig
  readonly knobs: Knobs
  readonly process: SimProcess
  readonly disk: SimDisk
  readonly observer: PeerObserver
  readonly transport: () => Transport
  /** A life begins: what the storage found. */
  readonly onRecovered: (storage: Storage) => void
  /** How far it is. */
  readonly position: () => Zxid
  /** It stopped by itself. */
  readonly onHalt: (why: string) => void
  /** It cannot start: its storage refuses. */
  readonly onRefused: (error: unknown) => void
}

export class Member implements ClientPort {
  readonly #options: MemberOptions
  #running: RunningPeer | undefined

  constructor(options: MemberOptions) {
    this.#options = options
  }

  get id(): PeerId {
    return this.#options.id
  }

  get process(): SimProcess {
    return this.#options.process
  }

  get disk(): SimDisk {
    return this.#options.disk
  }

  get running(): RunningPeer | undefined {
    return this.#running
  }

  position(): Zxid {
    return this.#options.position()
  }

  accept(connection: ClientConnection): ClientHandler {
    if (this.#running === undefined) throw new Error('nobody listens')
    return this.#running.accept(connection)
  }

  /** Begins a life. False when the storage refuses to open. */
  start(): boolean {
    const { knobs, process } = this.#options
    process.begin()
    const storage = this.#open()
    if (storage === undefined) {
      process.kill()
      return false
    }
    this.#options.onRecovered(storage)
    this.#running = startPeer({
      id: this.#options.id,
      ensemble: this.#options.ensemble,
      tickMs: knobs.tickMs,
      timing: knobs.timing,
      transport: this.#options.transport(),
      storage,
      clock: process.clock(),
      authentication: { authenticate: () => undefined },
      sessions: { tickMs: knobs.sessionTickMs, minTimeoutMs: 1_000, maxTimeoutMs: 60_000 },
      limits: {
        outstandingPerConnection: 20,
        outstandingProposals: 200,
        electionGraceMs: 1_000,
        snapshotTxns: knobs.snapshotTxns,
        snapshotBytes: 4 * 1024 * 1024,
        snapshotBytesCheap: 16 * 1024,
        historyTxns: knobs.historyTxns,
        historyBytes: 1024 * 1024,
      },
      extendedTypes: true,
      reapingIntervalMs: 5_000,
      observer: this.#options.observer,
      onHalt: this.#options.onHalt,
    })
    return true
  }

  /** Ends this life without a word. */
  kill(how: 'process' | 'machine'): void {
    this.#running = undefined
    this.process.kill()
    this.disk.crash(how)
  }

  /** Ends it in good order. */
  stop(done: () => void): void {
    this.#running?.stop(done)
  }

  #open(): Storage | undefined {
    try {
      return this.disk.open(this.process)
    } catch (error) {
      this.#options.onRefused(error)
      return undefined
    }
  }
}
