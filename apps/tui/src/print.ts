/** The dashboard for pipes, logs and programs: the main screen once as text, or snapshots as JSON. */
import type { Dashboard } from './model/dashboard.ts'
import { Player } from './player.ts'
import { snapshotOf } from './snapshot.ts'
import type { EnsembleSource } from './source.ts'
import { inAscii } from './view/glyphs.ts'
import { header } from './view/header.ts'
import { type Line, lineText } from './view/line.ts'
import { PEERS } from './views/peers/view.ts'

export type PrintOptions = {
  readonly print: (text: string) => void
  /** Snapshots instead of the screen, one line of JSON each. */
  readonly json?: boolean
  /** A line whenever something changed, instead of one every `everyMs`. */
  readonly watch?: boolean
  /** How many to print; without it, and with `watch` or `everyMs`, until the signal aborts; else one. */
  readonly times?: number
  readonly everyMs?: number
  readonly columns?: number
  readonly ascii?: boolean
  readonly signal?: AbortSignal
}

/** How long every peer gets to say something first, and how long we go on listening for numbers that take two statuses. */
const PATIENCE_MS = 3000
const SETTLE_MS = 1200
const LOOK_MS = 50
const STORY_ROWS = 12
/** Of changes that come together one line is enough. */
const CHANGE_MS = 100

/** The screen, once. */
export async function printOnce(source: EnsembleSource, options: PrintOptions): Promise<void> {
  await printSnapshots(source, { ...options, times: options.times ?? 1 })
}

/** Prints as asked. Resolves when it has printed as often as it should, or the signal aborts. */
export async function printSnapshots(source: EnsembleSource, options: PrintOptions): Promise<void> {
  const { print, watch = false, signal, everyMs = 1000 } = options
  const times = options.times ?? (watch || options.everyMs !== undefined ? Number.POSITIVE_INFINITY : 1)
  const player = new Player(source, { readonly: true })
  player.start()
  try {
    await settled(player, signal)
    let last = ''
    for (let printed = 0; printed < times && signal?.aborted !== true; ) {
      const now = player.dashboard
      const text = options.json === true ? JSON.stringify(snapshotOf(now.ensemble, now.nowMs)) : page(now, options)
      const mark = watch ? essence(now) : ''
      if (!watch || mark !== last) {
        print(text)
        printed++
        last = mark
      }
      if (printed < times) await pause(watch ? CHANGE_MS : everyMs, signal)
      player.tick()
    }
  } finally {
    player.stop()
  }
}

/** Until every peer has spoken or is known to be silent, and rates could be measured. A recording is complete at once. */
async function settled(player: Player, signal: AbortSignal | undefined): Promise<void> {
  if (player.dashboard.playback.kind !== 'live') {
    player.press('0')
    return
  }
  const began = performance.now()
  const passed = (): number => performance.now() - began
  const known = (): boolean =>
    player.dashboard.ensemble.peers.every(({ standing, lost }) => standing !== undefined || lost !== undefined)
  while (passed() < PATIENCE_MS && !known() && signal?.aborted !== true) await pause(LOOK_MS, signal)
  while (passed() < SETTLE_MS && signal?.aborted !== true) await pause(LOOK_MS, signal)
  player.tick()
}

/** What is worth a new line: the verdict, the roles, the faults, the story; not each number. */
function essence({ ensemble }: Dashboard): string {
  const { verdict, reigns, story, faults, peers } = ensemble
  const roles = peers.map(({ id, standing, lost }) => [id, standing?.role, standing?.phase, standing?.epoch, lost?.why])
  return JSON.stringify([story.told, verdict.writes, verdict.up, verdict.inService, reigns.reign?.epoch, faults, roles])
}

function page(dashboard: Dashboard, { columns = 100, ascii = false }: PrintOptions): string {
  const { length } = dashboard.ensemble.peers
  const room = { columns, rows: length + STORY_ROWS + 6 }
  const lines: readonly Line[] = [...header(dashboard, columns), [], ...PEERS.lines(unmarked(dashboard), room)]
  const rows = (ascii ? lines.map(inAscii) : lines).map((line) => lineText(line).trimEnd())
  return rows.join('\n').trimEnd()
}

/** Nobody chooses a peer where there are no keys. */
function unmarked(dashboard: Dashboard): Dashboard {
  return { ...dashboard, screen: { ...dashboard.screen, peer: 0 } }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal?.addEventListener('abort', end, { once: true })
    if (signal?.aborted) end()
  })
}
