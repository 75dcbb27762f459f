/** What happened to this peer, in sentences: the last few, for the log, the status page and the dashboard. */
import type { Effect } from '@quoll/core'
import type { PeerObserver } from '@quoll/peer'
import type { StoryLine } from '@quoll/trace'

/** Kept for readers that come late. What is older is gone. */
const LINES_KEPT = 100

export class Story implements PeerObserver {
  readonly #tell: (line: StoryLine) => void
  readonly #lines: StoryLine[] = []
  #count = 0

  /** `tell` hears every sentence at once. */
  constructor(tell: (line: StoryLine) => void) {
    this.#tell = tell
  }

  /** Oldest first. */
  get lines(): readonly StoryLine[] {
    return this.#lines
  }

  effect(effect: Effect): void {
    const text = sentenceFor(effect)
    if (text !== undefined) this.add(text)
  }

  add(text: string): void {
    const line = { number: ++this.#count, atMs: Date.now(), text }
    this.#lines.push(line)
    if (this.#lines.length > LINES_KEPT) this.#lines.shift()
    this.#tell(line)
  }
}

function sentenceFor(effect: Effect): string | undefined {
  switch (effect.type) {
    case 'became':
      return `${doing(effect)}: ${effect.why}`
    case 'restore':
      return `takes over the leader's snapshot`
    case 'close-link':
      return `closes the link to peer ${effect.peer}: ${effect.why}`
    default:
      return undefined
  }
}

function doing({ role, phase, leader, epoch }: Extract<Effect, { type: 'became' }>): string {
  const whom = role === 'leading' || leader === undefined ? '' : ` peer ${leader}`
  const inEpoch = phase === 'broadcast' || phase === 'synchronization' ? ` of epoch ${epoch}` : ''
  return role === 'looking' ? 'looking for a leader' : `${role}${whom}, ${phase}${inEpoch}`
}
