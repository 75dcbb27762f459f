/** The dashboard on a trace, all of which was taken in, under a hand that presses keys: the screen as rows of text. */
import { press } from '../../src/keys/press.ts'
import { type Dashboard, type KeyName, type ViewName, withScreen } from '../../src/model/dashboard.ts'
import { take } from '../../src/model/ensemble.ts'
import { newDashboard } from '../../src/model/new-dashboard.ts'
import { inAscii } from '../../src/view/glyphs.ts'
import { type Line, lineText } from '../../src/view/line.ts'
import { type Size, screen } from '../../src/view/screen.ts'
import type { Trace } from './stage.ts'

// Screens show local time.
process.env.TZ = 'UTC'

export const SIZES: readonly Size[] = [
  { columns: 60, rows: 16 },
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
]

/** @param untilMs records after it have not happened yet; left out: all have. */
export function dashboardOn(
  { header, records }: Trace,
  view: ViewName,
  untilMs: number = Number.POSITIVE_INFINITY,
): Dashboard {
  const source = { header, kind: 'recorded' as const, start: () => {}, stop: () => {} }
  const start = newDashboard(source, true)
  const ensemble = records.filter(({ atMs }) => atMs <= untilMs).reduce(take, start.ensemble)
  const { atMs, records: taken } = ensemble
  const playback = { ...start.playback, mode: 'paused' as const, taken, known: taken, endMs: atMs }
  return withScreen({ ...start, ensemble, nowMs: atMs, playback }, { view })
}

export function pressed(dashboard: Dashboard, ...keys: readonly KeyName[]): Dashboard {
  return keys.reduce((before, key) => press(before, key).dashboard, dashboard)
}

export function linesOf(dashboard: Dashboard, size: Size, ascii = false): readonly Line[] {
  const lines = screen(dashboard, size)
  return ascii ? lines.map(inAscii) : lines
}

/** As a golden file holds it. */
export function frameOf(dashboard: Dashboard, size: Size, ascii = false): string {
  return linesOf(dashboard, size, ascii)
    .map((line) => `${lineText(line).trimEnd()}\n`)
    .join('')
}
