/** Looking at a source in the way that was asked for: on the screen, once as text, or as JSON. */
import type { EnsembleSource } from '@quoll/tui'
import type { LookArguments } from '../declarations/look.ts'

export type LookAt = LookArguments & { readonly readonly: boolean }

/** Until the user quits, everything asked for is printed, or the signal aborts. */
export async function look(source: EnsembleSource, options: LookAt, signal: AbortSignal): Promise<void> {
  const { once, json, watch, n, d, ascii, screenReader, readonly } = options
  const tui = await import('@quoll/tui')
  if (once !== true && json !== true && n === undefined && d === undefined) {
    const look = { ...(ascii === undefined ? {} : { ascii }), ...(screenReader === undefined ? {} : { screenReader }) }
    return tui.runDashboard(source, signal, { ...look, readonly })
  }
  const { columns } = process.stdout
  await tui.printSnapshots(source, {
    print: (text) => process.stdout.write(`${text}\n`),
    signal,
    json: json === true,
    watch: watch === true,
    ascii: ascii === true,
    ...(columns === undefined ? {} : { columns }),
    ...(once === true && n === undefined ? { times: 1 } : n === undefined ? {} : { times: n }),
    ...(d === undefined ? {} : { everyMs: d * 1000 }),
  })
}

/** Aborts when somebody asks this process to end. */
export function untilInterrupted(): AbortSignal {
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort())
  return interrupted.signal
}
