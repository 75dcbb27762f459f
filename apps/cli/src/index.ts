/**
 * The one command, assembled. Each subcommand declares its arguments in `declarations/` and does its work in a module of
 * `commands/` that is loaded when it is called.
 */
import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { benchCommand } from './declarations/bench.ts'
import { serveCommand } from './declarations/serve.ts'
import { shellCommand } from './declarations/shell.ts'
import { simCommand } from './declarations/sim.ts'
import { statusCommand } from './declarations/status.ts'
import { upCommand } from './declarations/up.ts'
import { Exit, UsageError } from './errors.ts'

const EXIT_CODES = `
Exit codes: 0 done · 1 failed · 2 used wrongly · 3 no quorum, writes wait · 4 the disk failed`

/** In the order of `quoll --help`. */
const DECLARATIONS: readonly (() => Command)[] = [
  serveCommand,
  upCommand,
  statusCommand,
  shellCommand,
  simCommand,
  benchCommand,
]

export function quollCommand(): Command {
  const quoll = new Command('quoll')
    .description('A coordination service that speaks ZooKeeper: elects, commits, fails over and recovers by itself.')
    .version(version())
    .addHelpText('after', EXIT_CODES)
    .showHelpAfterError('(quoll --help says more)')
    // What follows a command is the command's: the shell's own commands have options too.
    .enablePositionalOptions()
  for (const declare of DECLARATIONS) quoll.addCommand(declare().copyInheritedSettings(quoll))
  return quoll
}

function version(): string {
  const file = new URL('../package.json', import.meta.url)
  const { version: text } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }
  return text
}

/** Runs the command; whatever a person can be told in a sentence is told in one. */
export async function main(argv: readonly string[]): Promise<void> {
  const quoll = quollCommand()
  quoll.exitOverride((error) => {
    process.exit(error.exitCode === 0 ? Exit.ok : Exit.usage)
  })
  for (const command of quoll.commands)
    command.exitOverride((error) => {
      process.exit(error.exitCode === 0 ? Exit.ok : Exit.usage)
    })
  try {
    await quoll.parseAsync([...argv])
  } catch (error) {
    console.error(`quoll: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = error instanceof UsageError ? Exit.usage : Exit.failed
  }
}
