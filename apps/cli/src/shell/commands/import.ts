/** A subtree back from a file, or from a directory. */
import { stat } from 'node:fs/promises'
import { CommandError, UsageError } from '../../errors.ts'
import { pathOf, type ShellCommand } from '../command.ts'
import { carryOut } from '../subtrees/carry-out.ts'
import { notesAbout, withoutEphemerals } from '../subtrees/copies.ts'
import { readDirectory } from '../subtrees/directory-form.ts'
import { type Exported, exists, readJsonForm } from '../subtrees/json-form.ts'
import { MERGE_JSON, MERGE_LETTERS, mergeOutput, ruleOf } from '../subtrees/merge-output.ts'
import { planMerge } from '../subtrees/merge-plan.ts'

export const importSubtree: ShellCommand = {
  name: 'import',
  group: 'subtrees',
  usage: '[-n] [-m rule] [-e] file [path]',
  summary: 'brings back what export wrote, to where it was or elsewhere; - is standard input',
  options: MERGE_LETTERS,
  words: [1, 2],
  notes: [
    'The parent of path must exist. The file may be of either form.',
    'It is looked first, then changed: what others change in between is never overwritten, and the import stops there.',
  ],
  examples: ['import -n -m mirror app.json', 'import -m overwrite app.json', 'import app /restored'],
  json: MERGE_JSON,
  async run({ client, signal, progress }, given) {
    const [file = '', word] = given.words
    const rule = ruleOf(given)
    const { top, copies: all } = await read(file)
    const path = word === undefined ? top : pathOf(word)
    const copies = withoutEphemerals(all, given.has('e'))
    const plan = await planMerge(client, path, copies, rule, signal)
    if (!given.has('n')) {
      const shown = progress('import', 'changes', plan.steps.length)
      await carryOut(client, plan.steps, { signal, onDone: (count) => shown.advance(count) })
    }
    const notes = notesAbout(copies, all, given.has('e'))
    return mergeOutput(plan, { from: file, to: path, dryRun: given.has('n'), notes })
  },
}

async function read(file: string): Promise<Exported> {
  if (file === '-') {
    if (process.stdin.isTTY) throw new UsageError('standard input is the terminal', 'Name a file, or use a pipe.')
    return readJsonForm(file)
  }
  if (!(await exists(file)))
    throw new CommandError(
      `there is no file ${file}`,
      'Nothing was done.',
      'Paths of files begin where the shell was started.',
    )
  return (await stat(file)).isDirectory() ? readDirectory(file) : readJsonForm(file)
}
