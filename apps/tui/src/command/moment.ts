/** A moment as a person types it. */
import type { Dashboard } from '../model/dashboard.ts'

const PART_MS = [1000, 60_000, 3_600_000] as const

/** `1:12` and `00:01:12.5`: since the beginning of a recording, or the time of day on a live ensemble. Undefined: neither. */
export function momentOf({ playback, ensemble }: Dashboard, text: string): number | undefined {
  if (!/^(\d{1,2}:){0,2}\d{1,2}(\.\d{1,3})?$/.test(text)) return undefined
  const parts = text.split(':').map(Number).reverse()
  const ms = parts.reduce((sum, part, i) => sum + part * (PART_MS[i] ?? 0), 0)
  if (playback.kind !== 'live' || ensemble.header.clock === 'simulated') return playback.beginMs + ms
  const midnight = new Date(playback.endMs).setHours(0, 0, 0, 0)
  return midnight + ms
}
