/** Every command, in the order in which help lists them. Names and letters are zkCli's, so that habits and scripts go on working. */
import type { ShellCommand } from './command.ts'
import { addauth, getAcl, setAcl, sync, whoami } from './commands/access.ts'
import { get, getAllChildrenNumber, getEphemerals, ls, stat } from './commands/read.ts'
import { helpFor, history, isNamed, quit } from './commands/session.ts'
import { tree } from './commands/tree.ts'
import { watch } from './commands/watch.ts'
import { create, deleteall, remove, set } from './commands/write.ts'

const OTHERS: readonly ShellCommand[] = [
  ...[ls, get, stat, tree, watch, create, set, remove, deleteall, getAcl, setAcl, addauth, whoami],
  ...[sync, getEphemerals, getAllChildrenNumber, history, quit],
]

export const COMMANDS: readonly ShellCommand[] = [...OTHERS, helpFor(OTHERS)]

/** Capitals do not matter; `exit` is `quit`. */
export function commandNamed(name: string): ShellCommand | undefined {
  return name === 'exit' ? quit : COMMANDS.find((command) => isNamed(command, name))
}
