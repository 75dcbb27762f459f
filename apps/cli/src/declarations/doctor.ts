/** The arguments of `quoll doctor`. */
import { Command } from 'commander'
import type { DoctorOptions } from '../commands/doctor.ts'

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Looks at disk, data, clock, names, ports and limits: what it found, what it means, what to do.')
    .option('-c, --config <file>', 'everything a peer with this zoo.cfg stands on')
    .option('--data <dir>', 'a data directory and its disk')
    .option('--log-dir <dir>', 'its dataLogDir, when it has one')
    .option('--connect <hosts>', 'an ensemble that runs, host:port,…')
    .option('--no-write', 'do not write to the disk (its speed is not measured)')
    .option('--json', 'one line of JSON')
    .addHelpText(
      'after',
      `
Takes some three seconds. Changes nothing: a file of 4 MiB is written next to
the data and removed. A peer may be running.

Exit code: 0 no problem, 1 a problem, 4 the data cannot be trusted.

Examples:
  quoll doctor --config /etc/quoll/zoo.cfg
  quoll doctor --data /var/lib/quoll --no-write
  quoll doctor --connect db1:2181,db2:2181,db3:2181 --json`,
    )
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import('../commands/doctor.ts')
      process.exitCode = await doctor(options)
    })
}
