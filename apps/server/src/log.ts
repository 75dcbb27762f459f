/** The log, on standard error: sentences on a terminal, one JSON object per line elsewhere. */
import pino from 'pino'

export type Log = pino.Logger

/** Bytes that wait while standard error is stuck. Beyond them lines are dropped: a log must not fill the memory. */
const WAITING_BYTES_MAX = 1024 * 1024

export type OpenLog = {
  readonly log: Log
  /** Writes what waits. For the last moment: it blocks. */
  flush(): void
}

export function openLog(peer: number, level: string): OpenLog {
  const destination = pino.destination({ dest: 2, sync: false, maxLength: WAITING_BYTES_MAX })
  // Whoever read the log has gone; the peer goes on.
  destination.on('error', () => {})
  const target = process.stderr.isTTY
    ? { write: (line: string) => void destination.write(readable(line)) }
    : destination
  return {
    log: pino({ level, base: { peer }, timestamp: pino.stdTimeFunctions.isoTime }, target),
    flush: () => {
      try {
        destination.flushSync()
      } catch {
        // Not open yet, or closed already: there is nobody to tell.
      }
    },
  }
}

const LEVELS: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: '',
  40: 'warning',
  50: 'error',
  60: 'fatal',
}

/** `19:02:11.031 peer 2  warning: …` and, below it, the fields nobody put into the sentence. */
export function readable(line: string): string {
  const { level, time, peer, msg, ...rest } = JSON.parse(line) as Record<string, unknown>
  const name = LEVELS[Number(level)] ?? ''
  const sentence = `${String(time).slice(11, 23)} peer ${peer}  ${name === '' ? '' : `${name}: `}${msg}`
  const details = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`
  return `${sentence}${details}\n`
}
