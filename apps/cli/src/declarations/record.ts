/** The arguments of `quoll record`. */
import { Argument, Command } from 'commander'

export function recordCommand(): Command {
  return new Command('record')
    .description('Writes down what an ensemble does, for quoll replay, until Ctrl-C.')
    .option('--connect <hosts>', 'client ports, host:port,…; the others are found', '127.0.0.1:2181')
    .addArgument(new Argument('<file>', 'the recording; a name that ends in .gz compresses'))
    .addHelpText('after', '\nExample:\n  quoll record --connect db1:2181,db2:2181,db3:2181 tonight.trace.gz')
    .action(async (file: string, options: { connect: string }) => {
      const { record } = await import('../commands/record.ts')
      process.exitCode = await record(file, options)
    })
}
