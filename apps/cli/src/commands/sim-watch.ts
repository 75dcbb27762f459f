/** `quoll sim --watch` and `--record`: the run of one seed in the dashboard, in a file that can be replayed, or both. */
import type { SimOptions, SimResult } from '@quoll/sim'
import { runDashboard } from '@quoll/tui'
import { simulatedSource } from '../sources/simulated-source.ts'
import { startRecording } from './recording.ts'

/** Simulated time between two looks at what else there is to do. */
const STRETCH_MS = 1000

/** Resolves when the user has seen enough, with what was found so far. @throws CommandError when the file cannot be written. */
export async function watchSimulation(options: SimOptions, file: string | undefined): Promise<SimResult> {
  const source = simulatedSource(options)
  if (file === undefined) await runDashboard(source)
  else {
    const recording = await startRecording(source, file, () => {})
    await runDashboard(recording.source)
    await recording.end()
  }
  return source.result()
}

/** The whole run, at full speed. @throws CommandError when the file cannot be written. */
export async function recordSimulation(options: SimOptions, file: string): Promise<SimResult> {
  const simulation = simulatedSource(options)
  const { source, end } = await startRecording(simulation, file, () => {})
  source.start(() => {})
  while (!simulation.isOver()) {
    source.engine?.run(STRETCH_MS)
    // The file is written meanwhile, and a signal comes through.
    await new Promise((resolve) => setImmediate(resolve))
  }
  source.stop()
  await end()
  return simulation.result()
}
