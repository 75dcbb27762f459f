/** `quoll sim`: the simulator reads its own arguments, and `quoll sim --help` is its help. */
import type { SimOptions, SimResult } from '@quoll/sim'
import { Command } from 'commander'

export function simCommand(): Command {
  return new Command('sim')
    .description('Runs whole ensembles under seeds, breaks them, and checks every promise.')
    .helpOption(false)
    .allowUnknownOption()
    .argument('[arguments...]')
    .action(async (_: string[], __: object, command: Command) => {
      const { runSim } = await import('@quoll/sim')
      const { stdout, stderr, stdin } = process
      const watch = stdout.isTTY && stdin.isTTY ? { watch: watchSimulation } : {}
      process.exitCode = await runSim(command.args, { stdout, stderr, record: recordSimulation, ...watch })
    })
}

async function watchSimulation(options: SimOptions, file: string | undefined): Promise<SimResult> {
  const { watchSimulation: watch } = await import('../commands/sim-watch.ts')
  return watch(options, file)
}

async function recordSimulation(options: SimOptions, file: string): Promise<SimResult> {
  const { recordSimulation: record } = await import('../commands/sim-watch.ts')
  return record(options, file)
}
