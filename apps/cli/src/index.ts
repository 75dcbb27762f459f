/**
 * The one command, assembled. Each subcommand declares its arguments in `declarations/` and does its work in a module of
 * `commands/` that is loaded when it is called.
 */
import { complaintLines, EXIT_CODES } from '@quoll/server/errors'
import { Command } from 'commander'
import { benchCommand } from './declarations/bench.ts'
import { completionCommand } from './declarations/completion.ts'
import { doctorCommand } from './declarations/doctor.ts'
import { explainCommand } from './declarations/explain.ts'
import { healthCommand } from './declarations/health.ts'
import { logsCommand } from './declarations/logs.ts'
import { recordCommand } from './declarations/record.ts'
import { replayCommand } from './declarations/replay.ts'
import { serveCommand } from './declarations/serve.ts'
import { shellCommand } from './declarations/shell.ts'
import { simCommand } from './declarations/sim.ts'
import { statusCommand } from './declarations/status.ts'
import { topCommand } from './declarations/top.ts'
import { upCommand } from './declarations/up.ts'
import { Exit } from './errors.ts'
import { explained } from './explained.ts'
import { version } from './version.ts'

const EXAMPLES = `
Examples:
  quoll up                                     a local ensemble to play with
  quoll status --connect db1:2181,db2:2181     who is up, and who leads
  quoll explain quorum 5                       how many may fail

Exit codes:
${EXIT_CODES.map(({ code, brief }) => `  ${code}  ${brief}`).join('\n')}

quoll explain 3 says more about an exit code, quoll explain -101 about an error.`

/** In the order of `quoll --help`. */
const DECLARATIONS: readonly (() => Command)[] = [
  serveCommand,
  upCommand,
  topCommand,
  recordCommand,
  replayCommand,
  statusCommand,
  healthCommand,
  logsCommand,
  doctorCommand,
  explainCommand,
  shellCommand,
  simCommand,
  benchCommand,
  completionCommand,
]

export function quollCommand(): Command {
  const quoll = new Command('quoll')
    .description('A coordination service that speaks ZooKeeper: elects, commits, fails over and recovers by itself.')
    .version(version())
    .addHelpText('after', EXAMPLES)
    // What follows a command is the command's: the shell's own commands have options too.
    .enablePositionalOptions()
  for (const declare of DECLARATIONS) quoll.addCommand(declare())
  for (const command of [quoll, ...allBelow(quoll)])
    command.configureOutput({ outputError: (text, write) => write(`${refusal(text, command)}\n`) })
  return quoll
}

/** What commander says of a command line, in the shape of all our errors. */
function refusal(text: string, command: Command): string {
  const what = `quoll: ${text.trim().replace(/^error: /, '')}`
  const next = `${pathOf(command)} --help has examples.`
  return complaintLines({ what, means: 'Nothing was done.', next }).join('\n')
}

/** `quoll logs txns` */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`
}

/** Runs the command; whatever goes wrong is said in three parts: what happened, what it means, what to do next. */
export async function main(argv: readonly string[]): Promise<void> {
  // Whoever reads us may have read enough, as head does.
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? Exit.ok : Exit.failed),
  )
  const quoll = quollCommand()
  for (const command of [quoll, ...allBelow(quoll)])
    command.exitOverride((error) => {
      process.exit(error.exitCode === 0 ? Exit.ok : Exit.usage)
    })
  try {
    await quoll.parseAsync([...argv])
  } catch (error) {
    const { what, means, next, exit } = await explained(error)
    console.error(complaintLines({ what: `quoll: ${what}`, means, next }).join('\n'))
    process.exitCode = exit
  }
}

/** Every command below this one. */
export function allBelow(command: Command): Command[] {
  return command.commands.flatMap((one) => [one, ...allBelow(one)])
}
