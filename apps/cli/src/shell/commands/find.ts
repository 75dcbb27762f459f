/** Znodes by what they are. */
import { textOf } from '@quoll/client'
import { pathOf, type ShellCommand } from '../command.ts'
import { printable } from '../output.ts'
import { readZnodes } from '../read-znodes.ts'
import { subtree } from '../subtree.ts'
import { filterOf } from '../znode-filter.ts'
import { znodeJson } from './tree.ts'

export const find: ShellCommand = {
  name: 'find',
  group: 'look',
  usage: '[path] [-name glob] [-path glob] [-regex re] [-data text] [-size n] [-age t] [-created t] [-owner s]',
  summary: 'prints the paths at and below one that are as described',
  options: {
    name: { value: 'glob', says: 'the last part of the path: * and ? stand for letters, [ab] for one of these' },
    path: { value: 'glob', says: 'the whole path; ** goes over slashes too' },
    regex: { value: 're', says: 'the path has a part that matches this regular expression' },
    data: { value: 'text', says: 'the data has this text in it' },
    size: { value: 'n', says: 'bytes of data: +10k more, -10k less, 0 exactly' },
    age: { value: 't', says: 'last changed: +2h longer ago, -30s more recently; s m h d w' },
    created: { value: 't', says: 'created, in the same way' },
    owner: { value: 's', says: 'ephemeral: any, none, or of this session (0x…)' },
  },
  words: [0, 1],
  notes: ['All that is said must hold. Ages compare with the clock of this machine.'],
  examples: ['find /app -name worker-*', 'find / -size +10k -age +1d', 'find / -owner any', 'find /app -data hello'],
  json: ['path', 'znodes'],
  async run({ client, signal, progress }, given) {
    const path = pathOf(given.words[0] ?? '/')
    const filter = filterOf(given, Date.now())
    const shown = progress('find', 'znodes')
    let found = (await subtree(client, path, { signal, onFound: (count) => shown.advance(count) })).filter(filter)
    const data = given.text('data')
    if (data !== undefined) {
      const holding = new Set<string>()
      for await (const one of readZnodes(client, found, { signal, unreadable: 'skip' }))
        if (textOf(one.data).includes(data)) holding.add(one.path)
      found = found.filter((znode) => holding.has(znode.path))
    }
    return { lines: found.map((znode) => printable(znode.path)), json: { path, znodes: found.map(znodeJson) } }
  },
}
