/** Why a peer does not run, in words for its operator, and the exit code that goes with it. */

/** How a served peer ended, for whoever started the process. */
export const EXIT = { ok: 0, failed: 1, configuration: 2, diskFailed: 4 } as const

/** For a peer that stopped itself; the beginning is the peer's own. */
export function exitCodeFor(why: string): number {
  return why.startsWith('the disk failed') ? EXIT.diskFailed : EXIT.failed
}

/** Errors of the disk explain themselves; of those that do not, where they come from is all there is to say. */
export function explain(error: unknown): { readonly what: string; readonly code: number } {
  if (!(error instanceof Error)) return { what: String(error), code: EXIT.failed }
  switch ('code' in error ? error.code : undefined) {
    case 'CORRUPT_LOG':
    case 'CORRUPT_EPOCHS':
    case 'UNKNOWN_FORMAT':
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EIO':
    case 'EROFS':
      return { what: error.message, code: EXIT.diskFailed }
    case 'EADDRINUSE':
      return {
        what: `${error.message}. Another process has the port: stop it, or choose another port.`,
        code: EXIT.failed,
      }
    case 'EADDRNOTAVAIL':
      return { what: `${error.message}. The address is not one of this machine's: correct it.`, code: EXIT.failed }
    case 'EACCES':
    case 'EPERM':
    case 'ENOTFOUND':
    case 'ENOTDIR':
    case 'EISDIR':
    case 'DIRECTORY_IN_USE':
      return { what: error.message, code: EXIT.failed }
    default:
      return { what: error.stack ?? error.message, code: EXIT.failed }
  }
}
