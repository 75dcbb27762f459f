/** Waiting for what others do: reading, and reading again after every change. */
import type { Client, ReadOptions } from '../client.ts'
import type { ZnodeEvent } from '../watches/watch-event.ts'
import { again, unlessAborted } from './patience.ts'

/**
 * Resolves with what `look` finds in what was read; while it finds nothing (undefined), waits for a change, which it is told
 * with what is read next. No watch is left behind. Rejects with the signal's reason, with the end of the session, and with what `read` and `look` throw.
 */
export async function waitUntil<Read, Found>(
  client: Client,
  read: (options: ReadOptions) => Promise<Read>,
  look: (value: Read, change: ZnodeEvent | undefined) => Found | undefined,
  signal: AbortSignal | undefined,
): Promise<Found> {
  let change: ZnodeEvent | undefined
  for (;;) {
    signal?.throwIfAborted()
    const round = new AbortController()
    let watch = (_event: ZnodeEvent): void => {}
    const changed = new Promise<ZnodeEvent>((resolve) => {
      watch = resolve
    })
    try {
      const reading = again(() => read({ watch, signal: round.signal }), round.signal)
      const found = look(await unlessAborted(reading, signal, client.signal), change)
      if (found !== undefined) return found
      change = await unlessAborted(changed, signal, client.signal)
    } finally {
      round.abort()
    }
  }
}
