/** Subtrees elsewhere: `cp` and `mv`. */
import type { Client } from '@quoll/client'
import { CommandError, UsageError } from '../../errors.ts'
import { pathOf, type ShellCommand } from '../command.ts'
import { counted, printable, sizeText } from '../output.ts'
import { absolutePath, isReserved, isWithin, subtree, type Znode } from '../subtree.ts'
import { addTo, carryOut, stepBytes } from '../subtrees/carry-out.ts'
import { type Copy, copiesOf, notesAbout, withoutEphemerals } from '../subtrees/copies.ts'
import { copyProgress } from '../subtrees/copy-progress.ts'
import { clientAt, locationOf } from '../subtrees/location.ts'
import { MERGE_JSON, MERGE_LETTERS, mergeOutput, ruleOf } from '../subtrees/merge-output.ts'
import { type MergeStep, planMerge } from '../subtrees/merge-plan.ts'

export const cp: ShellCommand = {
  name: 'cp',
  group: 'subtrees',
  usage: '[-e] [-m rule] [-n] from to',
  summary: 'copies a subtree, here or to another ensemble, with data and ACLs',
  options: MERGE_LETTERS,
  words: [2, 2],
  notes: [
    'to is what the copy will be called; its parent must exist. HOST:PORT:/path is a place in another ensemble.',
    'Containers and TTLs become lasting znodes, as servers do not tell what is one. What does not fit one transaction is copied in several.',
  ],
  examples: ['cp /app /copy', 'cp -n -m overwrite /app /copy', 'cp -m mirror /app /copy'],
  json: MERGE_JSON,
  async run(context, given) {
    const { signal, progress } = context
    const [from, to] = [locationOf(given.words[0]), locationOf(given.words[1])]
    if (from.hosts === to.hosts) refuseWithin(from.path, to.path)
    const [source, target] = await Promise.all([clientAt(from, context), clientAt(to, context)])
    const all: Copy[] = []
    for await (const copy of copiesOf(source, from.path, { signal, ...copyProgress(context, 'cp') })) all.push(copy)
    const copies = withoutEphemerals(all, given.has('e'))
    const plan = await planMerge(target, to.path, copies, ruleOf(given), signal)
    if (!given.has('n')) {
      const written = progress('cp: write', 'changes', plan.steps.length)
      await carryOut(target, plan.steps, { signal, onDone: (count) => written.advance(count) })
    }
    const [fromText = '', toText = ''] = given.words
    return mergeOutput(plan, {
      from: fromText,
      to: toText,
      dryRun: given.has('n'),
      notes: notesAbout(copies, all, given.has('e')),
    })
  },
}

/** Well below what servers take (jute.maxbuffer: 1 MiB), as it is estimated from above. */
const MOVE_BYTES_MAX = 900_000

export const mv: ShellCommand = {
  name: 'mv',
  group: 'subtrees',
  usage: '[-e] [-f] from to',
  summary: 'moves a subtree in one transaction, with data and ACLs',
  options: {
    e: MERGE_LETTERS.e,
    f: { says: 'if it does not fit one transaction: copies, then deletes, so that others see both for a while' },
  },
  words: [2, 2],
  notes: [
    'to is what it will be called; its parent must exist. What others change meanwhile makes it fail as a whole.',
    'Versions and times begin anew, as it is created and deleted. Watches stay at the old path and tell that it was deleted.',
  ],
  examples: ['mv /copy /renamed'],
  json: ['from', 'to', 'moved', 'atomic', 'notes'],
  async run(context, given) {
    const { client, signal } = context
    const [from, to] = [pathOf(given.words[0]), pathOf(given.words[1])]
    refuseWithin(from, to)
    if (from === '/' || isReserved(from))
      throw new UsageError(`${from} belongs to the ensemble itself and cannot be moved`)
    // Versions first: what is changed while the data is read has another one by then, and the transaction says so.
    const znodes = await subtree(client, from, { signal })
    // What is surely too large is not even read.
    const least = znodes.reduce((sum, { path, stat }) => sum + path.length + stat.dataLength, 0)
    if (least > MOVE_BYTES_MAX && !given.has('f')) throw tooLarge(from, znodes.length, least)
    const copies: Copy[] = []
    for await (const copy of copiesOf(client, from, { signal, ...copyProgress(context, 'mv') })) copies.push(copy)
    refuseEphemerals(from, copies, given.has('e'))
    const creates = copies.map(
      ({ relative, data, acl }) => ({ type: 'create', path: absolutePath(relative, to), data, acl }) as const,
    )
    const notes = notesAbout(copies, copies, given.has('e'))
    const fits = await moveAtOnce(client, creates, znodes, signal)
    if (!fits) {
      if (!given.has('f')) throw tooLarge(from, creates.length, bytesOf(creates))
      await planMerge(client, to, copies, 'refuse', signal)
      await carryOut(client, creates, { signal })
      // With the versions that were copied: what others changed or added meanwhile stays, and is said.
      await carryOut(client, deletions(znodes), { signal })
    }
    const words = `Moved ${counted(copies.length, 'znode')} to ${printable(to)}${fits ? '' : ', in several transactions'}`
    return {
      lines: [words, ...notes.map((note) => `note: ${printable(note)}`)],
      json: { from, to, moved: copies.length, atomic: fits, notes },
    }
  },
}

/** False when it does not fit one transaction; nothing was done then. */
async function moveAtOnce(
  client: Client,
  creates: readonly MergeStep[],
  znodes: readonly Znode[],
  signal: AbortSignal,
): Promise<boolean> {
  const steps = [...creates, ...deletions(znodes)]
  if (bytesOf(steps) > MOVE_BYTES_MAX) return false
  const transaction = client.transaction()
  for (const step of steps) addTo(transaction, step)
  await transaction.commit({ signal })
  return true
}

function deletions(znodes: readonly Znode[]): MergeStep[] {
  return znodes.map(({ path, stat }) => ({ type: 'delete', path, version: stat.version }) as const).reverse()
}

/** @throws UsageError */
function refuseWithin(from: string, to: string): void {
  if (isWithin(to, from)) throw new UsageError(`${to} lies within ${from} itself`, 'Choose a place outside of it.')
}

function refuseEphemerals(from: string, copies: readonly Copy[], asLasting: boolean): void {
  const [first, ...more] = copies.filter((copy) => copy.ephemeral)
  if (first === undefined || asLasting) return
  const others = more.length === 0 ? '' : `, and so do ${more.length} more`
  throw new CommandError(
    `${absolutePath(first.relative, from)} belongs to a session${others}`,
    'An ephemeral znode cannot be moved without ending what it stands for; nothing was changed.',
    'Wait until it is gone, or make it a lasting one at the new place with -e.',
  )
}

function bytesOf(steps: readonly MergeStep[]): number {
  return steps.reduce((sum, step) => sum + stepBytes(step), 0)
}

function tooLarge(from: string, znodes: number, bytes: number): CommandError {
  return new CommandError(
    `${from} has ${counted(znodes, 'znode')}, about ${sizeText(bytes)}: more than one transaction takes`,
    'It could only be moved in several steps, in which others would see both places; nothing was changed.',
    'With -f it is copied and then deleted.',
  )
}
