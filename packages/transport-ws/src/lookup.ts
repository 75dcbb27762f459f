/**
 * Names of peers, asked anew on every dial: a peer that moved is found again, its identity being its id and never its address.
 * A name service that fails or hangs must not keep an ensemble apart, so the last good answer stands in for the next one. One
 * question per name is under way at most: they run on the threads that also sync the log.
 */
import { type LookupAddress, lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'

/** `ask` is the system's resolver; tests bring their own. */
export function lookupWithMemory(ask: typeof askSystem = askSystem): LookupFunction {
  let known: readonly LookupAddress[] = []
  let asking = false

  return (host, options, answer) => {
    const settle = (error: Error | null): void => {
      const first = known[0]
      if (first === undefined) answer(error ?? new Error(`${host} has no address`), '', 0)
      else if (options.all === true) answer(null, [...known])
      else answer(null, first.address, first.family)
    }
    if (asking) {
      process.nextTick(settle, new Error(`the address of ${host} is still being looked up`))
      return
    }
    asking = true
    ask(host, (error, addresses) => {
      asking = false
      if (error === null && addresses.length > 0) known = addresses
      settle(error)
    })
  }
}

function askSystem(host: string, answer: (error: Error | null, addresses: readonly LookupAddress[]) => void): void {
  lookup(host, { all: true }, (error, addresses) => answer(error, error === null ? addresses : []))
}
