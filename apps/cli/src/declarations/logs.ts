/** The arguments of `quoll logs` and what is below it. */
import { Argument, Command, Option } from 'commander'
import type { LogsOptions } from '../commands/logs.ts'
import type { SnapshotOptions } from '../commands/logs-snapshot.ts'
import type { TxnsOptions } from '../commands/logs-txns.ts'
import { LEVELS } from '../logs/log-line.ts'
import { between } from './whole-number.ts'

const LINES_MAX = 10_000_000

export function logsCommand(): Command {
  return (
    new Command('logs')
      .description('Shows what peers wrote: their log for people, transactions, snapshots.')
      .argument('[sources...]', 'log files, directories with logs, - for a pipe')
      .option('--connect <hosts>', 'ask an ensemble that runs, host:port,…')
      .option('-f, --follow', 'go on as it grows')
      .addOption(new Option('-l, --level <level>', 'this level and those above').choices(LEVELS))
      .option('-p, --peer <ids>', 'only these peers, as in 1,3')
      .option('--since <moment>', 'how long ago (10m, 2h, 1d), or a date')
      .option('--until <moment>', 'the same')
      .option('-g, --grep <text>', 'only lines that contain it')
      .addOption(new Option('-n, --lines <n>', 'only the last so many').argParser(between(0, LINES_MAX)))
      .option('--json', 'one line of JSON each')
      .addHelpText(
        'after',
        `
Examples:
  quoll logs --connect db1:2181,db2:2181 -f   an ensemble that runs
  quoll logs ./data --level warn              of quoll up --data ./data
  journalctl -u quoll -o cat | quoll logs --since 2h
  quoll logs txns ./data/peer-1 -n 20         the last transactions`,
      )
      .action(async (sources: string[], options: LogsOptions) => {
        const { logs } = await import('../commands/logs.ts')
        process.exitCode = await logs(sources, options)
      })
      // What stands behind the name of a subcommand is the subcommand's.
      .enablePositionalOptions()
      .addCommand(txnsCommand())
      .addCommand(snapshotCommand())
  )
}

function txnsCommand(): Command {
  return new Command('txns')
    .description('The transactions in a data directory, in the order of the log.')
    .addArgument(new Argument('<directory>', 'dataDir of a peer'))
    .option('--log-dir <dir>', 'dataLogDir, when it has one')
    .option('--from <zxid>', 'as in 5:17 or 0x500000011')
    .option('--to <zxid>', 'the same')
    .option('--session <id>', 'only of this session, as in 0x100000000000000')
    .option('--path <path>', 'only at and below this path')
    .addOption(new Option('-n, --lines <n>', 'only the last so many').argParser(between(0, LINES_MAX)))
    .option('--data', 'what was written, too')
    .option('--json', 'one line of JSON each')
    .addHelpText(
      'after',
      `
A peer may be running on it: what it is writing just then may be missing.

Examples:
  quoll logs txns /var/lib/quoll -n 20
  quoll logs txns /var/lib/quoll --path /app --data
  quoll logs txns /var/lib/quoll --from 5:1 --json`,
    )
    .action(async (directory: string, _: object, command: Command) => {
      const { txns } = await import('../commands/logs-txns.ts')
      process.exitCode = await txns(directory, command.optsWithGlobals<TxnsOptions>())
    })
}

function snapshotCommand(): Command {
  return new Command('snapshot')
    .description('What a snapshot holds: sessions and znodes.')
    .addArgument(new Argument('<source>', 'a snapshot, or the dataDir of a peer'))
    .option('--path <path>', 'only at and below this path')
    .option('--data', 'what the znodes hold, too')
    .option('--json', 'one line of JSON each')
    .addHelpText(
      'after',
      `
Examples:
  quoll logs snapshot /var/lib/quoll
  quoll logs snapshot ./snapshot.0000000500000011 --path /app --data`,
    )
    .action(async (source: string, _: object, command: Command) => {
      const { snapshot } = await import('../commands/logs-snapshot.ts')
      process.exitCode = await snapshot(source, command.optsWithGlobals<SnapshotOptions>())
    })
}
