/** The arguments of `quoll explain`. */
import { Command, Option } from 'commander'
import type { ExplainOptions } from '../commands/explain.ts'
import { between } from './whole-number.ts'

export function explainCommand(): Command {
  return (
    new Command('explain')
      .description('Says in words how many may fail, why somebody leads, what an error means.')
      .argument('[topic...]', 'quorum [voters], election, an error or an exit code')
      .option('--connect <hosts>', 'quorum, election: of an ensemble that runs')
      .option('-c, --config <file>', 'quorum: of the ensemble in this zoo.cfg')
      .addOption(new Option('--observers <n>', 'quorum: members that do not vote').argParser(between(0, 999)))
      .option('--json', 'errors: one line of JSON')
      // ZooKeeper's numbers are negative, and look like options.
      .allowUnknownOption()
      .addHelpText(
        'after',
        `
Examples:
  quoll explain quorum 5
  quoll explain quorum --connect db1:2181,db2:2181,db3:2181
  quoll explain election --connect db1:2181
  quoll explain NO_NODE        an error by name,
  quoll explain -101           or by number
  quoll explain exit 3         an exit code
  quoll explain                everything there is`,
      )
      .action(async (words: string[], options: ExplainOptions) => {
        const { explain } = await import('../commands/explain.ts')
        process.exitCode = await explain(words, options)
      })
  )
}
