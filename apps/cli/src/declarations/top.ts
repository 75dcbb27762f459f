/** The arguments of `quoll top`. */
import { Command, Option } from 'commander'
import type { TopOptions } from '../commands/top.ts'
import { addLookOptions } from './look.ts'

export function topCommand(): Command {
  const command = new Command('top')
    .description(
      'Shows an ensemble live: who leads, how fast, and what happened. Apache ZooKeeper too, with fewer columns.',
    )
    .option('--connect <hosts>', 'client ports, host:port,…; the others are found', '127.0.0.1:2181')
    .addOption(new Option('--readonly', 'change nothing (the default)').conflicts('write'))
    .addOption(new Option('--write', 'znodes may be created, changed and deleted').conflicts('readonly'))
  return addLookOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  quoll top --connect db1:2181,db2:2181,db3:2181\n  quoll top --once\n  quoll top --json --watch\n  quoll top --json -n 60 -d 10',
    )
    .action(async (options: TopOptions) => {
      const { top } = await import('../commands/top.ts')
      process.exitCode = await top(options)
    })
}
