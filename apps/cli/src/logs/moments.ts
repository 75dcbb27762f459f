/** Moments as people type them: `10m` (ago), `2026-11-22`, `2026-11-22T19:02:11Z`. */
import { UsageError } from '../errors.ts'

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** Milliseconds since 1970. @throws UsageError */
export function momentOf(text: string, nowMs: number): number {
  const ago = text.match(/^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/)
  if (ago !== null) return nowMs - Number(ago[1]) * UNIT_MS[ago[2] as keyof typeof UNIT_MS]
  const at = Date.parse(text)
  if (!Number.isNaN(at)) return at
  throw new UsageError(`"${text}" is no moment`, 'Write how long ago, as in 10m, 2h or 1d; or 2026-11-22T19:02:11Z.')
}
