/** The dashboard on an ensemble that is not there, to look at: `node test/support/show.ts [peers] [observers] [--remote]`, after a build. */
import { runDashboard } from '@quoll/tui'
import { FakeEnsemble } from './fake-ensemble.ts'

const [peers = 3, observers = 0] = process.argv.slice(2).map(Number).filter(Number.isInteger)
const ensemble = new FakeEnsemble({
  peers,
  observers,
  control: !process.argv.includes('--remote'),
  clock: Date.now,
  writesPerSecond: (atMs) => 900 + 700 * Math.sin(atMs / 4000),
})
const stop = new AbortController()
process.on('SIGTERM', () => stop.abort())
await runDashboard(ensemble.source, stop.signal)
