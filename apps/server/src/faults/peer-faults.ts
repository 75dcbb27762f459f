/**
 * What is broken around one peer, as a value: what an ensemble of one's own tells a peer's process, whole each time, so
 * that telling it twice changes nothing and a restarted process can be told before it says its first word.
 */
import * as z from 'zod'

export type PeerFaults = {
  /** Other peers that are named nowhere are reached as ever. */
  readonly links: readonly LinkFaults[]
  /** Every sync of this peer's disk takes this much longer, milliseconds. */
  readonly syncDelayMs: number
}

export type LinkFaults = {
  readonly peer: number
  /** What we send never arrives there; nobody is told. */
  readonly dropSent: boolean
  /** What they send never arrives here; nobody is told. */
  readonly dropArriving: boolean
  /** What we send leaves this much later, in order, milliseconds. */
  readonly delayMs: number
}

export const NO_FAULTS: PeerFaults = { links: [], syncDelayMs: 0 }

/** Longer than any patience of a peer: as good as for ever. */
const DELAY_MS_MAX = 60_000
const PEERS_MAX = 255

const delay = z.number().min(0).max(DELAY_MS_MAX)
const faults = z.strictObject({
  links: z
    .array(
      z.strictObject({
        peer: z.int().min(1).max(PEERS_MAX),
        dropSent: z.boolean(),
        dropArriving: z.boolean(),
        delayMs: delay,
      }),
    )
    .max(PEERS_MAX),
  syncDelayMs: delay,
})

/** One line a parent writes; `id` comes back in the answer. */
const command = z.strictObject({ id: z.int().min(0), faults })

export type FaultCommand = { readonly id: number; readonly faults: PeerFaults }

/** @throws Error that says what is wrong with the text. */
export function parseFaults(text: string): PeerFaults {
  return parsed(faults, text)
}

/** @throws Error that says what is wrong with the line. */
export function parseFaultCommand(line: string): FaultCommand {
  return parsed(command, line)
}

function parsed<T>(schema: z.ZodType<T>, text: string): T {
  const result = schema.safeParse(jsonOf(text))
  if (result.success) return result.data
  throw new Error(z.prettifyError(result.error).replace(/\s*\n\s*/g, ' '))
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error('not JSON')
  }
}
