/** One way of a link: what is on its way, and what keeps it back. */
import type { PeerId } from '@quoll/core'
import type { Micros } from '../scheduler.ts'

export type Frame = { readonly parts: readonly Uint8Array[]; readonly bytes: number; readonly copy: Uint8Array }

/** Frames from one end to the other, and what the receiving end knows of the link. */
export type Direction = {
  readonly from: PeerId
  readonly to: PeerId
  /** The receiving end was told that the link is up. */
  up: boolean
  /** Nothing arrives before this: order is kept whatever the delays. */
  lastArrival: Micros
  queuedBytes: number
  /** Nothing gets through this way, silently. */
  hole: boolean
  /** On their way, in order; each arrival takes the first. */
  inFlight: Frame[]
  /** Arrivals that the hole kept back. */
  due: number
  /** Frames that a script keeps back, and why it does. */
  waiting: Frame[]
  held: ((parts: readonly Uint8Array[]) => boolean) | undefined
}

export function direction(from: PeerId, to: PeerId): Direction {
  return {
    from,
    to,
    up: false,
    lastArrival: 0,
    queuedBytes: 0,
    hole: false,
    inFlight: [],
    due: 0,
    waiting: [],
    held: undefined,
  }
}

/** The link ended: what a hole or a script kept back never comes. */
export function forget(way: Direction): void {
  if (way.hole) way.inFlight = []
  way.due = 0
  way.waiting = []
}

export function joined(parts: readonly Uint8Array[], bytes: number): Uint8Array {
  const whole = new Uint8Array(bytes)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export function same(frame: Frame): boolean {
  let at = 0
  for (const part of frame.parts) {
    for (let i = 0; i < part.length; i++) if (part[i] !== frame.copy[at++]) return false
  }
  return true
}
