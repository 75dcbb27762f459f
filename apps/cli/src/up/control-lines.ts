/**
 * Faults for scripts: `quoll up --headless` takes a line each on its standard input (`kill 3`, `partition 1 2,3`, `heal`) and
 * answers each with a line of JSON, in order: `{"done":…,"faults":[…],"peers":[…]}` or `{"problem":…}`.
 */
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { actionText, type Control, faultsInWords, parseAction } from '@quoll/tui/actions'

/** Resolves when the lines end or the signal aborts. An empty line is passed over. */
export async function obeyControlLines(
  input: Readable,
  { control, ids }: { readonly control: Control; readonly ids: readonly number[] },
  answer: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const lines = createInterface({ input, signal })
  for await (const line of lines) if (line.trim() !== '') answer(JSON.stringify(await obey(line, control, ids)))
}

async function obey(line: string, control: Control, ids: readonly number[]): Promise<object> {
  try {
    const action = parseAction(line)
    await control.perform(action)
    const peers = ids.map((id) => ({ id, pid: control.pidOf(id) ?? null }))
    return { done: actionText(action), faults: faultsInWords(control.faults()), peers }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}
