/** The arguments of `quoll up`. */
import { Command, Option } from 'commander'
import { between } from './whole-number.ts'

export function upCommand(): Command {
  return new Command('up')
    .description('Starts a local ensemble, each peer a process of its own, and shows it live.')
    .addOption(new Option('-p, --peers <n>', 'how many peers').argParser(between(1, 9)).default(3))
    .addOption(
      new Option(
        '--client-port <port>',
        "the first peer's client port, the others follow (default: free ones)",
      ).argParser(between(1, 65_000)),
    )
    .option('--data <dir>', 'keep data here (default: fresh temporary data)')
    .option('--record <file>', 'write down everything that is seen, for quoll replay; a name in .gz compresses')
    .option(
      '--headless',
      'print one line of JSON once it serves, then stay, and take faults from standard input (kill 3, heal, …)',
    )
    .option('--readonly', 'nothing can be broken or written from the dashboard')
    .option('--ascii', 'nothing beyond ASCII')
    .option('--screen-reader', 'linear text for ears, seldom updated')
    .addHelpText(
      'after',
      '\nExamples:\n  quoll up\n  quoll up --peers 5 --client-port 2181 --data ./data\n  quoll up --record fail-over.trace.gz\n  quoll up --headless',
    )
    .action(async (options) => {
      const { up } = await import('../commands/up.ts')
      process.exitCode = await up(options, process.argv[1] ?? '')
    })
}
