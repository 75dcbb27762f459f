/** The two ways to look at an ensemble: a live screen, and lines. */
import { LiveModel } from './live-model.ts'
import { linesBetween } from './plain.ts'
import type { EnsembleSource } from './polled-source.ts'

/**
 * Draws the ensemble on the terminal until the user quits (q, Ctrl-C) or the signal aborts; the terminal is then as it
 * was before. Where standard input or output is no terminal it prints lines instead, and only the signal ends it.
 */
export async function runDashboard(source: EnsembleSource, signal?: AbortSignal): Promise<void> {
  const { stdin, stdout } = process
  if (!stdin.isTTY || !stdout.isTTY) {
    const never = new AbortController().signal
    return runPlain(source, (line) => stdout.write(`${line}\n`), signal ?? never)
  }
  const { draw } = await import('./skin/draw.tsx')
  await draw(new LiveModel(source), { stdin, stdout }, signal)
}

/** Prints one aligned line per change, without colours or cursor codes, until the signal aborts. */
export async function runPlain(
  source: EnsembleSource,
  print: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return
  const live = new LiveModel(source)
  let printed = live.model
  live.onChange = (model) => {
    for (const line of linesBetween(printed, model)) print(line)
    printed = model
  }
  const quit = () => live.quit()
  signal.addEventListener('abort', quit, { once: true })
  await live.run()
}
