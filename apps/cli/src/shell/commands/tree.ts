/** A subtree as a drawing. */
import { UsageError } from '../../errors.ts'
import { pathOf, type ShellCommand } from '../command.ts'
import { printable } from '../output.ts'
import { subtree, type Znode } from '../subtree.ts'

export const tree: ShellCommand = {
  name: 'tree',
  usage: '[-d depth] [path]',
  summary: 'draws what lies below, with sizes; -d only so deep',
  options: { d: 'value' },
  words: [0, 1],
  async run({ client, signal }, given) {
    const depth = given.integer('d')
    if (depth !== undefined && depth < 0) throw new UsageError('-d takes a depth of 0 or more')
    const znodes = await subtree(client, pathOf(given.words[0] ?? '/'), signal, depth)
    return { lines: drawing(znodes), json: znodes.map(jsonOf) }
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

function jsonOf({ path, stat }: Znode): object {
  return { path, bytes: stat.dataLength, children: stat.numChildren, ephemeral: stat.ephemeralOwner !== undefined }
}
