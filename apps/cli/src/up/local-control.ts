/**
 * Breaks a local ensemble on purpose, and puts it right: signals for the processes, fault lines for their links and disks.
 *
 * Faults belong to the cables and the disks, not to the process: a peer that is started again finds them as they were, from
 * its first frame on. A pause ends with the process. Healing ends every fault and starts nobody.
 */
import {
  ACTION_TYPES,
  type Action,
  type ActionType,
  type Control,
  type Fault,
  faultsAfter,
  objectionTo,
  type Situation,
} from '@quoll/tui/actions'
import { peerFaults } from './peer-faults.ts'
import type { PeerProcess } from './peer-process.ts'

export class LocalControl implements Control {
  readonly actions: ReadonlySet<ActionType> = new Set(ACTION_TYPES)
  readonly #peers: readonly PeerProcess[]
  #faults: readonly Fault[] = []

  constructor(peers: readonly PeerProcess[]) {
    this.#peers = peers
  }

  /** A process that ended by itself is not paused any more, whatever it was. */
  faults(): readonly Fault[] {
    return this.#faults.filter((fault) => fault.type !== 'paused' || this.#peer(fault.peer)?.paused === true)
  }

  running(id: number): boolean | undefined {
    return this.#peer(id)?.running
  }

  pidOf(id: number): number | undefined {
    return this.#peer(id)?.pid
  }

  async perform(action: Action): Promise<void> {
    const objection = objectionTo(action, this.#situation())
    if (objection !== undefined) throw new Error(objection)
    const ids = this.#peers.map(({ plan }) => plan.id)
    this.#faults = faultsAfter(this.faults(), action, ids)
    // Whoever was paused must run to hear that it is healed.
    if (action.type === 'heal') for (const peer of this.#peers) if (peer.paused) peer.resume()
    if ('peer' in action) await this.#withProcess(action.type, action.peer)
    await Promise.all(this.#peers.map((peer) => peer.setFaults(peerFaults(this.#faults, peer.plan.id))))
  }

  async #withProcess(type: ActionType, id: number): Promise<void> {
    const peer = this.#peer(id)
    if (type === 'kill') peer?.kill()
    else if (type === 'pause') peer?.pause()
    else if (type === 'resume') peer?.resume()
    else if (type === 'stop') await peer?.stop()
    else if (type === 'restart') {
      await peer?.stop()
      peer?.start(peerFaults(this.#faults, id))
    }
  }

  #peer(id: number): PeerProcess | undefined {
    return this.#peers.find(({ plan }) => plan.id === id)
  }

  /** As far as whether an action can be done depends on it. */
  #situation(): Situation {
    const peers = this.#peers.map(({ plan, running }) => ({
      id: plan.id,
      observer: false,
      running,
      role: undefined,
      clients: 0,
    }))
    return { peers, faults: this.faults() }
  }
}
