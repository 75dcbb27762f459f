/** What a command of the shell is, and what it may use. */
import type { Client } from '@quoll/client'
import { UsageError } from '../errors.ts'
import type { Arguments, OptionLetters } from './arguments.ts'
import type { Output } from './output.ts'

export type ShellCommand = {
  readonly name: string
  /** What stands behind the name. */
  readonly usage: string
  readonly summary: string
  readonly options: OptionLetters
  /** How many words it takes besides its options. */
  readonly words: readonly [min: number, max: number]
  /** What it has to say at the end; undefined when it has nothing to say. */
  run(context: ShellContext, given: Arguments): Promise<Output | undefined>
}

export type ShellContext = {
  readonly client: Client
  /** Aborted when whoever typed the command does not want to wait any longer. */
  readonly signal: AbortSignal
  /** Says something before the command ends, or after it. */
  print(output: Output): void
  /** Something that will be said later; a shell that runs one command waits for it. */
  promise(later: Promise<void>): void
  /** Lines that were typed, the oldest first. */
  readonly history: readonly string[]
}

/** @throws UsageError for a path that no znode can have. */
export function pathOf(word: string | undefined): string {
  if (word === undefined) throw new UsageError('a path is missing')
  if (!word.startsWith('/')) throw new UsageError(`"${word}" is no path: paths begin with /`)
  return word.length > 1 && word.endsWith('/') ? word.slice(0, -1) : word
}

/** A change that a watch told of. */
export function eventOutput({ type, path }: { readonly type: string; readonly path: string }): Output {
  return { lines: [`${type}  ${path}`], json: { event: type, path } }
}
