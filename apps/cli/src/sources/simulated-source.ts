/** A simulated ensemble as the dashboard takes it: time passes when asked, and it can be broken by hand. */
import { type SimOptions, type SimResult, WatchedSimulation } from '@quoll/sim'
import type { TraceRecord } from '@quoll/trace'
import type { EnsembleSource } from '@quoll/tui'
import { SimulatedControl } from './simulated-control.ts'

export type SimulatedSource = EnsembleSource & {
  /** What was found so far. */
  result(): SimResult
  /** Nothing will happen any more. */
  isOver(): boolean
}

export function simulatedSource(options: SimOptions): SimulatedSource {
  let tell = (_: TraceRecord): void => {}
  const run = new WatchedSimulation(options, (record) => tell(record))
  return {
    header: run.header,
    kind: 'simulated',
    start: (listener) => {
      tell = listener
    },
    stop: () => {
      tell = () => {}
    },
    want: (details) => run.want(details),
    engine: { run: (ms) => run.run(ms), step: () => run.step() },
    control: new SimulatedControl(run, (record) => tell(record)),
    result: () => run.result(),
    isOver: () => run.isOver,
  }
}
