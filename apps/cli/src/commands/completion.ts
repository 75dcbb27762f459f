/** `quoll completion`: a script for a shell, made from the command table. */
import { BENCH_USAGE } from '@quoll/bench'
import { SIM_USAGE } from '@quoll/sim'
import type { Command } from 'commander'
import { bashCompletion } from '../completion/bash.ts'
import { fishCompletion } from '../completion/fish.ts'
import { type Grammar, grammarOf } from '../completion/grammar.ts'
import type { CompletionShell } from '../completion/shells.ts'
import { zshCompletion } from '../completion/zsh.ts'
import { Exit } from '../errors.ts'
import { topics } from '../explain/topics.ts'
import { COMMANDS } from '../shell/commands.ts'

const SCRIPTS: Readonly<Record<CompletionShell, (grammar: Grammar) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
}

export function completion(shell: CompletionShell, quoll: Command): number {
  process.stdout.write(SCRIPTS[shell](completionGrammar(quoll)))
  return Exit.ok
}

export function completionGrammar(quoll: Command): Grammar {
  const names = topics().map(({ title }) => title.split(',')[0] ?? '')
  return grammarOf(quoll, {
    usages: { sim: SIM_USAGE, bench: BENCH_USAGE },
    words: {
      shell: COMMANDS.map(({ name }) => name),
      explain: ['quorum', 'election', 'errors', ...names.filter((name) => /^[A-Z0-9_]+$/.test(name))],
    },
  })
}
