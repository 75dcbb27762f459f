/** What a command of the shell is, and what it may use. */
import type { Client } from '@quoll/client'
import { UsageError } from '../errors.ts'
import type { Progress } from '../progress/progress.ts'
import type { Arguments, OptionLetters } from './arguments.ts'
import type { Output } from './output.ts'
import type { ShellWatches } from './shell-watches.ts'

export type CommandGroup = 'look' | 'change' | 'subtrees' | 'watch' | 'access' | 'ensemble' | 'shell'

export type ShellCommand = {
  readonly name: string
  readonly group: CommandGroup
  /** What stands behind the name. */
  readonly usage: string
  readonly summary: string
  /** What one should know before, in sentences. */
  readonly notes?: readonly string[]
  readonly options: OptionLetters
  /** How many words it takes besides its options. */
  readonly words: readonly [min: number, max: number]
  /** Lines one can type. */
  readonly examples: readonly string[]
  /** The fields of what it answers with `--json`, whatever its options are. */
  readonly json: readonly string[]
  /** It needs no connection, and makes none. */
  readonly offline?: true
  /** What it has to say at the end; undefined when it has nothing to say. */
  run(context: ShellContext, given: Arguments): Promise<Output | undefined>
}

export type ShellContext = {
  /** @throws CommandError in a command that is `offline`, when there is none. */
  readonly client: Client
  /** Aborted when whoever typed the command does not want to wait any longer. */
  readonly signal: AbortSignal
  /** Says something before the command ends, or after it. */
  print(output: Output): void
  /** Says it as it is, with `--json` too: what goes on into another program. */
  write(text: string): void
  /** Something that will be said later; a shell that runs one command waits for it. */
  promise(later: Promise<void>): void
  /** Tells on standard error how far it is; ended by the shell when the command ends. */
  progress(label: string, unit: string, total?: number): Progress
  /** Lines that were typed, the oldest first. */
  readonly history: readonly string[]
  readonly watches: ShellWatches
  readonly session: SessionControl
  /** Lets a program have the terminal; returns its exit code. */
  runProgram(command: string, file: string): Promise<number>
  /** Runs a line as if it had been typed; returns the exit code. */
  runLine(line: string): Promise<number>
}

/** The session, for commands that change it. */
export type SessionControl = {
  readonly hosts: string
  /** Ends the session, and begins one with these. */
  connectTo(hosts: string, signal: AbortSignal): Promise<Client>
  /** Ends it; the next command that needs one begins a new one. */
  close(): Promise<void>
  /** A second one, beside ours and with the same credentials, for as long as the command runs. */
  other(hosts: string): Promise<Client>
}

/** @throws UsageError for a path that no znode can have. */
export function pathOf(word: string | undefined): string {
  if (word === undefined) throw new UsageError('a path is missing')
  if (!word.startsWith('/')) throw new UsageError(`"${word}" is no path: paths begin with /`)
  return word.length > 1 && word.endsWith('/') ? word.slice(0, -1) : word
}
