/** `quoll bench`: the load tool reads its own arguments, and `quoll bench --help` is its help. */
import { Command } from 'commander'

export function benchCommand(): Command {
  return new Command('bench')
    .description('Measures any ensemble that speaks ZooKeeper, and checks every reply.')
    .helpOption(false)
    .allowUnknownOption()
    .argument('[arguments...]')
    .action(async (_: string[], __: object, command: Command) => {
      const { runBench } = await import('@quoll/bench')
      process.exitCode = await runBench(command.args, process)
    })
}
