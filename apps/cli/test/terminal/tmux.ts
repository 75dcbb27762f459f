/**
 * A real terminal for tests: tmux runs the program, takes the keys, and says what is on the screen. Every session is a tmux server
 * of its own on a private socket, without anybody's configuration, so that tests neither meet each other nor the one who runs them.
 */
import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
const LOOK_EVERY_MS = 25
const PATIENCE_MS = 15_000

export const tmuxIsInstalled: boolean = spawnSync('tmux', ['-V']).status === 0

/** Undefined when terminal tests can run; else the reason why not, for the title of what is skipped. */
export const noTerminal: string | undefined = tmuxIsInstalled ? undefined : 'tmux is not installed'

export type TerminalOptions = {
  readonly columns?: number
  readonly rows?: number
  /** On top of the environment of the tests. What is undefined is taken away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly directory?: string
}

export type Screen = {
  /** With the escape sequences for colours. */
  readonly colors?: boolean
  /** What has scrolled away, too. */
  readonly history?: boolean
}

export class Terminal implements AsyncDisposable {
  readonly #directory: string

  /** Made by `openTerminal`. */
  constructor(directory: string) {
    this.#directory = directory
  }

  /** Named keys as tmux calls them: `Enter`, `Tab`, `Up`, `C-c`, `C-d`, `Escape`, … */
  async keys(...names: string[]): Promise<void> {
    await this.#tmux('send-keys', ...names)
  }

  /** Letters, as they are. */
  async type(text: string): Promise<void> {
    await this.#tmux('send-keys', '-l', '--', text)
  }

  /** A line, and Enter. */
  async line(text: string): Promise<void> {
    await this.type(text)
    await this.keys('Enter')
  }

  async screen({ colors = false, history = false }: Screen = {}): Promise<string> {
    return this.#tmux('capture-pane', '-p', ...(colors ? ['-e'] : []), ...(history ? ['-S', '-'] : []))
  }

  /**
   * Looks until the screen has it, and returns that screen.
   * @throws Error with the screen as it was at the end of the patience, in milliseconds.
   */
  async until(what: string | RegExp, patienceMs: number = PATIENCE_MS): Promise<string> {
    const deadline = performance.now() + patienceMs
    for (;;) {
      const screen = await this.screen()
      if (typeof what === 'string' ? screen.includes(what) : what.test(screen)) return screen
      if (performance.now() > deadline) throw new Error(`no ${what} after ${patienceMs} ms:\n${screen}`)
      await sleep(LOOK_EVERY_MS)
    }
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.#tmux('resize-window', '-x', `${columns}`, '-y', `${rows}`)
  }

  /** The number of the process in the terminal. */
  async pid(): Promise<number> {
    return Number(await this.#tmux('display-message', '-p', '#{pane_pid}'))
  }

  /** What it ended with, once it has; the screen stays readable after that. */
  async exitCode(patienceMs: number = PATIENCE_MS): Promise<number> {
    const deadline = performance.now() + patienceMs
    for (;;) {
      const [dead, status] = (await this.#tmux('display-message', '-p', '#{pane_dead} #{pane_dead_status}')).split(' ')
      if (dead === '1') return Number(status)
      if (performance.now() > deadline) throw new Error(`still running after ${patienceMs} ms:\n${await this.screen()}`)
      await sleep(LOOK_EVERY_MS)
    }
  }

  /** Ends the program, if it runs, with the terminal. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#tmux('kill-server').catch(() => {})
    rmSync(this.#directory, { recursive: true, force: true })
  }

  async #tmux(...args: string[]): Promise<string> {
    const { stdout } = await run('tmux', ['-S', join(this.#directory, 'socket'), ...args])
    return stdout.replace(/\n$/, '')
  }
}

/** Runs a program, without a shell around it, in a terminal of 80x24 unless said otherwise. */
export async function openTerminal(
  command: readonly string[],
  { columns = 80, rows = 24, env = {}, directory = tmpdir() }: TerminalOptions = {},
): Promise<Terminal> {
  const own = mkdtempSync(join(tmpdir(), 'terminal-'))
  const socket = ['-S', join(own, 'socket'), '-f', '/dev/null']
  const size = ['-x', `${columns}`, '-y', `${rows}`]
  // What belongs to the terminal we may have been started from would confuse the one we make.
  const inherited = {
    ...process.env,
    TMUX: undefined,
    TMUX_PANE: undefined,
    NO_COLOR: undefined,
    CI: undefined,
    ...env,
  }
  const start = ['start-server', ';', 'set-option', '-g', 'remain-on-exit', 'on', ';']
  const options = [
    ...start,
    'set-option',
    '-g',
    'default-terminal',
    'tmux-256color',
    ';',
    'set-option',
    '-g',
    'status',
    'off',
    ';',
  ]
  const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
  try {
    await run('tmux', [...socket, ...options, 'new-session', '-d', ...size, `exec ${quoted}`], {
      ...{ env: inherited, cwd: directory },
    })
  } catch (error) {
    rmSync(own, { recursive: true, force: true })
    throw error
  }
  return new Terminal(own)
}
