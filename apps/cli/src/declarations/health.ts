/** The arguments of `quoll health`. */
import { Argument, Command, Option } from 'commander'
import type { HealthOptions } from '../commands/health.ts'
import { CHECKS, type Check } from '../health/checks.ts'
import { between } from './whole-number.ts'

const HELP = `
What is asked, and when the exit code is 0:
  alive    the process answers; if not, restarting it may help
  ready    it serves clients; if not, send them elsewhere and do not restart it
  quorum   writes are possible

Otherwise 1: nobody answers, or it has stopped; 3: the peer is well and has no
quorum; 2: the command line is wrong.

Examples:
  quoll health                              is the one at 127.0.0.1:2181 ready?
  quoll health alive --http 127.0.0.1:8080  by the pages of its HTTP port
  quoll health ready --config /etc/quoll/zoo.cfg
  quoll health quorum --ensemble db1:2181,db2:2181,db3:2181`

export function healthCommand(): Command {
  return new Command('health')
    .description('Answers a probe by its exit code: is it alive, ready, has it a quorum?')
    .addArgument(new Argument('[check]', 'what is asked').choices(CHECKS).default('ready'))
    .option('--peer <host:port>', 'the client port of a peer (default: 127.0.0.1:2181)')
    .option('--http <host:port>', 'the HTTP port of a Quoll peer')
    .option('-c, --config <file>', 'the peer that runs here from this zoo.cfg')
    .option('--ensemble <hosts>', 'all client ports, host:port,…')
    .addOption(new Option('--timeout <ms>', 'patience').argParser(between(10, 60_000)).default(1000))
    .option('-q, --quiet', 'only the exit code')
    .addHelpText('after', HELP)
    .action(async (check: Check, options: HealthOptions) => {
      const { health } = await import('../commands/health.ts')
      process.exitCode = await health(check, options)
    })
}
