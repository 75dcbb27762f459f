/** The machine: enough files, enough memory, a runtime that will do. */
import { readFileSync } from 'node:fs'
import { availableParallelism, freemem, totalmem } from 'node:os'
import { bytes } from '../table.ts'
import { type Finding, finding, good } from './finding.ts'

export type MachineFacts = {
  /** `22.18.0` */
  readonly node: string
  /** Files and connections a process may have open; undefined where nobody says. */
  readonly openFiles: number | undefined
  readonly totalMemory: number
  readonly freeMemory: number
  readonly processors: number
}

const MIB = 1024 * 1024
const NODE_NEEDED = [22, 18] as const
/** Log, snapshots, links, and room. */
const FILES_BESIDE_CONNECTIONS = 256
const MEMORY_NEEDED = 256 * MIB

export function machineFacts(): MachineFacts {
  return {
    node: process.versions.node,
    openFiles: openFilesLimit(),
    totalMemory: totalmem(),
    freeMemory: freemem(),
    processors: availableParallelism(),
  }
}

function openFilesLimit(): number | undefined {
  try {
    const soft = readFileSync('/proc/self/limits', 'utf8').match(/^Max open files\s+(\S+)/m)?.[1]
    return soft === 'unlimited' ? Number.POSITIVE_INFINITY : soft === undefined ? undefined : Number(soft)
  } catch {
    return undefined
  }
}

/** `connections`: as many as the client port takes. */
export function checkMachine(facts: MachineFacts, connections: number): Finding[] {
  return [checkNode(facts), checkOpenFiles(facts, connections), checkMemory(facts), checkProcessors(facts)]
}

function checkNode({ node }: MachineFacts): Finding {
  const [major = 0, minor = 0] = node.split('.').map(Number)
  const enough = major > NODE_NEEDED[0] || (major === NODE_NEEDED[0] && minor >= NODE_NEEDED[1])
  if (enough) return good('machine', `Node.js ${node}`, `Quoll needs ${NODE_NEEDED.join('.')} or later.`)
  const means = `Quoll is made for ${NODE_NEEDED.join('.')} and later, and tested there only.`
  return finding('machine', 'problem', `Node.js ${node}`, means, 'Install a later one.')
}

function checkOpenFiles({ openFiles }: MachineFacts, connections: number): Finding {
  const needed = connections + FILES_BESIDE_CONNECTIONS
  if (openFiles === undefined)
    return finding(
      'machine',
      'note',
      'how many files may be open is not known here',
      'There is no /proc on this system.',
      `See that it is ${needed} or more: ulimit -n.`,
    )
  const what = `${openFiles === Number.POSITIVE_INFINITY ? 'any number of' : openFiles} files and connections may be open`
  if (openFiles >= needed) return good('machine', what, `${connections} connections and the log need ${needed}.`)
  return finding(
    'machine',
    'warning',
    what,
    `The client port takes ${connections} connections (maxCnxns), which with the log need ${needed}. Whoever comes beyond the limit is turned away; the log must not be.`,
    `Raise the limit (ulimit -n ${needed}, LimitNOFILE=${needed}), or lower maxCnxns.`,
  )
}

function checkMemory({ totalMemory, freeMemory }: MachineFacts): Finding {
  const what = `${bytes(totalMemory)} of memory, ${bytes(freeMemory)} unused`
  if (freeMemory >= MEMORY_NEEDED)
    return good('machine', what, 'All znodes are kept in memory; a small ensemble takes some 100 MiB.')
  return finding(
    'machine',
    'warning',
    what,
    'All znodes are kept in memory. A machine that swaps makes peers miss heartbeats.',
    'Give it more, or move something else away.',
  )
}

function checkProcessors({ processors }: MachineFacts): Finding {
  if (processors > 1)
    return good('machine', `${processors} processors`, 'A peer uses one, and a little of another for the disk.')
  return finding(
    'machine',
    'note',
    '1 processor',
    'A peer shares it with everything else that runs here: when that is busy, the peer is late.',
    'Two are better; or let nothing else run here.',
  )
}
