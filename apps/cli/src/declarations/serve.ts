/** The arguments of `quoll serve`. */
import { Command } from 'commander'

export function serveCommand(): Command {
  return new Command('serve')
    .description('Runs one peer in the foreground.')
    .requiredOption('-c, --config <file>', 'a zoo.cfg, as ZooKeeper reads it (docs/configuration.md)')
    .addHelpText('after', '\nExample:\n  quoll serve --config /etc/quoll/zoo.cfg')
    .action(async (options: { config: string }) => {
      const { serve } = await import('../commands/serve.ts')
      // A peer that stopped for good may have left ports open; nothing else runs here that would want them.
      process.exit(await serve(options))
    })
}
