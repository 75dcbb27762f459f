/** Says in the log how far a snapshot from the leader has come, when it takes long: how much, how fast, how long still. */
import type { PeerEvent } from '@quoll/core'
import type { PeerObserver, SnapshotProgress } from '@quoll/peer'

/** Shorter ones come and go without a word. */
const SAID_EVERY_MS = 2_000

export class SnapshotProgressTeller implements PeerObserver {
  readonly #progress: () => SnapshotProgress | undefined
  readonly #tell: (text: string) => void
  readonly #nowMs: () => number
  #begun: { readonly atMs: number; readonly of: number } | undefined
  #saidMs = 0

  constructor(progress: () => SnapshotProgress | undefined, tell: (text: string) => void, nowMs: () => number) {
    this.#progress = progress
    this.#tell = tell
    this.#nowMs = nowMs
  }

  event(event: PeerEvent): void {
    if (event.type === 'snapshot-staged') this.#begun = undefined
    if (event.type === 'snapshot-progress') this.#look(this.#progress())
  }

  #look(progress: SnapshotProgress | undefined): void {
    if (progress === undefined) return
    const nowMs = this.#nowMs()
    if (this.#begun?.of !== progress.of) {
      this.#begun = { atMs: nowMs, of: progress.of }
      this.#saidMs = nowMs
    }
    if (nowMs - this.#saidMs < SAID_EVERY_MS) return
    this.#saidMs = nowMs
    this.#tell(sentence(progress, nowMs - this.#begun.atMs))
  }
}

const NUMBER = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

function sentence({ from, znodes, of }: SnapshotProgress, elapsedMs: number): string {
  const perSecond = znodes / (elapsedMs / 1000)
  const share = Math.floor((znodes / Math.max(1, of)) * 100)
  const left = Math.ceil((of - znodes) / Math.max(1, perSecond))
  return `takes a snapshot from peer ${from}: ${NUMBER.format(znodes)} of ${NUMBER.format(of)} znodes, ${share} %, ${NUMBER.format(perSecond)}/s, ${left} s left`
}
