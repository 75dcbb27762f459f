/** What of an event goes into the running hash of a run, beside its type. */
import type { PeerEvent } from '@quoll/core'

export function numberOf(event: PeerEvent): number {
  switch (event.type) {
    case 'received':
      return event.from * 64 + event.message.type.length
    case 'persisted':
      return event.upTo
    case 'link-up':
    case 'link-down':
      return event.peer
    default:
      return 0
  }
}
