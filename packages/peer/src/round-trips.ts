/** How long a heartbeat takes to a learner and back. The core counts in ticks; people want milliseconds. */
import type { PeerEvent, PeerId, ZabMessage } from '@quoll/core'
import type { Clock } from './ports/clock.ts'

type RoundTrip = { sent: number; sentMs: number; ms: number | undefined }

export class RoundTrips {
  readonly #clock: Clock
  readonly #byPeer = new Map<PeerId, RoundTrip>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** A message leaves. */
  sends(to: PeerId, message: ZabMessage): void {
    if (message.type !== 'ping') return
    const known = this.#byPeer.get(to)
    if (known === undefined)
      this.#byPeer.set(to, { sent: message.sent, sentMs: this.#clock.monotonicMs(), ms: undefined })
    else {
      known.sent = message.sent
      known.sentMs = this.#clock.monotonicMs()
    }
  }

  /** Something happened; of interest are answers to the newest heartbeat, and links that end. */
  hears(event: PeerEvent): void {
    if (event.type === 'link-down') this.#byPeer.delete(event.peer)
    if (event.type !== 'received' || event.message.type !== 'pong') return
    const known = this.#byPeer.get(event.from)
    if (known?.sent === event.message.sent) known.ms = this.#clock.monotonicMs() - known.sentMs
  }

  /** Milliseconds; undefined before the first answer. */
  get(peer: PeerId): number | undefined {
    return this.#byPeer.get(peer)?.ms
  }
}
