/** How to look: the options that top and replay share. */
import { type Command, Option } from 'commander'
import { between } from './whole-number.ts'

export type LookArguments = {
  readonly once?: boolean
  readonly json?: boolean
  readonly watch?: boolean
  /** How many times. */
  readonly n?: number
  /** Seconds. */
  readonly d?: number
  readonly ascii?: boolean
  readonly screenReader?: boolean
}

export function addLookOptions(command: Command): Command {
  return command
    .option('--once', 'print the screen once, as text, and end')
    .option('--json', 'snapshots, one line of JSON each (docs/trace.md)')
    .option('--watch', 'a line for every change (with --json), until Ctrl-C')
    .addOption(new Option('-n <times>', 'print so often, then end').argParser(between(1, 1_000_000_000)))
    .addOption(new Option('-d <seconds>', 'so many seconds between two prints').argParser(between(1, 86_400)))
    .option('--ascii', 'nothing beyond ASCII')
    .option('--screen-reader', 'linear text for ears, seldom updated')
}
