/** The two ways to go on looking at an ensemble: a live screen, and lines. */
import { linesBetween } from './plain.ts'
import { Player } from './player.ts'
import { type LookOptions, lookFrom } from './skin/look.ts'
import type { EnsembleSource } from './source.ts'

export type DashboardOptions = LookOptions & {
  /** Nothing is broken and nothing written from here, even if the source could. */
  readonly readonly?: boolean
}

/**
 * Draws the ensemble on the terminal until the user quits (q, Ctrl-C) or the signal aborts; the terminal is then as it
 * was before. Where standard input or output is no terminal it prints lines instead, and only the signal ends it.
 */
export async function runDashboard(
  source: EnsembleSource,
  signal?: AbortSignal,
  options: DashboardOptions = {},
): Promise<void> {
  const { stdin, stdout } = process
  if (!stdin.isTTY || !stdout.isTTY) {
    const never = new AbortController().signal
    return runPlain(source, (line) => stdout.write(`${line}\n`), signal ?? never)
  }
  const { draw } = await import('./skin/draw.tsx')
  const { readonly = false } = options
  await draw(new Player(source, { readonly }), { stdin, stdout }, lookFrom(options, process.env), signal)
}

/** Prints one aligned line per change, without colours or cursor codes, until the signal aborts. */
export async function runPlain(
  source: EnsembleSource,
  print: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const player = new Player(source)
  let printed = player.dashboard.ensemble
  player.onChange = ({ ensemble }) => {
    for (const line of linesBetween(printed, ensemble)) print(line)
    printed = ensemble
  }
  await player.run(signal)
}
