/** `quoll sim --watch`: the run of one seed in the dashboard, at the pace of whoever looks at it. */
import type { SimOptions, SimResult } from '@quoll/sim'
import { runDashboard } from '@quoll/tui'
import { simulatedSource } from '../sources/simulated-source.ts'

/** Resolves when the user has seen enough, with what was found so far. */
export async function watchSimulation(options: SimOptions): Promise<SimResult> {
  const source = simulatedSource(options)
  await runDashboard(source)
  return source.result()
}
