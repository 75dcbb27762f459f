/**
 * What was typed, kept over sessions: `$XDG_STATE_HOME/quoll/shell-history`, readable by its owner only, bounded, without secrets.
 * Every line is added when it was typed, so that shells beside each other lose nothing of each other.
 */
import { appendFileSync, chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'

export const HISTORY_LINES_MAX = 1000
/** A line that is longer is data, and not what one wants to find again. */
const LINE_CHARS_MAX = 4096

export class HistoryFile {
  readonly path: string
  /** The oldest first. */
  readonly lines: readonly string[]

  /** Reads what is there. A file that cannot be read or written is no history, and no reason not to work. */
  constructor(path: string) {
    this.path = path
    this.lines = readLines(path)
  }

  add(line: string): void {
    if (!isKept(line)) return
    try {
      mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 })
      appendFileSync(this.path, `${line}\n`, { mode: 0o600 })
      // It may have been there with wider rights.
      chmodSync(this.path, 0o600)
      this.#trim()
    } catch {
      // A full disk or a foreign home directory.
    }
  }

  /** Now and then, when it has grown to twice its bound. */
  #trim(): void {
    const lines = readLines(this.path, Number.POSITIVE_INFINITY)
    if (lines.length < 2 * HISTORY_LINES_MAX) return
    const trimmed = `${this.path}.${process.pid}`
    writeFileSync(trimmed, `${lines.slice(-HISTORY_LINES_MAX).join('\n')}\n`, { mode: 0o600 })
    renameSync(trimmed, this.path)
  }
}

/** Credentials are not, nor is what is empty, or too long to be looked for. */
export function isKept(line: string): boolean {
  return line.trim() !== '' && line.length <= LINE_CHARS_MAX && !hasSecret(line)
}

/** Wherever in the line it stands: a line that only looks like it is no loss. */
export function hasSecret(line: string): boolean {
  return /\baddauth\b/i.test(line)
}

export function historyPath(env: NodeJS.ProcessEnv = process.env): string {
  const state = env['XDG_STATE_HOME']
  // The specification wants relative paths ignored.
  const base = state !== undefined && isAbsolute(state) ? state : join(homedir(), '.local', 'state')
  return join(base, 'quoll', 'shell-history')
}

function readLines(path: string, max: number = HISTORY_LINES_MAX): string[] {
  try {
    const lines = readFileSync(path, 'utf8').split('\n')
    return lines.filter(isKept).slice(-max)
  } catch {
    return []
  }
}
