/** `quoll sim`: the simulator reads its own arguments, and `quoll sim --help` is its help. */
import { Command } from 'commander'

export function simCommand(): Command {
  return new Command('sim')
    .description('Runs whole ensembles under seeds, breaks them, and checks every promise.')
    .helpOption(false)
    .allowUnknownOption()
    .argument('[arguments...]')
    .action(async (_: string[], __: object, command: Command) => {
      const { runSim } = await import('@quoll/sim')
      process.exitCode = await runSim(command.args, process)
    })
}
