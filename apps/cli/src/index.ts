/** The one command. It only reads arguments; each command loads what it needs when it is called. */
import { readFileSync } from 'node:fs'
import { Command, InvalidArgumentError, Option } from 'commander'
import { Exit, UsageError } from './errors.ts'

const EXIT_CODES = `
Exit codes: 0 done · 1 failed · 2 used wrongly · 3 no quorum, writes wait · 4 the disk failed`

export function quollCommand(): Command {
  const quoll = new Command('quoll')
    .description('A coordination service that speaks ZooKeeper: elects, commits, fails over and recovers by itself.')
    .version(version())
    .addHelpText('after', EXIT_CODES)
    .showHelpAfterError('(quoll --help says more)')
    // What follows a command is the command's: the shell's own commands have options too.
    .enablePositionalOptions()
  addServe(quoll)
  addUp(quoll)
  addStatus(quoll)
  addShell(quoll)
  addSim(quoll)
  addBench(quoll)
  return quoll
}

function addServe(quoll: Command): void {
  quoll
    .command('serve')
    .description('Runs one peer in the foreground.')
    .requiredOption('-c, --config <file>', 'a zoo.cfg, as ZooKeeper reads it (docs/configuration.md)')
    .addHelpText('after', '\nExample:\n  quoll serve --config /etc/quoll/zoo.cfg')
    .action(async (options: { config: string }) => {
      const { serve } = await import('./commands/serve.ts')
      // A peer that stopped for good may have left ports open; nothing else runs here that would want them.
      process.exit(await serve(options))
    })
}

function addUp(quoll: Command): void {
  quoll
    .command('up')
    .description('Starts a local ensemble, each peer a process of its own, and shows it live.')
    .addOption(new Option('-p, --peers <n>', 'how many peers').argParser(between(1, 9)).default(3))
    .addOption(
      new Option(
        '--client-port <port>',
        "the first peer's client port, the others follow (default: free ones)",
      ).argParser(between(1, 65_000)),
    )
    .option('--data <dir>', 'keep data here (default: fresh temporary data)')
    .option('--headless', 'print one line of JSON once it serves, then stay')
    .addHelpText(
      'after',
      '\nExamples:\n  quoll up\n  quoll up --peers 5 --client-port 2181 --data ./data\n  quoll up --headless',
    )
    .action(async (options) => {
      const { up } = await import('./commands/up.ts')
      process.exitCode = await up(options, process.argv[1] ?? '')
    })
}

function addStatus(quoll: Command): void {
  quoll
    .command('status')
    .description('Says who is up, who leads, and whether writes are possible. Apache ZooKeeper is understood too.')
    .requiredOption('--connect <hosts>', 'host:port,…')
    .option('--json', 'one line of JSON')
    .addHelpText('after', '\nExample:\n  quoll status --connect 127.0.0.1:2181,127.0.0.1:2182,127.0.0.1:2183')
    .action(async (options: { connect: string; json?: boolean }) => {
      const { status } = await import('./commands/status.ts')
      process.exitCode = await status(options)
    })
}

function addShell(quoll: Command): void {
  quoll
    .command('shell')
    .description('The client at the prompt: looks, changes, watches. Works with Apache ZooKeeper too.')
    .option('--connect <hosts>', 'host:port,…', '127.0.0.1:2181')
    .addOption(
      new Option('--timeout <ms>', 'session timeout, and patience when connecting')
        .argParser(between(1000, 3_600_000))
        .default(10_000),
    )
    .option('--json', 'one line of JSON for each answer')
    .argument('[command...]', "one command, as it is typed at the prompt; 'help' lists them")
    .passThroughOptions()
    .addHelpText(
      'after',
      '\nExamples:\n  quoll shell --connect 127.0.0.1:2181\n  quoll shell ls -s /app\n  quoll shell --json get /app\n  quoll shell < script',
    )
    .action(async (words: string[], options: { connect: string; timeout: number; json?: boolean }) => {
      const { shell } = await import('./commands/shell.ts')
      process.exitCode = await shell(words, options)
    })
}

/** The simulator reads its own arguments: `quoll sim --help` is its help. */
function addSim(quoll: Command): void {
  quoll
    .command('sim')
    .description('Runs whole ensembles under seeds, breaks them, and checks every promise.')
    .helpOption(false)
    .allowUnknownOption()
    .argument('[arguments...]')
    .action(async (_: string[], __: object, command: Command) => {
      const { runSim } = await import('@quoll/sim')
      process.exitCode = await runSim(command.args, process)
    })
}

/** The load tool reads its own arguments too. */
function addBench(quoll: Command): void {
  quoll
    .command('bench')
    .description('Measures any ensemble that speaks ZooKeeper, and checks every reply.')
    .helpOption(false)
    .allowUnknownOption()
    .argument('[arguments...]')
    .action(async (_: string[], __: object, command: Command) => {
      const { runBench } = await import('@quoll/bench')
      process.exitCode = await runBench(command.args, process)
    })
}

function between(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!Number.isInteger(value) || value < min || value > max)
      throw new InvalidArgumentError(`Write a whole number from ${min} to ${max}.`)
    return value
  }
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
