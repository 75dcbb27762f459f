/** A moment on the clock of a trace, as twelve cells: the time of day, or what has passed since a simulation began. */
import type { TraceHeader } from '@quoll/trace'
import { sinceBegin, timeOfDay } from '../words.ts'

export function momentText({ clock, atMs: beginMs }: TraceHeader, atMs: number): string {
  return clock === 'wall' ? timeOfDay(atMs) : sinceBegin(atMs - beginMs)
}
