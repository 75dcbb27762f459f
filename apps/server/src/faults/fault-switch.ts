/** Everything around one peer that can be broken on purpose, and the one switch for it. */
import type { Transport } from '@quoll/peer'
import type { FileSystem } from '@quoll/storage-file'
import { FaultyTransport } from './faulty-transport.ts'
import { NO_FAULTS, type PeerFaults } from './peer-faults.ts'
import { SlowSyncs } from './slow-syncs.ts'

export class FaultSwitch {
  #faults: PeerFaults
  #transport: FaultyTransport | undefined
  readonly #syncs = new SlowSyncs()

  /** `faults` hold from the first frame and the first sync. */
  constructor(faults: PeerFaults = NO_FAULTS) {
    this.#faults = faults
    this.#syncs.setDelay(faults.syncDelayMs)
  }

  transport(inner: Transport): Transport {
    this.#transport = new FaultyTransport(inner)
    this.#transport.setFaults(this.#faults.links)
    return this.#transport
  }

  fileSystem(inner: FileSystem): FileSystem {
    return this.#syncs.on(inner)
  }

  /** From now on exactly these. */
  set(faults: PeerFaults): void {
    this.#faults = faults
    this.#transport?.setFaults(faults.links)
    this.#syncs.setDelay(faults.syncDelayMs)
  }
}
