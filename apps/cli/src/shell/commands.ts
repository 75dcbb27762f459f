/** Every command, in the order in which help lists them. Names and letters are zkCli's, so that habits and scripts go on working. */
import type { ShellCommand } from './command.ts'
import { addauth, getAcl, setAcl, sync, whoami } from './commands/access.ts'
import { cp, mv } from './commands/copy.ts'
import { diff } from './commands/diff.ts'
import { du } from './commands/du.ts'
import { edit } from './commands/edit.ts'
import { config, reconfig } from './commands/ensemble.ts'
import { exportSubtree } from './commands/export.ts'
import { find } from './commands/find.ts'
import { helpFor, isNamed } from './commands/help.ts'
import { importSubtree } from './commands/import.ts'
import { delquota, listquota, setquota } from './commands/quota.ts'
import { get, getAllChildrenNumber, getEphemerals, ls, stat } from './commands/read.ts'
import { close, connectTo, history, quit, redo, version } from './commands/session.ts'
import { tree } from './commands/tree.ts'
import { watch } from './commands/watch.ts'
import { addWatch, printwatches, removewatches } from './commands/watches.ts'
import { create, deleteall, remove, set } from './commands/write.ts'

const OTHERS: readonly ShellCommand[] = [
  ...[ls, get, stat, tree, find, du, getEphemerals, getAllChildrenNumber, sync],
  ...[create, set, edit, remove, deleteall],
  ...[cp, mv, exportSubtree, importSubtree, diff],
  ...[watch, addWatch, removewatches, printwatches],
  ...[getAcl, setAcl, addauth, whoami, setquota, listquota, delquota],
  ...[config, reconfig],
  ...[connectTo, close, history, redo, version, quit],
]

export const COMMANDS: readonly ShellCommand[] = [...OTHERS, helpFor(OTHERS)]

/** Capitals do not matter; `exit` is `quit`. */
export function commandNamed(name: string): ShellCommand | undefined {
  return name === 'exit' ? quit : COMMANDS.find((command) => isNamed(command, name))
}
