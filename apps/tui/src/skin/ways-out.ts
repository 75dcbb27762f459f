/** Every way in which a dashboard can end without a key: the process is asked to, something breaks, the window is closed. */
import type { Terminal } from './terminal.ts'

export type WaysOut = {
  /** An error that nobody caught. */
  readonly failure: { readonly error: unknown } | undefined
  close(): void
}

const SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const
const FAILURES = ['uncaughtException', 'unhandledRejection'] as const
/** Of a terminal that is gone. */
const ENDINGS = ['close', 'end', 'error'] as const

/** Calls `quit` on each of them, until closed. */
export function waysOut({ stdin, stdout }: Terminal, quit: () => void): WaysOut {
  let failure: WaysOut['failure']
  const fail = (error: unknown): void => {
    failure ??= { error }
    quit()
  }
  for (const name of SIGNALS) process.on(name, quit)
  for (const name of FAILURES) process.on(name, fail)
  for (const stream of [stdin, stdout]) for (const name of ENDINGS) stream.on(name, quit)
  return {
    get failure() {
      return failure
    },
    close: () => {
      for (const name of SIGNALS) process.off(name, quit)
      for (const name of FAILURES) process.off(name, fail)
      for (const stream of [stdin, stdout]) for (const name of ENDINGS) stream.off(name, quit)
      // Codes that give the terminal back may still be under way to one that is gone.
      for (const stream of [stdin, stdout]) stream.on('error', () => {})
    },
  }
}
