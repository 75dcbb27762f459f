/** A subtree in a file, or in a directory. */
import { UsageError } from '../../errors.ts'
import { pathOf, type ShellCommand } from '../command.ts'
import { counted, printable, sizeText } from '../output.ts'
import { type Copy, copiesOf } from '../subtrees/copies.ts'
import { copyProgress } from '../subtrees/copy-progress.ts'
import { writeDirectory } from '../subtrees/directory-form.ts'
import { jsonForm, writeWhole } from '../subtrees/json-form.ts'

type Counts = { znodes: number; bytes: number; leftOut: number }

export const exportSubtree: ShellCommand = {
  name: 'export',
  group: 'subtrees',
  usage: '[-d] [-e] [-f] path file',
  summary: 'writes a subtree to a file, with data and ACLs; - is standard output',
  options: {
    d: { says: 'to a directory, in which each znode is one' },
    e: { says: 'ephemeral znodes too; an import makes lasting ones of them' },
    f: { says: 'overwrites the file' },
  },
  words: [2, 2],
  notes: [
    'Each znode is read whole, all of them not at one point in time.',
    'The file is readable by its owner only. / leaves out /zookeeper, which belongs to the ensemble.',
  ],
  examples: ['export /app app.json', 'export -d /app app'],
  json: ['path', 'to', 'form', 'znodes', 'bytes', 'leftOut'],
  async run(context, given) {
    const { client, signal, write } = context
    const [path, to] = [pathOf(given.words[0]), given.words[1]!]
    const counts: Counts = { znodes: 0, bytes: 0, leftOut: 0 }
    const all = copiesOf(client, path, { signal, ...copyProgress(context, 'export') })
    const copies = chosen(all, given.has('e'), counts)
    if (given.has('d')) {
      if (to === '-') throw new UsageError('a directory has a name', 'Only the JSON form goes to standard output.')
      await writeDirectory(to, path, copies)
    } else if (to === '-') {
      for await (const piece of jsonForm(path, copies)) write(piece)
      return undefined
    } else await writeWhole(to, jsonForm(path, copies), given.has('f'))
    const note =
      counts.leftOut === 0
        ? []
        : [
            `note: ${counted(counts.leftOut, 'ephemeral znode')} left out, as they go with their sessions; -e takes them too`,
          ]
    return {
      lines: [`Exported ${counted(counts.znodes, 'znode')}, ${sizeText(counts.bytes)}, to ${printable(to)}`, ...note],
      json: { path, to, form: given.has('d') ? 'directory' : 'json', ...counts },
    }
  },
}

async function* chosen(copies: AsyncIterable<Copy>, ephemerals: boolean, counts: Counts): AsyncGenerator<Copy> {
  for await (const copy of copies) {
    if (copy.ephemeral && !ephemerals) {
      counts.leftOut += 1
      continue
    }
    counts.znodes += 1
    counts.bytes += copy.data?.length ?? 0
    yield copy
  }
}
