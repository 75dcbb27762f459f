/** Exit codes, for scripts. Documented in `quoll --help`. */
export const Exit = { ok: 0, failed: 1, usage: 2, noQuorum: 3, diskFailed: 4 } as const

/** The command was asked for what it cannot do as asked: the message says what to write instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
