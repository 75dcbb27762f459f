/** The processes of an ensemble of one's own: one that ends or begins is told within a moment, whatever its feed says. */
import type { Control } from '@quoll/tui'
import { type PeerWatch, type Tell, wallMs } from './peer-watch.ts'

const LOOK_MS = 25

export class ProcessWatch implements PeerWatch {
  readonly #ids: readonly number[]
  readonly #control: Control
  readonly #seen = new Map<number, number | undefined>()
  #looking: NodeJS.Timeout | undefined

  constructor(ids: readonly number[], control: Control) {
    this.#ids = ids
    this.#control = control
  }

  start(tell: Tell): void {
    this.#look(tell)
    this.#looking = setInterval(() => this.#look(tell), LOOK_MS)
  }

  stop(): void {
    clearInterval(this.#looking)
  }

  want(): void {}

  #look(tell: Tell): void {
    for (const peer of this.#ids) {
      const pid = this.#control.running(peer) === true ? this.#control.pidOf(peer) : undefined
      const before = this.#seen.get(peer)
      if (this.#seen.has(peer) && pid === before) continue
      this.#seen.set(peer, pid)
      // One may have ended and another begun between two looks.
      if (before !== undefined) tell({ type: 'process', peer, atMs: wallMs(), running: false, pid: before })
      if (pid !== undefined) tell({ type: 'process', peer, atMs: wallMs(), running: true, pid })
    }
  }
}
