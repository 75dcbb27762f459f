/** The arguments of `quoll replay`. */
import { Argument, Command } from 'commander'
import { addLookOptions, type LookArguments } from './look.ts'

export function replayCommand(): Command {
  const command = new Command('replay')
    .description('Opens a recording in the dashboard: play, pause, step forward and back, jump to the next election.')
    .addArgument(new Argument('<file>', 'a trace, as record, up --record and sim write it; .gz too'))
  return addLookOptions(command)
    .addHelpText('after', '\nExamples:\n  quoll replay outage.trace.gz\n  quoll replay --once --json outage.trace.gz')
    .action(async (file: string, options: LookArguments) => {
      const { replay } = await import('../commands/replay.ts')
      process.exitCode = await replay(file, options)
    })
}
