/** Runs one command after the other on one client; when its session is over, the next command begins a new one. */
import { type Client, type Credentials, connect, type SessionState } from '@quoll/client'
import { CommandError, Exit, UsageError } from '../errors.ts'
import { type Progress, type ProgressSink, startProgress } from '../progress/progress.ts'
import { argumentsOf } from './arguments.ts'
import type { SessionControl, ShellContext } from './command.ts'
import { commandNamed } from './commands.ts'
import { errorJson, errorLines } from './explain.ts'
import type { Output } from './output.ts'
import { runProgram } from './run-program.ts'
import { ShellWatches } from './shell-watches.ts'
import { wordsOf } from './words.ts'

export type ShellOptions = {
  readonly hosts: string
  readonly sessionTimeoutMs: number
  readonly json: boolean
  /** Takes a server without a quorum, which answers reads only. */
  readonly readOnly?: boolean
  /** Where progress is told. Default: standard error. */
  readonly progress?: ProgressSink
}

/** Where answers and complaints go. */
export type Voice = { out(text: string): void; err(text: string): void }

export class Shell {
  readonly history: string[] = []
  readonly watches: ShellWatches = new ShellWatches()
  readonly #options: ShellOptions
  #hosts: string
  voice: Voice
  readonly #promised = new Set<Promise<void>>()
  /** What was proved at the prompt; a new session has to be told again. */
  #credentials: readonly Credentials[] = []
  #client: Client | undefined
  /** Of the command that runs. */
  readonly #progresses: Progress[] = []
  /** Called on every change of the session. */
  onState: (state: SessionState) => void = () => {}
  /** Lets a program have the terminal. */
  runProgram: ShellContext['runProgram'] = runProgram

  constructor(options: ShellOptions, voice: Voice) {
    this.#options = options
    this.#hosts = options.hosts
    this.voice = voice
  }

  /** The client at hand, if there is one and its session is not over. */
  get client(): Client | undefined {
    return this.#client === undefined || this.#client.signal.aborted ? undefined : this.#client
  }

  get hosts(): string {
    return this.#hosts
  }

  /** Connects unless it is. Rejects as `connect` does. */
  async connected(signal?: AbortSignal): Promise<Client> {
    if (this.client !== undefined) return this.client
    const client = await this.#connect(this.#hosts, signal)
    client.onStateChange((state) => this.onState(state))
    this.#client = client
    return client
  }

  /** Returns an exit code; what went wrong is told in words. */
  async run(words: readonly string[], signal: AbortSignal): Promise<number> {
    const [name, ...given] = words
    if (name === undefined) return Exit.ok
    const command = commandNamed(name)
    const ending: (() => Promise<void> | void)[] = []
    try {
      if (command === undefined)
        throw new UsageError(`there is no command ${name}; help lists them all`, 'Type help, or help and a command.')
      const taken = argumentsOf(given, command.options)
      const [min, max] = command.words
      if (taken.words.length < min || taken.words.length > max)
        throw new UsageError(
          `it is written ${`${command.name} ${command.usage}`.trim()}`,
          `help ${command.name} has examples; data with blanks in it goes between quotes.`,
        )
      if (command.offline === undefined) await this.connected(signal)
      const output = await command.run(this.#context(signal, ending), taken)
      this.#endProgress()
      if (output !== undefined) this.print(output)
      if (command.name === 'addauth') this.#remember(taken.words)
      return output?.exit ?? Exit.ok
    } catch (error) {
      this.#endProgress()
      if (signal.aborted) return Exit.failed
      this.complain(error, command?.name)
      return error instanceof UsageError ? Exit.usage : Exit.failed
    } finally {
      for (const end of ending.reverse()) await end()
    }
  }

  /** A typed line; also returns an exit code. */
  async runLine(line: string, signal: AbortSignal): Promise<number> {
    try {
      return await this.run(wordsOf(line), signal)
    } catch (error) {
      this.complain(error)
      return Exit.usage
    }
  }

  print(output: Output): void {
    const lines = this.#options.json ? jsonLines(output.json) : output.lines
    if (lines.length > 0) this.voice.out(`${lines.join('\n')}\n`)
  }

  complain(error: unknown, command?: string): void {
    const lines = this.#options.json ? [JSON.stringify(errorJson(error, command))] : errorLines(error, command)
    this.voice.err(`${lines.join('\n')}\n`)
  }

  /** Resolves when everything that commands have promised was said. */
  async keepPromises(): Promise<void> {
    await Promise.all(this.#promised)
  }

  async close(): Promise<void> {
    this.watches.clear()
    await this.#client?.close()
    this.#client = undefined
  }

  #connect(hosts: string, signal?: AbortSignal): Promise<Client> {
    const { sessionTimeoutMs, readOnly = false } = this.#options
    const auth = this.#credentials
    return connect({ hosts, sessionTimeoutMs, readOnly, auth, ...(signal === undefined ? {} : { signal }) })
  }

  #context(signal: AbortSignal, ending: (() => Promise<void> | void)[]): ShellContext {
    const { client } = this
    return {
      get client() {
        if (client !== undefined) return client
        throw new CommandError('there is no session', 'close has ended it.', 'Use connect, or any command that asks.')
      },
      signal,
      print: (output) => this.print(output),
      write: (text) => this.voice.out(text),
      promise: (later) => {
        this.#promised.add(later)
        later.finally(() => this.#promised.delete(later))
      },
      progress: (label, unit, total) => {
        const progress = this.#progress(label, unit, total)
        this.#progresses.push(progress)
        return progress
      },
      history: this.history,
      watches: this.watches,
      session: this.#control(signal, ending),
      runProgram: (program, file) => this.runProgram(program, file),
      runLine: (line) => this.runLine(line, signal),
    }
  }

  /** Before anything is said: answers begin on a line of their own. */
  #endProgress(): void {
    for (const progress of this.#progresses.splice(0)) progress.end()
  }

  #progress(label: string, unit: string, total: number | undefined): Progress {
    const { progress: sink } = this.#options
    return startProgress({
      label,
      unit,
      ...(total === undefined ? {} : { total }),
      ...(sink === undefined ? {} : { sink }),
    })
  }

  #control(signal: AbortSignal, ending: (() => Promise<void> | void)[]): SessionControl {
    return {
      hosts: this.#hosts,
      connectTo: async (hosts, until) => {
        await this.close()
        this.#hosts = hosts
        return this.connected(until)
      },
      close: () => this.close(),
      other: async (hosts) => {
        const client = await this.#connect(hosts, signal)
        ending.push(() => client.close())
        return client
      },
    }
  }

  #remember([scheme = '', credentials = '']: readonly string[]): void {
    this.#credentials = [...this.#credentials, { scheme, credentials }]
  }
}

/** Nothing for a command that has nothing to say. */
function jsonLines(json: unknown): string[] {
  return json === undefined ? [] : [JSON.stringify(json)]
}
