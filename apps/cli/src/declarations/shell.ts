/** The arguments of `quoll shell`. */
import { Command, Option } from 'commander'
import { between } from './whole-number.ts'

export function shellCommand(): Command {
  return (
    new Command('shell')
      .description('The client at the prompt: looks, changes, watches. Works with Apache ZooKeeper too.')
      .option('--connect <hosts>', 'host:port,…', '127.0.0.1:2181')
      .addOption(
        new Option('--timeout <ms>', 'session timeout, and patience when connecting')
          .argParser(between(1000, 3_600_000))
          .default(10_000),
      )
      .option('--json', 'one line of JSON for each answer')
      .argument('[command...]', "one command, as it is typed at the prompt; 'help' lists them")
      // What follows is the shell's: its commands have options too.
      .passThroughOptions()
      .addHelpText(
        'after',
        '\nExamples:\n  quoll shell --connect 127.0.0.1:2181\n  quoll shell ls -s /app\n  quoll shell --json get /app\n  quoll shell < script',
      )
      .action(async (words: string[], options: { connect: string; timeout: number; json?: boolean }) => {
        const { shell } = await import('../commands/shell.ts')
        process.exitCode = await shell(words, options)
      })
  )
}
