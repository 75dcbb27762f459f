/** What an operator hears of: each trouble once, not each time it is met again. Strangers cannot flood a log. */
import type { PeerId } from '@quoll/core'

/** Between two notes about strangers, milliseconds. */
const STRANGER_NOTE_EVERY_MS = 1_000

export class Notes {
  readonly #write: (sentence: string) => void
  readonly #last = new Map<PeerId, string>()
  #strangersAt = Number.NEGATIVE_INFINITY
  #strangersUntold = 0

  constructor(write: (sentence: string) => void) {
    this.#write = write
  }

  /** Trouble with reaching a peer; the same one is written once until `clear`. */
  about(peer: PeerId, sentence: string): void {
    if (this.#last.get(peer) === sentence) return
    this.#last.set(peer, sentence)
    this.#write(sentence)
  }

  clear(peer: PeerId): void {
    this.#last.delete(peer)
  }

  aboutStranger(sentence: string, nowMs: number): void {
    if (nowMs - this.#strangersAt < STRANGER_NOTE_EVERY_MS) {
      this.#strangersUntold++
      return
    }
    const untold = this.#strangersUntold
    this.#strangersAt = nowMs
    this.#strangersUntold = 0
    this.#write(untold === 0 ? sentence : `${sentence} (${untold} more were refused since the last note)`)
  }
}
