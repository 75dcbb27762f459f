/** `quoll record`: an ensemble into a file, until Ctrl-C or the disk is full; how far it is stands on the terminal. */
import { Exit } from '../errors.ts'
import { sizeText } from '../shell/output.ts'
import { connectSource } from '../sources/connect-source.ts'
import type { TraceFigures } from '../trace-file/trace-writer.ts'
import { untilInterrupted } from './look.ts'
import { startRecording } from './recording.ts'

/** A terminal is told often, a log now and then. */
const DRAW_MS = 500
const LINE_MS = 60_000

/** @throws UsageError, CommandError */
export async function record(file: string, { connect }: { readonly connect: string }): Promise<number> {
  const interrupted = untilInterrupted()
  const ensemble = await connectSource(connect, { mayWrite: false })
  const failed = new AbortController()
  const { source, writer, end } = await startRecording(ensemble, file, () => failed.abort())
  const begun = performance.now()
  const figures = (): string => figuresText(writer.figures, performance.now() - begun)
  const { stderr } = process
  source.start(() => {})
  console.error(
    `recording ${ensemble.header.peers.length} peers of ${ensemble.header.connect} into ${file}; Ctrl-C ends it`,
  )
  const telling = setInterval(
    () => stderr.write(stderr.isTTY ? `\r\x1b[K${figures()}` : `${figures()}\n`),
    stderr.isTTY ? DRAW_MS : LINE_MS,
  )
  try {
    await aborted(AbortSignal.any([interrupted, failed.signal]))
  } finally {
    clearInterval(telling)
    source.stop()
    if (stderr.isTTY) stderr.write('\r\x1b[K')
  }
  await end()
  console.error(`${figures()}. Look at it with: quoll replay ${file}`)
  return Exit.ok
}

function figuresText({ records, bytes, leftOut }: TraceFigures, ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const time = clock.map((part) => String(part).padStart(2, '0')).join(':')
  const lost = leftOut === 0 ? '' : `, ${leftOut.toLocaleString('en-US')} left out: the disk is too slow`
  return `${records.toLocaleString('en-US')} records, ${sizeText(bytes)}, ${time}${lost}`
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
