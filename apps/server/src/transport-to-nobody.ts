/** For a peer that is alone: no port, no links. */
import type { Transport } from '@quoll/peer'

export const transportToNobody: Transport = {
  start: () => {},
  send: () => {},
  closeLink: () => {},
  queuedBytes: () => 0,
  stop: (done) => {
    setImmediate(done)
  },
}
