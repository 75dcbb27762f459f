/** Runs one command after the other on one client; when its session is over, the next command begins a new one. */
import { type Client, type Credentials, connect, type SessionState } from '@quoll/client'
import { Exit, UsageError } from '../errors.ts'
import { argumentsOf } from './arguments.ts'
import type { ShellContext } from './command.ts'
import { commandNamed } from './commands.ts'
import { errorJson, errorLines } from './explain.ts'
import type { Output } from './output.ts'

export type ShellOptions = {
  readonly hosts: string
  readonly sessionTimeoutMs: number
  readonly json: boolean
}

/** Where answers and complaints go. */
export type Voice = { out(text: string): void; err(text: string): void }

export class Shell {
  readonly history: string[] = []
  readonly #options: ShellOptions
  voice: Voice
  readonly #promised = new Set<Promise<void>>()
  /** What was proved at the prompt; a new session has to be told again. */
  #credentials: readonly Credentials[] = []
  #client: Client | undefined
  /** Called on every change of the session. */
  onState: (state: SessionState) => void = () => {}

  constructor(options: ShellOptions, voice: Voice) {
    this.#options = options
    this.voice = voice
  }

  /** The client at hand, if there is one and its session is not over. */
  get client(): Client | undefined {
    return this.#client === undefined || this.#client.signal.aborted ? undefined : this.#client
  }

  /** Connects unless it is. Rejects as `connect` does. */
  async connected(signal?: AbortSignal): Promise<Client> {
    if (this.client !== undefined) return this.client
    const { hosts, sessionTimeoutMs } = this.#options
    const auth = this.#credentials
    const client = await connect({ hosts, sessionTimeoutMs, auth, ...(signal === undefined ? {} : { signal }) })
    client.onStateChange((state) => this.onState(state))
    this.#client = client
    return client
  }

  /** Returns an exit code; what went wrong is told in words. */
  async run(words: readonly string[], signal: AbortSignal): Promise<number> {
    const [name, ...given] = words
    if (name === undefined) return Exit.ok
    const command = commandNamed(name)
    try {
      if (command === undefined) throw new UsageError(`there is no command ${name}; help lists them all`)
      const taken = argumentsOf(given, command.options)
      const [min, max] = command.words
      if (taken.words.length < min || taken.words.length > max)
        throw new UsageError(`it is written ${`${command.name} ${command.usage}`.trim()}`)
      const client = await this.connected(signal)
      const output = await command.run(this.#context(client, signal), taken)
      if (output !== undefined) this.print(output)
      if (command.name === 'addauth') this.#remember(taken.words)
      return Exit.ok
    } catch (error) {
      if (signal.aborted) return Exit.failed
      this.complain(error)
      return error instanceof UsageError ? Exit.usage : Exit.failed
    }
  }

  print(output: Output): void {
    const lines = this.#options.json ? [JSON.stringify(output.json)] : output.lines
    if (lines.length > 0) this.voice.out(`${lines.join('\n')}\n`)
  }

  complain(error: unknown): void {
    const lines = this.#options.json ? [JSON.stringify(errorJson(error))] : errorLines(error)
    this.voice.err(`${lines.join('\n')}\n`)
  }

  /** Resolves when everything that commands have promised was said. */
  async keepPromises(): Promise<void> {
    await Promise.all(this.#promised)
  }

  async close(): Promise<void> {
    await this.#client?.close()
  }

  #context(client: Client, signal: AbortSignal): ShellContext {
    return {
      client,
      signal,
      print: (output) => this.print(output),
      promise: (later) => {
        this.#promised.add(later)
        later.finally(() => this.#promised.delete(later))
      },
      history: this.history,
    }
  }

  #remember([scheme = '', credentials = '']: readonly string[]): void {
    this.#credentials = [...this.#credentials, { scheme, credentials }]
  }
}
