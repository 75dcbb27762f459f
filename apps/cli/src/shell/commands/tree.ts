/** A subtree as a drawing. */
import { pathOf, type ShellCommand } from '../command.ts'
import { printable } from '../output.ts'
import { subtree, type Znode } from '../subtree.ts'

export const tree: ShellCommand = {
  name: 'tree',
  group: 'look',
  usage: '[-d depth] [path]',
  summary: 'draws what lies below, with sizes',
  options: { d: { value: 'depth', says: 'only so deep' } },
  words: [0, 1],
  examples: ['tree', 'tree -d 1 /app'],
  json: ['path', 'znodes'],
  async run({ client, signal }, given) {
    const depthMax = given.integer('d', 0)
    const path = pathOf(given.words[0] ?? '/')
    const znodes = await subtree(client, path, { signal, ...(depthMax === undefined ? {} : { depthMax }) })
    return { lines: drawing(znodes), json: { path, znodes: znodes.map(znodeJson) } }
  },
}

/** `znodes` as `subtree` gives them: parents before children, siblings in order. */
export function drawing(znodes: readonly Znode[]): string[] {
  /** For each depth whether more siblings follow below the line at hand; known when drawing from the end. */
  const follows: boolean[] = []
  const lines: string[] = []
  for (const { path, depth, stat } of [...znodes].reverse()) {
    const stem = Array.from({ length: Math.max(0, depth - 1) }, (_, i) => (follows[i + 1] ? '│   ' : '    ')).join('')
    const branch = depth === 0 ? '' : follows[depth] ? '├── ' : '└── '
    follows.length = depth + 1
    follows[depth] = true
    lines.push(`${stem}${branch}${printable(nameOf(path, depth))}${describe(stat)}`)
  }
  return lines.reverse()
}

function nameOf(path: string, depth: number): string {
  return depth === 0 ? path : path.slice(path.lastIndexOf('/') + 1)
}

function describe({ dataLength, ephemeralOwner }: Znode['stat']): string {
  const notes = [dataLength > 0 ? `${dataLength} B` : '', ephemeralOwner === undefined ? '' : 'ephemeral']
  const text = notes.filter((note) => note !== '').join(', ')
  return text === '' ? '' : `  (${text})`
}

/** A znode in a list of them. */
export function znodeJson({ path, stat }: Znode): object {
  return { path, bytes: stat.dataLength, children: stat.numChildren, ephemeral: stat.ephemeralOwner !== undefined }
}
