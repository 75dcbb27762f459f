/** Two subtrees, of one ensemble or of two, side by side. */
import { Exit } from '../../errors.ts'
import type { ShellCommand } from '../command.ts'
import { dataJson } from '../data-text.ts'
import { aclJson, permissionLetters, printable } from '../output.ts'
import { type Copy, copiesOf } from '../subtrees/copies.ts'
import { clientAt, locationOf } from '../subtrees/location.ts'
import { sameAcl, sameData } from '../subtrees/merge-plan.ts'

type Difference = { readonly relative: string; readonly left: Copy | undefined; readonly right: Copy | undefined }

export const diff: ShellCommand = {
  name: 'diff',
  group: 'subtrees',
  usage: '[-a] [-e] left right',
  summary: 'compares two subtrees, also of two ensembles',
  options: { a: { says: 'compares ACLs too' }, e: { says: 'ephemeral znodes too' } },
  words: [2, 2],
  notes: [
    'HOST:PORT:/path is a place in another ensemble.',
    '- is only left, + is only right, ~ is in both and differs. Run as a command it ends with 1 when there are differences.',
  ],
  examples: ['diff /app /copy', 'diff -a /app /copy'],
  json: ['left', 'right', 'same', 'differences'],
  async run(context, given) {
    const { signal, progress } = context
    const [left, right] = [locationOf(given.words[0]), locationOf(given.words[1])]
    // Both sides at once, so one line for all that is asked.
    const shown = progress('diff', 'reads')
    const onMore = (count: number): void => shown.advance(count)
    const read = async (location: typeof left): Promise<Map<string, Copy>> => {
      const copies = new Map<string, Copy>()
      const client = await clientAt(location, context)
      for await (const copy of copiesOf(client, location.path, { signal, onFound: onMore, onRead: onMore }))
        if (given.has('e') || !copy.ephemeral) copies.set(copy.relative, copy)
      return copies
    }
    const [lefts, rights] = await Promise.all([read(left), read(right)])
    const differences = differencesOf(lefts, rights, given.has('a'))
    return {
      lines: differences.length === 0 ? [] : differences.map((one) => lineOf(one, given.has('a'))),
      json: {
        left: given.words[0],
        right: given.words[1],
        same: differences.length === 0,
        differences: differences.map(jsonOf),
      },
      exit: differences.length === 0 ? Exit.ok : Exit.failed,
    }
  },
}

function differencesOf(
  lefts: ReadonlyMap<string, Copy>,
  rights: ReadonlyMap<string, Copy>,
  withAcl: boolean,
): Difference[] {
  const paths = [...new Set([...lefts.keys(), ...rights.keys()])].sort()
  return paths.flatMap((relative) => {
    const [left, right] = [lefts.get(relative), rights.get(relative)]
    const isSame =
      left !== undefined &&
      right !== undefined &&
      sameData(left.data, right.data) &&
      (!withAcl || sameAcl(left.acl, right.acl))
    return isSame ? [] : [{ relative, left, right }]
  })
}

function lineOf({ relative, left, right }: Difference, withAcl: boolean): string {
  const name = printable(relative || '.')
  if (left === undefined) return `+ ${name}  ${shortText(right)}`
  if (right === undefined) return `- ${name}  ${shortText(left)}`
  const data = sameData(left.data, right.data) ? [] : [`${shortText(left)} → ${shortText(right)}`]
  const acl = !withAcl || sameAcl(left.acl, right.acl) ? [] : [`acl ${aclText(left)} → ${aclText(right)}`]
  return `~ ${name}  ${[...data, ...acl].join('; ')}`
}

const SHOWN_MAX = 40

/** As much of the data as fits a line. */
function shortText(copy: Copy | undefined): string {
  const { data, encoding } = dataJson(copy?.data)
  if (data === null) return 'null'
  if (encoding === 'base64') return `${copy?.data?.length} bytes`
  const text = JSON.stringify(data)
  return printable(text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}… (${copy?.data?.length} bytes)` : text)
}

function aclText({ acl }: Copy): string {
  return printable(acl.map(({ scheme, id, perms }) => `${scheme}:${id}:${permissionLetters(perms)}`).join(','))
}

function jsonOf({ relative, left, right }: Difference): object {
  return { path: relative, left: sideJson(left), right: sideJson(right) }
}

function sideJson(copy: Copy | undefined): object | null {
  return copy === undefined ? null : { ...dataJson(copy.data), acl: aclJson(copy.acl) }
}
