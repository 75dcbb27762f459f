/** Where the bytes are. */
import { pathOf, type ShellCommand } from '../command.ts'
import { counted, printable, sizeText } from '../output.ts'
import { subtree, type Znode } from '../subtree.ts'

export const du: ShellCommand = {
  name: 'du',
  group: 'look',
  usage: '[-d depth] [-b] [path]',
  summary: 'sums up znodes and bytes of data, the largest first',
  options: { d: { value: 'depth', says: 'sums so deep, 1 unless said' }, b: { says: 'prints plain bytes' } },
  words: [0, 1],
  notes: ['Bytes are those of the data; names, ACLs and bookkeeping come on top in the memory of a server.'],
  examples: ['du /', 'du -d 2 -b /app'],
  json: ['path', 'znodes', 'bytes', 'parts'],
  async run({ client, signal, progress }, given) {
    const path = pathOf(given.words[0] ?? '/')
    const depth = given.integer('d', 0) ?? 1
    const shown = progress('du', 'znodes')
    const sums = sumsOf(await subtree(client, path, { signal, onFound: (count) => shown.advance(count) }), depth)
    const [whole, ...parts] = sums
    const largestFirst = parts.sort((a, b) => b.bytes - a.bytes || b.znodes - a.znodes || (a.path < b.path ? -1 : 1))
    const size = (bytes: number): string => (given.has('b') ? `${bytes}` : sizeText(bytes))
    return {
      lines: table(
        [...largestFirst, whole!].map((sum) => [size(sum.bytes), counted(sum.znodes, 'znode'), printable(sum.path)]),
      ),
      json: { ...whole, parts: largestFirst },
    }
  },
}

export type Sum = { readonly path: string; znodes: number; bytes: number }

/** One for each znode down to `depth`, with all below it; the start first. */
export function sumsOf(znodes: readonly Znode[], depth: number): Sum[] {
  const sums: Sum[] = []
  /** Those that the znode at hand lies in, from the start down. */
  const open: Sum[] = []
  for (const { path, depth: at, stat } of znodes) {
    open.length = Math.min(open.length, at)
    if (at <= depth) {
      const sum = { path, znodes: 0, bytes: 0 }
      sums.push(sum)
      open.push(sum)
    }
    for (const sum of open) {
      sum.znodes += 1
      sum.bytes += stat.dataLength
    }
  }
  return sums
}

/** Columns of the same width, numbers to the right, the last as it is. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows.map((row) =>
    row.map((cell, column) => (column === row.length - 1 ? cell : cell.padStart(widths[column]!))).join('  '),
  )
}
