/**
 * Keeps two processes out of one directory: a file with the id of the owner and when it was started, because ids are used
 * again after a restart of the machine, and in every container. A lock whose owner is gone is taken over.
 */
import { closeSync, openSync, readdirSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import { DirectoryInUseError } from './errors.ts'
import type { Lock } from './file-system.ts'

/** Directories that this process has locked: its own id in a lock file says nothing, it may be an earlier life's. */
const lockedHere = new Set<string>()

/** @throws DirectoryInUseError */
export function lockDirectory(directory: string): Lock {
  const path = `${directory}/lock`
  if (lockedHere.has(path)) throw new DirectoryInUseError(directory, 'this process')
  if (!tryCreate(path)) {
    const owner = readOwner(path)
    if (owner !== undefined && isAlive(owner)) throw new DirectoryInUseError(directory, `process ${owner.pid}`)
    unlinkSync(path)
    if (!tryCreate(path)) throw new DirectoryInUseError(directory, 'a process that started at the same moment')
  }
  lockedHere.add(path)
  return {
    release: () => {
      if (lockedHere.delete(path)) unlinkSync(path)
    },
  }
}

/** The process that works in a directory now; undefined when none does. */
export function ownerOf(directory: string): number | undefined {
  const owner = readOwner(`${directory}/lock`)
  return owner !== undefined && isAlive(owner) ? owner.pid : undefined
}

type Owner = { readonly pid: number; readonly started: string }

function tryCreate(path: string): boolean {
  try {
    const file = openSync(path, 'wx')
    writeSync(file, `${process.pid} ${startOf(process.pid)}\n`)
    closeSync(file)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

function readOwner(path: string): Owner | undefined {
  try {
    const [pid, started] = readFileSync(path, 'latin1').trim().split(' ')
    return Number.isInteger(Number(pid)) && Number(pid) > 0 ? { pid: Number(pid), started: started ?? '' } : undefined
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function isAlive({ pid, started }: Owner): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false
  }
  if (isZombie(pid)) return false
  const now = startOf(pid)
  return started === '' || now === '' || started === now
}

/**
 * Dead, and only not yet collected by its parent: usual where nobody collects, as in many a container. One of its threads
 * may still be inside a write, though, and then it is not dead enough.
 */
function isZombie(pid: number): boolean {
  const [state] = statOf(pid)
  return (state === 'Z' || state === 'X') && threadsOf(pid) <= 1
}

function threadsOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`).length
  } catch {
    return 0
  }
}

/** When a process was started, in the kernel's own words; empty where there is no /proc. */
function startOf(pid: number): string {
  return statOf(pid)[19] ?? ''
}

/** What the kernel says of a process, from its state on; empty where there is no /proc. */
function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name of the program is in brackets and may hold anything.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
