/** `quoll up`: a local ensemble with its dashboard, or as lines, or as one line of JSON for scripts. */
import type { Control, EnsembleSource } from '@quoll/tui'
import { Exit } from '../errors.ts'
import { localSource } from '../sources/local-source.ts'
import { obeyControlLines } from '../up/control-lines.ts'
import { LocalEnsemble } from '../up/local-ensemble.ts'
import { look, untilInterrupted } from './look.ts'
import { startRecording } from './recording.ts'

export type UpOptions = {
  readonly peers: number
  readonly clientPort?: number
  readonly data?: string
  readonly headless?: boolean
  /** A file that everything seen is written into. */
  readonly record?: string
  /** Nothing can be broken, and nothing written, from the dashboard. */
  readonly readonly?: boolean
  readonly ascii?: boolean
  readonly screenReader?: boolean
}

export async function up(options: UpOptions, program: string): Promise<number> {
  const ensemble = await LocalEnsemble.start({
    peers: options.peers,
    clientPort: options.clientPort,
    data: options.data,
    program,
  })
  const interrupted = untilInterrupted()
  try {
    await Promise.race([ensemble.ready(), aborted(interrupted)])
    if (interrupted.aborted) return Exit.ok
    if (options.record !== undefined) await recorded(ensemble, options.record, options, interrupted)
    else if (options.headless) await headless(ensemble, ensemble.control, interrupted)
    else await watched(localSource(ensemble), options, interrupted)
    return Exit.ok
  } finally {
    await ensemble.stop()
  }
}

async function headless(ensemble: LocalEnsemble, control: Control, signal: AbortSignal): Promise<void> {
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
    obeyControlLines(process.stdin, { control, ids }, (line) => console.log(line), signal).catch((error: unknown) =>
      console.error(`standard input: ${error instanceof Error ? error.message : String(error)}`),
    )
  }
  await aborted(signal)
  process.stdin.destroy()
}

/** A file that cannot be written any more ends the recording and nothing else; the end of it all says so. */
async function recorded(ensemble: LocalEnsemble, file: string, options: UpOptions, signal: AbortSignal): Promise<void> {
  const { source, end } = await startRecording(localSource(ensemble), file, () => {})
  try {
    if (options.headless) await headlessWith(source, ensemble, signal)
    else await watched(source, options, signal)
  } finally {
    await end()
  }
}

/** Nobody looks; it is told into the file all the same. */
async function headlessWith(source: EnsembleSource, ensemble: LocalEnsemble, signal: AbortSignal): Promise<void> {
  source.start(() => {})
  try {
    await headless(ensemble, source.control ?? ensemble.control, signal)
  } finally {
    source.stop()
  }
}

async function watched(source: EnsembleSource, options: UpOptions, signal: AbortSignal): Promise<void> {
  if (!process.stdout.isTTY || !process.stdin.isTTY) console.log(`clients connect to ${source.header.connect}`)
  const { ascii, screenReader, readonly = false } = options
  const shown = { ...(ascii === undefined ? {} : { ascii }), ...(screenReader === undefined ? {} : { screenReader }) }
  await look(source, { ...shown, readonly }, signal)
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
