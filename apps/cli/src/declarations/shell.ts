/** The arguments of `quoll shell`, and zkCli's own ones beside them. */
import { Command, Option } from 'commander'
import { between } from './whole-number.ts'

/** zkCli's names behind one dash, so that a script needs another command name and no more. */
const ZKCLI_OPTIONS: Readonly<Record<string, string>> = {
  '-server': '--connect',
  '-timeout': '--timeout',
  '-r': '--read-only',
  '-waitforconnection': '--wait-for-connection',
}

const EXAMPLES = `
Examples:
  quoll shell --connect 127.0.0.1:2181
  quoll shell ls -s /app
  quoll shell --json get /app
  quoll shell export /app app.json
  quoll shell < script

'quoll shell help' lists the commands; docs/shell.md is a tour.`

export function shellCommand(): Command {
  const command = new Command('shell')
    .description('The client at the prompt: looks, changes, watches. Works with Apache ZooKeeper too.')
    .option('--connect <hosts>', 'host:port,…', '127.0.0.1:2181')
    .addOption(
      new Option('--timeout <ms>', 'session timeout, and patience when connecting')
        .argParser(between(1000, 3_600_000))
        .default(10_000),
    )
    .option('--json', 'one line of JSON for each answer')
    .option('--read-only', 'a server that has lost its ensemble will do')
    .addOption(new Option('--wait-for-connection', 'as zkCli has it: here every command waits').hideHelp())
    .argument('[command...]', "one command, as it is typed at the prompt; 'help' lists them")
    // What follows is the shell's: its commands have options too.
    .passThroughOptions()
    .addHelpText('after', EXAMPLES)
    .action(
      async (words: string[], options: { connect: string; timeout: number; json?: boolean; readOnly?: boolean }) => {
        const { shell } = await import('../commands/shell.ts')
        process.exitCode = await shell(words, options)
      },
    )
  const parse = command.parseOptions.bind(command)
  command.parseOptions = (given) => parse(withLongNames(given))
  return command
}

/** Only before the shell's own command: behind it, `-r` is that command's. */
export function withLongNames(given: readonly string[]): string[] {
  const words: string[] = []
  for (let at = 0; at < given.length; at++) {
    const word = given[at]!
    if (!word.startsWith('-') || word === '--') return [...words, ...given.slice(at)]
    const name = ZKCLI_OPTIONS[word] ?? word
    words.push(name)
    const value = given[at + 1]
    if ((name === '--connect' || name === '--timeout') && value !== undefined) {
      words.push(value)
      at++
    }
  }
  return words
}
