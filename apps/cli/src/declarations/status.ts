/** The arguments of `quoll status`. */
import { Command } from 'commander'

export function statusCommand(): Command {
  return new Command('status')
    .description('Says who is up, who leads, and whether writes are possible. Apache ZooKeeper is understood too.')
    .requiredOption('--connect <hosts>', 'host:port,…')
    .option('--json', 'one line of JSON')
    .addHelpText('after', '\nExample:\n  quoll status --connect 127.0.0.1:2181,127.0.0.1:2182,127.0.0.1:2183')
    .action(async (options: { connect: string; json?: boolean }) => {
      const { status } = await import('../commands/status.ts')
      process.exitCode = await status(options)
    })
}
