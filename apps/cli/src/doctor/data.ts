/** A data directory: may we write there, what is in it, would a peer start from it? */
import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { formatZxid } from '@quoll/core'
import { explain } from '@quoll/server/errors'
import { type InspectedDirectory, inspectDirectory, nodeFileSystem } from '@quoll/storage-file'
import { bytes, count } from '../table.ts'
import { type Finding, finding, good } from './finding.ts'

/** Undefined facts: there is no such directory yet. */
export type CheckedData = { readonly facts: InspectedDirectory | undefined; readonly findings: readonly Finding[] }

export function checkData(directory: string, logDirectory: string = join(directory, 'log')): CheckedData {
  if (!existsSync(directory)) return { facts: undefined, findings: [notThere(directory)] }
  const access = accessFindings(directory)
  if (access.some(({ grade }) => grade === 'problem')) return { facts: undefined, findings: access }
  const facts = inspectDirectory(nodeFileSystem(), directory, logDirectory)
  return { facts, findings: [...access, ...contents(facts)] }
}

function notThere(directory: string): Finding {
  const above = dirname(directory)
  const may = existsSync(above) && mayWrite(above)
  if (may)
    return finding('data', 'note', `${directory} is not there yet`, 'The first start makes it.', 'Start the peer.')
  return finding(
    'data',
    'problem',
    `${directory} is not there, and this user cannot make it`,
    `${existsSync(above) ? `${above} may not be written to` : `${above} is not there either`}.`,
    `As root: install -d -o USER -m 700 ${directory}`,
  )
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

function accessFindings(directory: string): Finding[] {
  const { mode, uid } = statSync(directory)
  if (!mayWrite(directory))
    return [
      finding(
        'data',
        'problem',
        `${directory} may not be read and written by this user`,
        `It belongs to user ${uid}, mode ${(mode & 0o777).toString(8)}; a peer of this user does not start.`,
        'Run the doctor as the user who runs the peer; or give the directory to this one (chown).',
      ),
    ]
  if ((mode & 0o007) === 0)
    return [good('data', `${directory} belongs to user ${uid}`, 'Nobody else may look into it.')]
  return [
    finding(
      'data',
      'note',
      `${directory} is open to every user of this machine (mode ${(mode & 0o777).toString(8)})`,
      'What clients store, secrets too, is in these files as it is.',
      `chmod 700 ${directory}`,
    ),
  ]
}

function contents(facts: InspectedDirectory): Finding[] {
  const { directory, refusal, owner } = facts
  if (refusal !== undefined) {
    const { what, means, next } = explain(refusal)
    return [finding('data', 'problem', what, means, next)]
  }
  if (facts.fresh)
    return [
      good(
        'data',
        `${directory} is empty`,
        'A new peer; with db.autocreate=false it learns from a leader before it votes.',
      ),
    ]
  const running: Finding[] =
    owner === undefined
      ? []
      : [good('data', `process ${owner} works in it`, 'What it writes just now may look unfinished.')]
  return [...running, inventory(facts), ...torn(facts), ...remarks(facts)]
}

function inventory({ segments, snapshots, epochs }: InspectedDirectory): Finding {
  const used = segments.filter(({ state }) => state !== 'unused')
  const total = segments.reduce((sum, one) => sum + one.bytes, 0)
  const transactions = used.reduce((sum, one) => sum + one.transactions, 0)
  const last = used.at(-1)?.last
  const newest = snapshots[0]
  const log = `${count(transactions, 'transaction')} in ${count(used.length, 'segment')} (${bytes(total)})${last === undefined ? '' : `, the last ${formatZxid(last)}`}`
  const taken =
    newest === undefined
      ? 'no snapshot yet'
      : `${count(snapshots.length, 'snapshot')}, the newest at ${formatZxid(newest.zxid)} (${bytes(newest.bytes)})`
  return good(
    'data',
    `${log}; ${taken}; epoch ${epochs?.current ?? 0}`,
    'Every record and every snapshot was read: a peer starts from it.',
  )
}

function torn({ segments, owner }: InspectedDirectory): Finding[] {
  // The process that runs may be in the middle of that very write.
  if (owner !== undefined) return []
  return segments
    .filter(({ state }) => state === 'torn')
    .map(({ path }) =>
      finding(
        'data',
        'note',
        `${path} ends in a write that was interrupted`,
        'The process or the machine stopped during it. Nobody was told that it is safe; the next start cuts it off.',
        'Nothing needs to be done.',
      ),
    )
}

function remarks({ notes, owner }: InspectedDirectory): Finding[] {
  if (owner !== undefined) return []
  return notes
    .filter((note) => !note.includes('was cut off'))
    .map((note) =>
      finding(
        'data',
        'note',
        note,
        'The next start sees to it.',
        'Nothing needs to be done; if it comes again, check the disk.',
      ),
    )
}
