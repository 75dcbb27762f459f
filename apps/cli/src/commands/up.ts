/** `quoll up`: a local ensemble with its dashboard, or as lines, or as one line of JSON for scripts. */
import { TRACE_VERSION } from '@quoll/trace'
import { Exit } from '../errors.ts'
import { polledSource } from '../sources/polled-source.ts'
import { obeyControlLines } from '../up/control-lines.ts'
import { LocalEnsemble } from '../up/local-ensemble.ts'

export type UpOptions = {
  readonly peers: number
  readonly clientPort?: number
  readonly data?: string
  readonly headless?: boolean
}

export async function up(options: UpOptions, program: string): Promise<number> {
  const ensemble = await LocalEnsemble.start({
    peers: options.peers,
    clientPort: options.clientPort,
    data: options.data,
    program,
  })
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort())
  try {
    await Promise.race([ensemble.ready(), aborted(interrupted.signal)])
    if (interrupted.signal.aborted) return Exit.ok
    if (options.headless) await headless(ensemble, interrupted.signal)
    else await watched(ensemble, interrupted.signal)
    return Exit.ok
  } finally {
    await ensemble.stop()
  }
}

async function headless(ensemble: LocalEnsemble, signal: AbortSignal): Promise<void> {
  console.log(
    JSON.stringify({
      connect: ensemble.connect,
      peers: ensemble.peers.map(({ plan, pid }) => ({
        id: plan.id,
        pid,
        client: `127.0.0.1:${plan.clientPort}`,
        http: `127.0.0.1:${plan.httpPort}`,
      })),
    }),
  )
  for (const peer of ensemble.peers)
    peer.onUnexpectedEnd = ({ code, signal: by }) =>
      console.error(`peer ${peer.plan.id} ended: ${by ?? `exit code ${code}`}`)
  // A terminal is not read: whoever runs this in the background of a shell would be stopped for it.
  if (!process.stdin.isTTY) {
    const ids = ensemble.peers.map(({ plan }) => plan.id)
    obeyControlLines(process.stdin, { control: ensemble.control, ids }, (line) => console.log(line), signal).catch(
      (error: unknown) => console.error(`standard input: ${error instanceof Error ? error.message : String(error)}`),
    )
  }
  await aborted(signal)
  process.stdin.destroy()
}

async function watched(ensemble: LocalEnsemble, signal: AbortSignal): Promise<void> {
  const { runDashboard, runPlain } = await import('@quoll/tui')
  const source = polledSource({
    header: {
      trace: TRACE_VERSION,
      clock: 'wall',
      atMs: Date.now(),
      connect: ensemble.connect,
      peers: ensemble.peers.map(({ plan }) => ({
        id: plan.id,
        client: `127.0.0.1:${plan.clientPort}`,
        http: `127.0.0.1:${plan.httpPort}`,
      })),
      title: 'local ensemble',
    },
    statuses: () => ensemble.statuses(),
    control: ensemble.control,
  })
  if (process.stdout.isTTY && process.stdin.isTTY) return runDashboard(source, signal)
  console.log(`clients connect to ${ensemble.connect}`)
  await runPlain(source, (line) => console.log(line), signal)
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
