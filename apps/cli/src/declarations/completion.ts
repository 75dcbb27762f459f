/** The arguments of `quoll completion`. */
import { Argument, Command } from 'commander'
import { COMPLETION_SHELLS, type CompletionShell } from '../completion/shells.ts'

export function completionCommand(): Command {
  return new Command('completion')
    .description('Prints a script that completes commands and options in your shell.')
    .addArgument(new Argument('<shell>', 'which shell').choices(COMPLETION_SHELLS))
    .addHelpText(
      'after',
      `
Examples:
  source <(quoll completion bash)       now; into ~/.bashrc for always
  quoll completion zsh > ~/.zfunc/_quoll
  quoll completion fish > ~/.config/fish/completions/quoll.fish`,
    )
    .action(async (shell: CompletionShell, _: object, command: Command) => {
      const { completion } = await import('../commands/completion.ts')
      process.exitCode = completion(shell, command.parent ?? command)
    })
}
